"""Where letter costs are learned from: tokens spelled in several scripts, official tables, same-person pairs aligned
part by part.

All read from a data directory laid out as `names/pairs` and `names/inventories`; nothing of it is kept but counts of
letters.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from matcher.names.comparison import compare
from matcher.names.crossing import ORDERS
from matcher.names.distance import HABITS
from matcher.names.hygiene import is_cyrillic, mend
from matcher.names.model import LEVEL, Spelling
from matcher.names.phonemes import encode, phonemes
from matcher.names.reading import prepare
from matcher.names.train.letters import Aligned
from matcher.names.train.schemes import official, persianised, through_russian

RUSSIAN, UKRAINIAN, BELARUSIAN, KAZAKH, TAJIK, THROUGH_RUSSIAN, PERSIANISED, MARKS_LOST = range(len(HABITS))
_MOST_SPELLINGS = 60
_MOST_REPEATS = 6

_LATIN = re.compile(r"^[a-zÀ-ɏḀ-ỿəʹʺʻʼʽʾʿ'’`-]+$")
_CYRILLIC = re.compile(r"^[Ѐ-ԯ'’ʼ-]+$")
_LOCAL = re.compile(r"(ов|ев|ёв|ин|ын|ова|ева|ина|ский|ская|цкий|цкая|енко|чук|вич|зода|заде|ян|ко|ук)$")
_TAJIK_MARKS, _KAZAKH_MARKS = re.compile("[ҳҷӣӯ]|oʻ|ə"), re.compile("[ұңһөқғ]")
_BELARUSIAN_MARKS, _UKRAINIAN_MARKS = re.compile("ў|дз|[іы].*э"), re.compile("[їєі]")
_BELARUSIAN_LATIN = re.compile(
    "iau|[ao]u( |$)|uladz|siarh|iatr|avich|auna|mikal|aliaks|dzmit|aleh|ihar |leanid|enka( |$)|ў|лавіч|яўна|viach|kanst"
)
_OF_LANGUAGE = {"uk": UKRAINIAN, "be": BELARUSIAN, "kk": KAZAKH, "ky": KAZAKH, "tg": TAJIK, "uz": TAJIK, "az": TAJIK}
_TRUST = {RUSSIAN: 0.7, UKRAINIAN: 1.5, BELARUSIAN: 2.0, KAZAKH: 3.0, TAJIK: 4.0}


class Evidence(NamedTuple):
    """Two spellings of one token, and the habit they are filed under."""

    pair: Aligned
    habit: int


class Labelled(NamedTuple):
    """A pair of whole names: the file it stands in, whether it is one person, its language and tags, and its half (0
    or 1)."""

    file: str
    left: str
    right: str
    same: bool
    language: str
    tags: str
    half: int


def coded(word: str) -> bytes:
    """Symbol codes of a written word."""
    mended = mend(word)[0].strip("'")
    return encode(phonemes(mended), is_cyrillic(mended))


def tokens(data: Path) -> Iterator[Evidence]:
    """Russian and Latin labels of people, token by token (Wikidata, as collected for NETransliteration-COLING2018;
    CC0)."""
    with gzip.open(data / "pairs" / "ru_en_name_tokens_wd.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            latin, cyrillic, count = line.rstrip("\n").split("\t")
            if _LOCAL.search(cyrillic):
                yield Evidence(Aligned(coded(cyrillic), coded(latin), min(3, int(count)) ** 0.5), RUSSIAN)


def variants(data: Path) -> Iterator[Evidence]:
    """Spellings of one name item in many languages (Wikidata through rigour, MIT), those with a Cyrillic form."""
    chance = random.Random(1)
    with gzip.open(data / "inventories" / "name_variants_wikidata_rigour.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            forms = line.split("=>")[0].strip().split(", ")
            cyrillic = [form for form in forms if _CYRILLIC.match(form)]
            latin = [form for form in forms if _LATIN.match(form)]
            if cyrillic:
                yield from _group(cyrillic, latin, chance)


def _group(cyrillic: list[str], latin: list[str], chance: random.Random) -> Iterator[Evidence]:
    trust = (0.5 if any(_LOCAL.search(form) for form in cyrillic) else 0.15) * (0.2 if len(latin) > 12 else 1.0)
    pairs = [*product(cyrillic, latin), *combinations(cyrillic, 2), *combinations(latin, 2)]
    if len(pairs) > _MOST_SPELLINGS:
        pairs = chance.sample(pairs, _MOST_SPELLINGS)
    whole = " ".join((*cyrillic, *latin))
    for left, right in pairs:
        weight = trust * min(1.0, 10 / len(pairs) ** 0.5)
        yield Evidence(Aligned(coded(left), coded(right), weight), _habit_of_group(whole, left + right))


def schemes(data: Path) -> Iterator[Evidence]:
    """Listed names by official tables (facts of `translit.tsv`), through Russian, and as Persian writers spell them."""
    path = data / "translit.tsv"
    for name, spelled, language, weight in official(path):
        yield Evidence(Aligned(coded(name), coded(spelled), weight), _OF_LANGUAGE.get(language, RUSSIAN))
    for habit, source in ((THROUGH_RUSSIAN, through_russian(path)), (PERSIANISED, persianised())):
        for name, spelled, weight in source:
            yield Evidence(Aligned(coded(name), coded(spelled), weight), habit)


def _habit_of_group(whole: str, pair: str) -> int:
    if _TAJIK_MARKS.search(whole):
        return TAJIK
    if _KAZAKH_MARKS.search(whole):
        return KAZAKH
    if _BELARUSIAN_MARKS.search(pair):
        return BELARUSIAN
    return UKRAINIAN if _UKRAINIAN_MARKS.search(pair) else RUSSIAN


def half_of(person: str) -> int:
    """0 or 1 by a hash of the person's identifier, so that no person stands in both halves."""
    return hashlib.sha256(person.removeprefix("constructed:").encode()).digest()[0] & 1


