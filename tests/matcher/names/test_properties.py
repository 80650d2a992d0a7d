"""What a caller may rely on for any names whatever."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.names import Spelling, compare, explain, prepare, score

WORDS = st.sampled_from(  # forty strings in a list would be no easier to read
    "Каримов Karimov Рахмонов Раҳмонзода Rahmonov Ахметов Ахмедов Жүсіпов Zhusupov Ким Цой Рустам Rustam "
    "Азиз Aziz Айгүл Aigul Иван Ivan Ерлан Ержан Абдулғаффор Мұхаммед Иванович Ivanovich Серікұлы "
    "Serikuly Сериковна Азизович A. Б. Гулнора Наталья Xurshid Oʻrinboyev Чолпон Кара-оол".split()
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
ANYTHING = st.text(max_size=60)


def whole(text):
    return (Spelling(whole=text),)


def bits(left, right):
    return float(score(prepare([whole(left)]), prepare([whole(right)]))[0])


@given(NAMES, NAMES)
@example("Раҳмонзода Раҳмонзода", "Раҳмонзода Сериковна")  # each side's surname meets another part
@settings(max_examples=150, deadline=None)
def test_the_score_is_symmetric(left, right):
    """a against b is b against a."""
    assert abs(bits(left, right) - bits(right, left)) < 1e-4


@given(NAMES, NAMES)
@settings(max_examples=150, deadline=None)
def test_no_name_is_more_alike_than_the_name_itself(left, right):
    """Nothing scores above a name against itself."""
    assert bits(left, left) >= bits(left, right) - 1e-4


@given(NAMES, NAMES, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_case_spacing_and_order_do_not_matter(left, right, chance):
    """Upper case, spaces and the order of words change nothing (a particle such as қызы counts as part of the word
    before it)."""
    words = left.split()
    chance.shuffle(words)
    assert abs(bits(left, right) - bits("  ".join(words).upper(), f" {right.lower()}\t")) < 1e-4


@given(ANYTHING, ANYTHING)
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_compared(left, right):
    """No input crashes, and the score stays symmetric."""
    assert abs(bits(left, right) - bits(right, left)) < 1e-3


@given(WORDS, WORDS, WORDS, WORDS, WORDS)
@settings(max_examples=150, deadline=None)
def test_an_agreeing_part_never_lowers_the_score(surname, given_name, other_surname, other_given, patronymic):
    """The same patronymic on both sides does not make two names less alike."""
    left, right = Spelling(surname, given_name), Spelling(other_surname, other_given)
    more_left, more_right = (s._replace(patronymic=patronymic) for s in (left, right))
    before = score(prepare([(left,)]), prepare([(right,)]))[0]
    after = score(prepare([(more_left,)]), prepare([(more_right,)]))[0]
    assert after >= before - 1e-4


@given(WORDS, WORDS, WORDS)
@settings(max_examples=100, deadline=None)
def test_an_absent_part_is_neutral(surname, given_name, patronymic):
    """A patronymic that one side lacks is no evidence for or against."""
    without = Spelling(surname, given_name)
    having = without._replace(patronymic=patronymic)
    assert (
        abs(
            float(score(prepare([(having,)]), prepare([(without,)]))[0])
            - float(score(prepare([(without,)]), prepare([(without,)]))[0])
        )
        < 1e-4
    )


@given(NAMES, NAMES)
@settings(max_examples=100, deadline=None)
def test_the_explanation_sums_to_the_score(left, right):
    """What is shown is what was computed."""
    assert abs(sum(part.bits for part in explain(whole(left), whole(right))) - bits(left, right)) < 1e-3


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_pair_scores_alike_alone_and_in_company(pairs):
    """A batch is only many pairs."""
    together = compare(prepare([whole(a) for a, _ in pairs]), prepare([whole(b) for _, b in pairs])).total
    alone = [bits(a, b) for a, b in pairs]
    assert max(abs(x - y) for x, y in zip(together.tolist(), alone, strict=True)) < 1e-4


def test_ten_thousand_letters_do_no_harm():
    """A name of any length is read and compared."""
    long = "Абдурахмонов" * 900
    assert bits(long, long) > bits(long, "Каримов Рустам")
    assert bits("а " * 5000, "б " * 5000) <= 0.5


def test_an_empty_name_is_no_evidence():
    """Nothing against something is zero bits."""
    assert bits("", "Каримов Рустам") == 0.0
    assert bits("", "") == 0.0


STRANGE = [
    "\0\0",
    "محمد علی",
    "张 伟",
    "\u202eКаримов\u202c Рустам",
    "👩\u200d👩\u200d👧 Анна",
    "ﷺ",
    "Ａｚｉｚ",
    "a\u0301\u0302\u0303" * 50,
    "-—–",
    "оөұү" * 2_000_000,
    "И " * 5_000_000,
]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_whatever_a_field_holds_is_read_in_bounded_time_and_compared(text):
    """Other scripts, marks, control characters, megabytes: no crash, the text itself is its best match."""
    for name in (whole(text), (Spelling(surname=text, given=text),)):
        same = float(score(prepare([name]), prepare([name]))[0])
        other = float(score(prepare([name]), prepare([whole("Каримов Рустам")]))[0])
        assert same >= other - 1e-4
        assert explain(name, whole("Каримов Рустам")) is not None
