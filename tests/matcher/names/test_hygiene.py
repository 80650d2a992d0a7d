"""What keyboards, fonts and forms did to a word is undone, and said."""

import pytest

from matcher.names.hygiene import mend
from matcher.names.tokens import LONGEST, bounded, left_aside, words

REPAIRED = [
    ("Cерік", "серік", "homoglyph"),
    ("Ахмeтов", "ахметов", "homoglyph"),
    ("РЫГОРАВIЧ", "рыгоравіч", "homoglyph"),
    ("њасан", "ҳасан", "legacy_font"),
    ("љамшед", "ҷамшед", "legacy_font"),
    ("ќодир", "қодир", "legacy_font"),
    ("Ҹамшед", "ҷамшед", "lookalike"),
    ("Ӌамшед", "ҷамшед", "lookalike"),
    ("и\u0306", "й", "composed"),
    ("Қосимӣ".replace("ӣ", "и\u0304"), "қосимӣ", "composed"),
    ("Kulickaâ", "kulickaya", "scholarly"),
]


@pytest.mark.parametrize(("written", "read", "repair"), REPAIRED)
def test_a_damaged_word_is_repaired_and_the_repair_has_a_name(written, read, repair):
    text, repairs = mend(written)
    assert text == read
    assert repair in repairs


@pytest.mark.parametrize("mark", "ʻʼ‘’'`´ʹ′＇")
def test_an_apostrophe_of_any_kind_is_one_apostrophe(mark):
    assert mend(f"o{mark}g{mark}li")[0] == "o'g'li"


@pytest.mark.parametrize("word", ["каримов", "қасымжанұлы", "ҷӯраев", "o'g'li", "rakhimov"])
def test_a_clean_word_is_left_alone(word):
    assert mend(word) == (word, ())


def test_other_scripts_are_put_into_latin_not_lost():
    text, repairs = mend("محمد")
    assert text
    assert text.isascii()
    assert repairs == ("other_script",)


def test_glued_parts_come_apart():
    assert [w.text for w in words("SabinaArmanovna")] == ["sabina", "armanovna"]
    assert all("glued" in w.repairs for w in words("SabinaArmanovna"))


def test_placeholders_are_no_names_and_that_is_said():
    assert words("FNU") == ()
    assert left_aside("FNU Каримов") == ("title",)
    assert left_aside("Каримов") == ()


def test_a_text_beyond_any_name_is_read_as_far_as_the_limit_and_that_is_said():
    assert len(bounded("а" * 10_000)) == LONGEST
    assert left_aside("а" * 10_000) == ("shortened",)