FILES = ("pos", "pos_synthetic", "pos_other", "neg_hard", "neg_constructed", "neg_random")


def labelled(data: Path, files: tuple[str, ...] = FILES) -> list[Labelled]:
    """The labelled pairs of whole names."""
    found = []
    for name in files:
        with (data / "pairs" / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                language, half = row["lang"].split("/")[0], half_of(row["person_a"])
                same = name.startswith("pos")
                found.append(Labelled(name, row["name_a"], row["name_b"], same, language, row["tags"] or "", half))
    return found


def aligned_parts(pairs: list[Labelled]) -> list[Evidence]:
    """Parts of same-person pairs that met each other, as spellings of one token; the weight of a repeated one is
    bounded."""
    same = [p for p in pairs if p.file in {"pos", "pos_other"}]
    left = prepare([(Spelling(whole=p.left),) for p in same])
    right = prepare([(Spelling(whole=p.right),) for p in same])
    made, vocabulary = compare(left, right), left.vocabulary
    ids = [b.readings[b.starts[:-1] + made.picked[:, side]] for side, b in enumerate((left, right))]
    seen: Counter[tuple[int, int]] = Counter()
    found = []
    for i, pair in enumerate(same):
        habit = _habit_of_pair(pair)
        for role, other in enumerate(ORDERS[made.order[i]]):
            if not 0 < made.levels[i, role] <= LEVEL["distant_2"]:
                continue
            x, y = (int(vocabulary.form.values[n, 0]) for n in (ids[0][i, role], ids[1][i, other]))
            seen[x, y] += 1
            if seen[x, y] <= _MOST_REPEATS:
                one, another = vocabulary.forms.text(x), vocabulary.forms.text(y)
                found.append(Evidence(Aligned(one, another, _TRUST[habit]), habit))
    return found


def _habit_of_pair(pair: Labelled) -> int:
    if "uk_be" in pair.tags:
        return BELARUSIAN if _BELARUSIAN_LATIN.search(f"{pair.left} {pair.right}".lower()) else UKRAINIAN
    return _OF_LANGUAGE.get(pair.language, RUSSIAN)
