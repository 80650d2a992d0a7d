"""Names that a form puts into an oblique case (*выдано Каримову Рустаму Азизовичу*) brought back to the nominative.

The patronymic gives the case away, or else a given name that is only an oblique form; only then are the other parts
touched, since *Иванова* by itself is a woman's surname.
"""

from __future__ import annotations

from functools import cache

from matcher.names.tables import rows

_MAN = ("ича", "ичу", "ичем", "иче", "ичом")
_WOMAN = ("овны", "евны", "овне", "евне", "овну", "евну", "овной", "евной", "ичны", "ичне", "ичну", "ичной")
_MAN_SURNAME = {"ова": "ов", "ову": "ов", "овым": "ов", "ове": "ов", "ева": "ев", "еву": "ев", "евым": "ев",
                "еве": "ев",
                "ина": "ин", "ину": "ин", "иным": "ин", "ине": "ин", "ского": "ский", "скому": "ский", "ским": "ский",
                "ском": "ский",
                "цкого": "цкий", "цкому": "цкий", "цким": "цкий", "цком": "цкий"}  # fmt: skip
_WOMAN_SURNAME = {"овой": "ова", "ову": "ова", "евой": "ева", "еву": "ева", "иной": "ина", "ину": "ина",
                  "ской": "ская", "скую": "ская", "цкой": "цкая", "цкую": "цкая"}  # fmt: skip
_ALSO_NOMINATIVE = ("ова", "ева", "ина")
OBLIQUE = (*_MAN, *_WOMAN)


@cache
def _lemmas() -> dict[str, tuple[str, str]]:
    """Oblique forms of given names: form → (nominative, gender)."""
    return {row[0]: (row[1], row[2]) for row in rows("case_forms")}


def is_oblique(given: str) -> bool:
    """Whether a given name is known as the oblique form of another."""
    return _lemmas().get(given, (given, ""))[0] != given


def nominative(surname: str, given: str, patronymic: str) -> tuple[str, str, str]:
    """The parts in the nominative; unchanged where nothing shows another case.

    >>> nominative("каримову", "рустаму", "азизовичу")
    ('каримов', 'рустам', 'азизович')
    """
    lemma, gender = _lemmas().get(given, (given, ""))
    if patronymic.endswith(OBLIQUE):
        gender = "m" if patronymic.endswith(_MAN) else "f"
        patronymic = _patronymic(patronymic, gender)
    elif patronymic or lemma == given or surname.endswith(_ALSO_NOMINATIVE) or _surname(surname, gender) == surname:
        return surname, given, patronymic
    return _surname(surname, gender), lemma, patronymic


def _patronymic(text: str, gender: str) -> str:
    ends, good = (_MAN, "ич") if gender == "m" else (_WOMAN, "")
    for end in ends:
        if text.endswith(end):
            return text[: -len(end)] + (good or end[:3] + "а")
    return text


def _surname(text: str, gender: str) -> str:
    table = _MAN_SURNAME if gender == "m" else _WOMAN_SURNAME
    for size in (5, 4, 3):
        if text[-size:] in table:
            return text[:-size] + table[text[-size:]]
    return text
