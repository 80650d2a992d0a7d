"""Oblique cases of Russian given names, by the rules of the second and first declension.

Forms of official papers are often filled in the genitive or dative ("выдано Иванову Ивану"). The rules are those of
any Russian grammar (Русская грамматика, 1980, §§ 1178-1210); names that lose a vowel are listed.
"""

from __future__ import annotations

LOSING = {"павел": "павл", "лев": "льв", "пётр": "петр", "петр": "петр"}
HUSHING = "гкхжчшщ"


# gender ("": either), endings of the nominative, how many letters go, endings put on; the first rule that fits wins
RULES: tuple[tuple[str, tuple[str, ...], int, tuple[str, ...]], ...] = (
    ("", ("ия",), 1, ("и", "ю", "ей")),
    ("", ("я",), 1, ("и", "е", "ю", "ей")),
    ("", tuple(letter + "а" for letter in HUSHING), 1, ("и", "е", "у", "ой", "ей")),
    ("", ("а",), 1, ("ы", "е", "у", "ой")),
    ("m", ("ий",), 1, ("я", "ю", "ем", "и")),
    ("m", ("й", "ь"), 1, ("я", "ю", "ем", "е")),
    ("m", tuple("жчшщц"), 0, ("а", "у", "ем", "е")),
    ("m", tuple("бвгдзклмнпрстфх"), 0, ("а", "у", "ом", "е")),
    ("f", ("ь",), 1, ("и", "ью")),
)


def cases(name: str, gender: str) -> tuple[str, ...]:
    """Genitive, dative, instrumental and prepositional of a lower-case name; () when the name is not declined.

    The accusative of a man's name is his genitive; of a woman's name it is given too.
    """
    for wanted, tails, taken, endings in RULES:
        if wanted in ("", gender) and name.endswith(tails):
            stem = LOSING.get(name, name)
            return tuple(stem[: len(stem) - taken] + ending for ending in endings)
    return ()
