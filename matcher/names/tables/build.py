"""Build the flat name tables: `python -m matcher.names.tables.build --data DIR`.

`DIR` is a folder of name inventories (`inventories/…`, `pairs/ru_en_name_tokens_wd.tsv.gz`). What is read from it, and
under which licence, stands in `SOURCES.md` beside this file. The hand-written tables in `knowledge/` are read in any
case; with no `--data` only they are used. Output is sorted, so that a rebuild changes only what has changed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from matcher.names.tables.declension import cases
from matcher.names.tables.skeletons import shared

HERE = Path(__file__).parent
KNOWLEDGE = HERE / "knowledge"
LANGUAGES = ("kk", "ky", "uz", "tg", "az", "ru", "uk", "be", "latn")
GIVEN_PER_MILLION = {4: 8000, 3: 1400, 2: 200}
SURNAME_PER_MILLION = {4: 3500, 3: 650, 2: 150}
LISTED = 20  # per million: a name that a list holds and of which no more is known
FEWEST_BEARERS = 3
FREQUENT = 3  # band from which on a name is known to stand for itself
MOST_PER_MILLION = 4000  # Wikidata's people are the whole world's: a count may order surnames, not outweigh Иванов
SURNAME_ENDING = re.compile(r".{2,}(ов|ев|ёв|ский|цкий|енко|чук)$")
LATIN_ENDING = re.compile(r"(ov|ev|in|yn|sky|skiy|skyi|skyy|ski|enko|chuk)a?$")
SURNAME_IN = re.compile(r".{2,}[иы]н$")
CYRILLIC = re.compile(r"^[\u0400-\u04ff'’ʼ-]+$")

Names = dict[tuple[str, str, str], float]  # (form, gender, language) → per million
Surnames = dict[tuple[str, str], float]  # (form, language) → per million


def fold(text: str) -> str:
    """Lower case, NFC, without the dot that Turkish İ leaves behind."""
    return unicodedata.normalize("NFC", text.strip().lower().replace("i\u0307", "i"))


def read(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated table with a header, gzipped or not; none when the file is absent."""
    if not path.exists():
        return
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def write(name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    """Write one table, sorted, without repeats."""
    lines = sorted({"\t".join(map(str, row)) for row in rows})
    (HERE / f"{name}.tsv").write_text("\n".join([header.replace(" ", "\t"), *lines, ""]), encoding="utf-8")


def families() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows form, family, kind, gender, language, group: spellings of one name, then its short forms."""
    known: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in read(KNOWLEDGE / "families.tsv"):
        for language in LANGUAGES:
            for form in row[language].split():
                known[form, row["gender"]].add((row["family"], row["group"]))
                yield form, row["family"], row["kind"], row["gender"], language, row["group"]
    own = frequent_names()
    for row in read(KNOWLEDGE / "short_forms.tsv"):
        full, gender = row["full"], row["gender"]
        homes = known.get((full, gender)) or {(full, "full")}
        for family, group in homes:
            if family == full:
                yield full, family, "spelling", gender, row["language"], group
            for short in row["short"].split():
                if (short, gender) not in own:
                    yield short, family, "hypocoristic", gender, row["language"], group


def shared_families(given: Names) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows of `families` for names that several languages share letter by letter."""
    homes: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for form, family, kind, gender, _, group in families():
        if kind != "hypocoristic":
            homes[form, gender].add((family, group))
    for (form, gender, language), (family, group) in shared(given, homes):
        yield form, family, "spelling", gender, language, group


def frequent_names() -> set[tuple[str, str]]:
    """Forms that are frequent full names of that gender: where papers say Дина or Карим, no longer name is meant."""
    return {
        (form, row["gender"])
        for row in read(KNOWLEDGE / "given_names.tsv")
        if int(row["band"]) >= FREQUENT
        for form in row["names"].split()
    }


def given_names(data: Path | None) -> Names:
    """Known given names with gender, language and an estimate of their frequency."""
    names: Names = {}
    for row in read(KNOWLEDGE / "given_names.tsv"):
        for form in row["names"].split():
            names[form, row["gender"], row["language"]] = GIVEN_PER_MILLION[int(row["band"])]
    for form, _, kind, gender, language, _ in families():
        if kind != "hypocoristic":
            names.setdefault((form, gender, "en" if language == "latn" else language), 3 * LISTED)
    for form, gender, language in listed_given(data) if data else ():
        names.setdefault((fold(form), gender, language), LISTED)
    return names


def listed_given(data: Path) -> Iterator[tuple[str, str, str]]:
    """Given names of the licensed lists: form, gender, language."""
    lists = data / "inventories"
    for language in ("kk", "ru"):
        for row in read(lists / f"{language}_mimesis.tsv"):
            if row["type"] == "name" and row["gender"] in ("male", "female"):
                yield row["name"], row["gender"][0], language
    for language in ("ru", "uz", "az"):
        for row in read(lists / f"{language}_faker.tsv"):
            if row["list"].startswith("first_names_"):
                yield row["name"], row["list"].removeprefix("first_names_")[0], language
    package = lists / "ru_russian_names_pkg_base.txt.gz"
    if package.exists():
        rare, common = gzip.decompress(package.read_bytes()).decode().splitlines()[:2]
        for form in (*rare.split(), *common.split()):
            yield form, "m", "ru"


def surnames(data: Path | None, given: Names) -> Surnames:
    """Known surnames (masculine form) with language and an estimate of their frequency."""
    names: Surnames = {}
    for row in read(KNOWLEDGE / "surnames.tsv"):
        for form in row["surnames"].split():
            names[form, row["language"]] = SURNAME_PER_MILLION[int(row["band"])]
    for (form, language), weight in derived_surnames(given):
        names.setdefault((form, language), weight)
    for (form, language), weight in listed_surnames(data, {form for form, _, _ in given}) if data else ():
        names[form, language] = max(names.get((form, language), 0), weight)
    return names


def derived_surnames(given: Names) -> Iterator[tuple[tuple[str, str], float]]:
    """Surnames made from frequent men's names: a surname here is an ancestor's name with -ов or -ев.

    A tenth of the given name's own weight: surnames are spread over more stems than given names are.
    """
    for (form, gender, language), weight in given.items():
        if gender == "m" and weight >= GIVEN_PER_MILLION[3] and language in ("kk", "ky", "tg", "uz"):
            yield (form + surname_ending(form, language), language), weight / 10


def surname_ending(form: str, language: str) -> str:
    """The ending -ов, -ев or its Latin form that follows a stem."""
    if language == "uz" and form.isascii():
        return "yev" if form[-1] in "aeiouy" else "ov"
    return "ев" if form[-1] in "аеёиоуыэюяӣӯйь" else "ов"


def listed_surnames(data: Path, given: set[str]) -> Iterator[tuple[tuple[str, str], float]]:
    """Surnames of the licensed lists, and those that many people of Wikidata's Russian labels bear."""
    lists = data / "inventories"
    for language in ("kk", "ru"):
        for row in read(lists / f"{language}_mimesis.tsv"):
            if row["type"] == "surname" and row["gender"] == "male" and " " not in row["name"]:
                yield (fold(row["name"]), language), LISTED
    for language in ("ru", "uz", "az"):
        for row in read(lists / f"{language}_faker.tsv"):
            if row["list"] in ("last_names_male", "last_names_unisex"):
                yield (fold(row["name"]), language), LISTED
    yield from counted_surnames(data, given)


def counted_surnames(data: Path, given: set[str]) -> Iterator[tuple[tuple[str, str], float]]:
    """Surnames in Wikidata's Russian labels with at least three bearers.

    A word in -ин counts only where its feminine is borne too and neither is a given name (unlike кевин, марин),
    and every word only with a Latin form that ends alike (джеральдин is Geraldine).
    """
    tokens: Counter[str] = Counter()
    for row in read(data / "pairs" / "ru_en_name_tokens_wd.tsv.gz"):
        if LATIN_ENDING.search(row["latin"]):
            tokens[fold(row["cyrillic"])] += int(row["count"])
    counts = {
        form: count
        for form, count in tokens.items()
        if not given & {form, form + "а"}
        and (SURNAME_ENDING.fullmatch(form) or (SURNAME_IN.fullmatch(form) and tokens[form + "а"]))
    }
    total = sum(counts.values())
    for form, count in counts.items():
        if count >= FEWEST_BEARERS:
            yield (form, "ru"), min(MOST_PER_MILLION, 1e6 * count / total)


def particles() -> Iterator[tuple[str, str, str]]:
    """Rows form, kind, side: words of a name field that are no name."""
    for row in read(KNOWLEDGE / "particles.tsv"):
        for form in row["forms"].split():
            yield fold(form.replace("_", " ")), row["kind"], row["side"].strip("-")


def case_forms(given: Names) -> Iterator[tuple[str, str, str]]:
    """Rows form, lemma, gender: oblique cases of Russian given names that are not themselves a known name."""
    known = {form for form, _, _ in given}
    for form, gender, language in given:
        if language == "ru" and CYRILLIC.fullmatch(form):
            for case in cases(form, gender):
                if case not in known:
                    yield case, form, gender


def father_stems() -> Iterator[tuple[str, str, str]]:
    """Rows stem, name, language: what patronymics leave of a father's name where no rule gives it (Павлович)."""
    for row in read(KNOWLEDGE / "father_stems.tsv"):
        for stem in row["stems"].split():
            yield stem, row["name"], row["language"]


def build(data: Path | None) -> None:
    """Write every flat table."""
    given = given_names(data)
    write("given_families", "form family kind gender language group", (*families(), *shared_families(given)))
    write("given_names", "form gender weight language", ((f, g, round(w), lang) for (f, g, lang), w in given.items()))
    known = surnames(data, given)
    write("surnames", "form weight language", ((f, round(w), lang) for (f, lang), w in known.items()))
    write("titles", "form kind side", particles())
    write("father_stems", "stem name language", father_stems())
    write("case_forms", "form lemma gender", case_forms(given))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with the licensed name inventories")
    build(parser.parse_args().data)


if __name__ == "__main__":
    main()
