"""Conflict is evidence: names that only look alike score against one person, absent parts score nothing."""

import pytest

from matcher.names import LEVELS, Spelling, compare, prepare
from matcher.names.weighing import weights

CONFLICTS = [
    (("Ахметов", "Ерлан"), ("Ахметов", "Ержан"), 1),
    (("Каримов", "Рустам"), ("Каримов", "Аслан"), 1),
    (("Ахметов", "Нурлан", "Алиевич"), ("Ахметов", "Нурлан", "Валиевич"), 2),
    (("Иванов", "Пётр", "Павлович"), ("Иванов", "Пётр", "Петрович"), 2),
    (("Сабиров", "Мансур"), ("Сабирова", "Манзура"), 1),
    (("Козлов", "Антон"), ("Орлов", "Антон"), 0),
]
AGREEMENTS = [
    (("Раҳмонов", "Азиз"), ("Раҳмонзода", "Азиз"), 0),
    (("Қожахметов", "Ерлан"), ("Қожахмет", "Ерлан"), 0),
    (("Петрова", "Анна"), ("Petrova", "Anna"), 0),
    (("Ким", "Айгүл", "Серікқызы"), ("Ким", "Айгуль", "Сериковна"), 2),
    (("Юлдашев", "Баходир"), ("Yoʻldoshev", "Bahodir"), 0),
    (("Давлатов", "Муҳаммад"), ("Давлатов", "Мухаммед"), 1),
]


def compared(left, right):
    return compare(prepare([(Spelling(*left),)]), prepare([(Spelling(*right),)]))


@pytest.mark.parametrize(("left", "right", "role"), CONFLICTS)
def test_another_name_counts_against_one_person(left, right, role):
    assert compared(left, right).bits[0, role] < -2.0


@pytest.mark.parametrize(("left", "right", "role"), AGREEMENTS)
def test_another_form_of_one_name_counts_for_one_person(left, right, role):
    assert compared(left, right).bits[0, role] > 0.0


def test_names_exchanged_on_a_paper_agree_at_a_price():
    """Either word may be the surname, so nothing but the other paper tells that the fields were exchanged."""
    plain = compared(("Акбар", "Заррин"), ("Акбар", "Заррин"))
    turned = compared(("Заррин", "Акбар"), ("Акбар", "Заррин"))
    assert turned.cross[0] == pytest.approx(-weights().exchanged)
    other = compared(("Умед", "Далер"), ("Акбар", "Заррин"))
    assert other.total[0] < turned.total[0] < plain.total[0]


def test_a_shared_word_in_another_field_is_no_exchange():
    for left, right in ((("Акбар", "Заррин"), ("Заррин", "Умед")), (("Акбар", "Заррин"), ("Умед", "Акбар"))):
        assert compared(left, right).total[0] < 0.0


def test_a_patronymic_that_one_side_lacks_is_missing_not_different():
    made = compared(("Каримов", "Рустам", "Азизович"), ("Каримов", "Рустам"))
    assert LEVELS[int(made.levels[0, 2])] == "missing"
    assert made.bits[0, 2] == 0.0


def test_a_shared_rare_surname_is_worth_more_than_a_shared_common_one():
    rare, common = (compared((s, "Рустам"), (s, "Рустам")).bits[0, 0] for s in ("Кульманбетзода", "Иванов"))
    assert rare > common


def test_the_weight_does_not_jump_where_one_level_ends():
    """Surnames that grow apart letter by letter lose weight step by step, never gain."""
    bits = [
        compared(("Абдурахимов", "А"), (s, "А")).bits[0, 0]
        for s in ("Абдурахимов", "Абдурахымов", "Абдурозымов", "Абдурозылев")
    ]
    assert bits == sorted(bits, reverse=True)


def test_a_record_with_several_spellings_is_compared_by_the_one_that_fits():
    both = (Spelling("Рахмонов", "Азиз"), Spelling("Каримов", "Азиз"))
    made = compare(prepare([both]), prepare([(Spelling("Karimov", "Aziz"),)]))
    assert int(made.picked[0, 0]) == 1
    assert made.bits[0, 0] > 0


def test_batches_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        compare(prepare([(Spelling("А", "Б"),)]), prepare([]))


def whole(left, right):
    return compare(prepare([(Spelling(whole=left),)]), prepare([(Spelling(whole=right),)]))


def test_a_father_of_ones_surname_is_not_the_son():
    """Hawryla Vashchanka may be the father of Kanstantsin Hawrylavich Vashchanka, not he himself."""
    father, himself = (
        whole("Канстанцін Гаўрылавіч Вашчанка", n) for n in ("Hawryla Vashchanka", "Vashchanka Kanstancin")
    )
    assert father.total[0] < 0 < himself.total[0]


@pytest.mark.parametrize(
    ("left", "right"), [("Виктор Геннадьевич Хренин", "Viktoria Hrenko"), ("Анна Белова", "A. Belov")]
)
def test_a_given_name_of_either_gender_follows_the_other_parts(left, right):
    levels = whole(left, right).levels[0]
    assert LEVELS[int(levels[1])] == "other_gender" or LEVELS[int(levels[0])] == "other_gender"


def test_no_single_conflict_outweighs_all_that_agrees_by_thousands():
    """One true pair in some hundreds bears another given name: who shares surname and father stays possible."""
    same, others = ("Кульманзода", "Рустам", "Азизович"), ("Кульманзода", "Ерлан", "Азизович")
    assert compared(same, others).bits[0, 1] >= -12.0
