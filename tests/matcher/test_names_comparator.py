"""What a person's spellings leave out is filled in from each other."""

from matcher.names_comparator import COMPARATOR
from models.flat import read_flat

PATRONYMIC = COMPARATOR.attributes.index("patronymic")


def compared(one, other):
    left, right = (COMPARATOR.batch([COMPARATOR.normalise(read_flat(row))]) for row in (one, other))
    return COMPARATOR.compare(left, right)


def named(patronymic, latin="RAHIMOV"):
    return {"surname_ru": "Рахимов", "given_ru": "Алишер", "patronymic_ru": patronymic,
            "surname_latin": latin, "given_latin": "ALISHER"}  # fmt: skip


def test_a_latin_line_without_patronymic_does_not_hide_that_the_fathers_differ():
    found = compared(named("Каримович"), named("Сулейманович"))
    assert found.bits[0, PATRONYMIC] < -2


def test_a_patronymic_given_on_one_side_alone_says_nothing():
    found = compared(named("Каримович"), named(None))
    assert COMPARATOR.levels[found.levels[0, PATRONYMIC]] == "missing"


def test_an_earlier_surname_has_the_other_parts_of_the_present_name():
    maiden = {"surname_ru": "Садыкова", "given_ru": "Зарина", "patronymic_ru": "Каримовна"}
    married = {**maiden, "surname_ru": "Рахимова", "surname_former": "Садыкова"}
    found = compared(maiden, married)
    assert (found.bits[0] > 1).all()
