"""Oblique cases of Russian given names, by the rules of the second and first declension.

Forms of official papers are often filled in the genitive or dative ("выдано Иванову Ивану"). The rules are those of any Russian
grammar (Русская грамматика, 1980, §§ 1178-1210); names that lose a vowel are listed.
"""

from __future__ import annotations

LOSING = {"павел": "павл", "лев": "льв", "пётр": "петр", "петр": "петр"}
HUSHING = "гкхжчшщ"
CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def cases(name: str, gender: str) -> tuple[str, ...]:
    """Genitive, dative, instrumental and prepositional of a lower-case name in the nominative; () when it is not declined.

    The accusative of a man's name is his genitive; of a woman's name it is given too.
    """
    last = name[-1]
    if name.endswith("ия"):
        return _with(name[:-1], ("и", "ю", "ей"))
    if last == "я":
        return _with(name[:-1], ("и", "е", "ю", "ей"))
    if last == "а":
        return _with(name[:-1], ("и" if name[-2:-1] in HUSHING else "ы", "е", "у", "ой"))
    if gender == "m" and name.endswith("ий"):
        return _with(name[:-1], ("я", "ю", "ем", "и"))
    if gender == "m" and last in "йь":
        return _with(name[:-1], ("я", "ю", "ем", "е"))
    if gender == "m" and last in CONSONANTS:
        return _with(LOSING.get(name, name), ("а", "у", "ем" if last in "жчшщц" else "ом", "е"))
    if gender == "f" and last == "ь":
        return _with(name[:-1], ("и", "ью"))
    return ()


def _with(stem: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem + ending for ending in endings)
