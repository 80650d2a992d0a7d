"""Surnames and patronymics in their forms."""

from __future__ import annotations

import pytest

from benchmarks.population.grammar import patronymic, surname


@pytest.mark.parametrize(
    ("stem", "form", "female", "expected"),
    [
        ("Ахмет", "ov", False, "Ахметов"),
        ("Ахмет", "ov", True, "Ахметова"),
        ("Жұмабай", "ov", False, "Жұмабаев"),
        ("Набӣ", "ov", True, "Набиева"),
        ("Мұса", "in", False, "Мұсин"),
        ("Мұқаш", "ov", False, "Мұқашев"),
        ("Сұлтан", "uly", True, "Сұлтанқызы"),
        ("Раҳмон", "zoda", False, "Раҳмонзода"),
        ("Шариф", "i", True, "Шарифӣ"),
        ("Мирзо", "iyon", False, "Мирзоён"),
        ("Сапар", "uulu", False, "Сапар уулу"),
        ("Покровский", "whole", True, "Покровская"),
        ("Шевченко", "whole", True, "Шевченко"),
        ("Чёрных", "whole", True, "Чёрных"),
        ("Киселёв", "whole", True, "Киселёва"),
    ],
)
def test_a_surname_takes_its_form(stem: str, form: str, female: bool, expected: str) -> None:
    assert surname(stem, form, female) == expected


@pytest.mark.parametrize(
    ("father", "form", "female", "expected"),
    [
        ("Қайрат", "ovich", False, "Қайратович"),
        ("Абай", "ovich", True, "Абаевна"),
        ("Юрий", "ovich", False, "Юрьевич"),
        ("Дмитрий", "ovich", True, "Дмитриевна"),
        ("Георгий", "ovich", False, "Георгиевич"),
        ("Илья", "ovich", True, "Ильинична"),
        ("Пётр", "ovich", False, "Петрович"),
        ("Лев", "ovich", True, "Львовна"),
        ("Алӣ", "ovich", False, "Алиевич"),
        ("Қайрат", "uly", True, "Қайратқызы"),
        ("Карим", "ugli", False, "Карим ўғли"),
        ("Сапар", "uulu", True, "Сапар кызы"),
        ("Карим", "zoda", True, "Каримдухт"),
        ("Мирзо", "zoda", True, "Мирзозода"),
        ("Карим", "none", False, ""),
    ],
)
def test_a_patronymic_takes_its_form(father: str, form: str, female: bool, expected: str) -> None:
    assert patronymic(father, form, female) == expected
