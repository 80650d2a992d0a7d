"""Invented people for the tests of store, loading and command line."""

from __future__ import annotations

from models.flat import COLUMNS, read_flat
from models.person import Person

SURNAMES = (
    "Рахимов",
    "Каримов",
    "Әбдірахманов",
    "Сафаров",
    "Назаров",
    "Қасымов",
    "Юсупов",
    "Шарипов",
    "Турсунов",
    "Ким",
)
GIVEN = ("Алишер", "Мухаммад", "Нұрлан", "Фаррух", "Далер", "Ерлан", "Бахтиёр", "Рустам", "Сергей", "Айдос")
FATHERS = ("Саидович", "Каримович", "Нұрланұлы", "Рустамович", "Ахметович", "Назарович", "Олимович")


def row(number: int) -> dict[str, str]:
    """A flat record; different numbers give different people, the same number always the same one."""
    return {
        "record_id": f"R-{number:06d}",
        "surname_ru": SURNAMES[number % 10],
        "given_ru": GIVEN[number // 10 % 10],
        "patronymic_ru": FATHERS[number % 7],
        "sex": "M",
        "birth_date": f"{1 + number % 28:02d}.{1 + number // 28 % 12:02d}.{1950 + number % 61}",
        "birth_place": "г. Душанбе",
        "citizenship": "TJK",
        "document_type": "паспорт",
        "document_number": f"{40_000_000 + number * 7919 % 9_000_000:08d}",
    }


def person(number: int, register: str = "tj", **changes: str) -> Person:
    """The record of ``row``, read."""
    return read_flat({**row(number), **changes}, register)


def csv_text(numbers, separator: str = ",") -> str:
    """Rows as a CSV file with all columns of Art. 6."""
    lines = [separator.join(COLUMNS)]
    lines += [separator.join(row(n).get(c, "") for c in COLUMNS) for n in numbers]
    return "\n".join(lines) + "\n"
