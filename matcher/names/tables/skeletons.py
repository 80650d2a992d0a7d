"""Names that several languages share letter by letter: Набиҷон, Nabijon, Набижон are one name that needs no list.

A skeleton is what stays of a name when each language's letters are read by that language's own habits (Tajik and Uzbek
o is the a of the others; ҷ, ж, дж, j are one sound). Only the build uses it: the comparator has learned costs for that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
    "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ў": "u",
}  # fmt: skip
_UZBEK = (("o‘", "u"), ("g‘", "g"), ("’", ""), ("sh", "ş"), ("ch", "ç"), ("x", "h"), ("q", "k"), ("o", "a"))
_AZERBAIJANI = (("ə", "a"), ("c", "j"), ("x", "h"), ("q", "k"), ("ğ", "g"), ("ö", "o"), ("ü", "u"), ("ı", "i"))
_SIBILANTS = (("ş", "sh"), ("ç", "ch"))
_DOUBLE = re.compile(r"(.)\1+")
LANGUAGES = ("kk", "ky", "uz", "tg", "az", "ru")

Known = tuple[str, str, str]  # form, gender, language
Home = tuple[str, str]  # family, group


def skeletons(form: str, language: str) -> set[str]:
    """What a form of one language shares with the same name in another; a Russian о may stand for either vowel."""
    text = form
    for source, target in {"uz": _UZBEK, "az": _AZERBAIJANI}.get(language, ()):
        text = text.replace(source, target)
    for source, target in _SIBILANTS:
        text = text.replace(source, target)
    plain = "".join(_COMMON.get(c, c) for c in text.replace("дж", "ж"))
    found = (
        {plain, plain.replace("o", "a")}
        if language == "ru"
        else {plain.replace("o", "a") if language == "tg" else plain}
    )
    return {_DOUBLE.sub(r"\1", text) for text in found}


def shared(known: Iterable[Known], homes: dict[tuple[str, str], set[Home]]) -> Iterator[tuple[Known, Home]]:
    """Each form that another language shares, with the family and group it belongs to.

    Forms of one skeleton join the group that one of them has, or found a family of the skeleton's name; where they have
    several groups, nobody knows which, and none is joined.
    """
    bearers: dict[tuple[str, str], set[Known]] = defaultdict(set)
    for form, gender, language in known:
        if language in LANGUAGES:
            for skeleton in skeletons(form, language):
                bearers[skeleton, gender].add((form, gender, language))
    for (skeleton, gender), found in sorted(bearers.items()):
        if len({language for _, _, language in found}) > 1:
            had = set().union(*(homes.get((form, gender), set()) for form, _, _ in found))
            if len(had) <= 1:
                home = next(iter(had), (skeleton, "shared"))
                yield from ((name, home) for name in sorted(found) if not homes.get(name[:2]))
