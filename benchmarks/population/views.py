"""What a body's register says of people: one row of flat columns for each, before any error.

A view is taken in a year: the surname in force when the document was issued, the document held, that body's spelling.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.population.addresses import addresses
from benchmarks.population.birthplaces import birth_places
from benchmarks.population.documents import CERTIFICATE, NONE, TYPES, Held, held_in, numbers
from benchmarks.population.grammar import PATRONYMIC_FORMS, SURNAME_FORMS, patronymic, surname
from benchmarks.population.inventory import inventory
from benchmarks.population.people import People, iso, years
from benchmarks.population.places import gazetteer
from benchmarks.population.spelling import latin, russian, scheme_choice
from benchmarks.population.tables import LANGUAGES, STATES, Floats, Ints, read_toml, shares
from models.flat import COLUMNS

REGISTERS: Final = ("a", "b")

_PARTS: Final = ("surname", "given", "patronymic")

Columns = dict[str, list[str]]
"""Column name to values, all of one length; an empty text is an empty cell."""


@dataclass(slots=True)
class View:
    """Rows as columns, and what the faults need to know of them."""

    columns: Columns
    people: People
    recorded: list[int]
    """the year each record was made in"""
    born: list[int]
    """birth years"""
    native: list[tuple[str, str, str]]
    """native surname, given name, patronymic of each row"""
    styles: list[str]
    """Russian spelling style of each row"""
    schemes: list[str]
    """Latin scheme of each row"""
    upper: frozenset[str]
    """columns this body types in capitals"""

    def rename(self, row: int, surname: str | None = None, given: str | None = None) -> bool:
        """Writes another native surname or given name in the row's spellings; False if nothing shows."""
        own_surname, own_given, own_patronymic = self.native[row]
        self.native[row] = (surname or own_surname, given or own_given, own_patronymic)
        changed = [self._respell_cell(row, 0)] if surname else []
        changed += [self._respell_cell(row, 1)] if given else []
        return any(changed)

    def respell(self, row: int) -> None:
        """Writes the row's name again after its style or scheme has changed; empty cells stay empty."""
        for index in range(len(_PARTS)):
            self._respell_cell(row, index)

    def _respell_cell(self, row: int, index: int) -> bool:
        word, style = self.native[row][index], self.styles[row]
        through = _language_of(style, self.native[row])
        texts = (
            (f"{_PARTS[index]}_ru", word if style == "native" else russian(word, style)),
            (f"{_PARTS[index]}_latin", latin(word, self.schemes[row], through)),
        )
        changed = False
        for name, text in texts:
            old = self.columns[name][row]
            if old:
                self.columns[name][row] = text.upper() if name in self.upper else text
                changed = changed or self.columns[name][row] != old
        return changed


@functools.cache
def habits() -> dict[str, Any]:
    """``habits.toml``."""
    return read_toml("habits.toml")


def view(rng: np.random.Generator, people: People, register: str, recorded: Ints | None = None) -> View:
    """The people as the body of ``register`` recorded them, in a year of its own or in ``recorded``."""
    habit = habits()[register]
    if recorded is None:
        first, last = habit["recorded"]
        recorded = np.minimum(np.maximum(rng.integers(first, last + 1, len(people)), people.year + 1), last)
    held = held_in(rng, people, recorded, STATES.index(habit["state"]))
    paper_year = np.where(held.kind == NONE, recorded, years(held.issued))
    seen = View(
        columns={name: [""] * len(people) for name in COLUMNS},
        people=people,
        recorded=recorded.tolist(),
        born=people.year.tolist(),
        native=native_names(people, paper_year),
        styles=_styles(rng, people, paper_year, habit),
        schemes=_schemes(people, paper_year),
        upper=frozenset(habit["upper"]),
    )
    _write_names(rng, seen, habit)
    columns = seen.columns
    columns["sex"] = ["MF"[s] for s in people.sex.tolist()]
    columns["birth_date"] = _dates(people.born, habit)
    columns["birth_place"] = birth_places(rng, people, habit)
    columns["citizenship"] = [habit["citizenship"][STATES[s]] for s in people.state.tolist()]
    columns["registration_address"] = addresses(people, habit)
    _write_documents(rng, columns, people, held, habit)
    return seen


def native_names(people: People, year: Ints) -> list[tuple[str, str, str]]:
    """Surname, given name, patronymic in native spelling as they stood in a year."""
    words = inventory().words
    reformed = people.reformed <= year
    married = people.married <= year
    stem = np.where(married, people.stem_married, people.stem)
    form = np.where(married, people.form_married, np.where(reformed, people.form_reformed, people.form))
    fathers = np.where(reformed, people.patronymic_reformed, people.patronymic_form)
    columns = (stem, form, people.given, people.father_given, fathers, people.sex)
    return [
        (
            surname(words[s], SURNAME_FORMS[f], sex == 1),
            words[g],
            patronymic(words[father], PATRONYMIC_FORMS[p], sex == 1),
        )
        for s, f, g, father, p, sex in zip(*(c.tolist() for c in columns), strict=True)
    ]


def _styles(rng: np.random.Generator, people: People, year: Ints, habit: dict[str, Any]) -> list[str]:
    """Russian spelling of each row: ``kk``, ``kk_soviet``, or ``native`` where the clerk typed native letters."""
    share = np.where(year < 1996, habit["soviet"]["before_1996"], habit["soviet"]["since"])
    soviet = people.taste / 65536 < share
    native_share = np.array([habit["native"][name] for name in LANGUAGES])[people.language]
    native = rng.random(len(people)) < native_share
    code = np.where(native, 2, soviet.astype(np.int64))
    names = [(f"{x}", f"{x}_soviet", "native") for x in LANGUAGES]
    return [names[x][c] for x, c in zip(people.language.tolist(), code.tolist(), strict=True)]


@functools.lru_cache(maxsize=1024)
def _scheme_shares(language: str, year: int) -> tuple[list[str], Floats]:
    return shares(scheme_choice(language, year))


def _schemes(people: People, year: Ints) -> list[str]:
    """The Latin scheme of each row: constant for a person as long as the practice of the years lasts."""
    chance = ((people.taste * 40_503) % 65_536) / 65_536
    result = np.empty(len(people), dtype=object)
    period = np.clip(year, 1990, 2030)
    key = people.language * 10_000 + period
    for code in np.unique(key):
        where = np.flatnonzero(key == code)
        names, running = _scheme_shares(LANGUAGES[int(code) // 10_000], int(code) % 10_000)
        result[where] = np.array(names, dtype=object)[np.searchsorted(running, chance[where], side="right")]
    found: list[str] = result.tolist()
    return found


def _write_names(rng: np.random.Generator, seen: View, habit: dict[str, Any]) -> None:
    rows = [
        words if style == "native" else tuple(russian(word, style) for word in words)
        for words, style in zip(seen.native, seen.styles, strict=True)
    ]
    full = (rng.random(len(rows)) < habit["latin_patronymic"]).tolist()
    through = [_language_of(style, words) for style, words in zip(seen.styles, seen.native, strict=True)]
    latins = [
        (latin(s, scheme, x), latin(g, scheme, x), latin(p, scheme, x) if with_ else "")
        for (s, g, p), scheme, x, with_ in zip(seen.native, seen.schemes, through, full, strict=True)
    ]
    for index, part in enumerate(_PARTS):
        seen.columns[f"{part}_ru"] = [r[index] for r in rows]
        seen.columns[f"{part}_latin"] = [r[index] for r in latins]
    for name in habit["upper"]:
        seen.columns[name] = [x.upper() for x in seen.columns[name]]


def _language_of(style: str, words: tuple[str, str, str]) -> str:
    """The Russian spelling that Latin schemes of Russian start from: the row's own, or the plain one."""
    if style != "native":
        return style
    return "tg" if any(c in "ҷҳӯӣ" for w in words for c in w.lower()) else "kk"


def _dates(days: Ints, habit: dict[str, Any]) -> list[str]:
    texts = iso(days)
    if habit["date_form"] == "iso":
        return texts
    return [f"{t[8:]}.{t[5:7]}.{t[:4]}" for t in texts]


def _write_documents(
    rng: np.random.Generator, columns: Columns, people: People, held: Held, habit: dict[str, Any]
) -> None:
    series, number = numbers(held)
    joined = (rng.random(len(series)) < habit["document_joined"]).tolist()
    both = [("", s + n) if j and s and len(s) == 1 else (s, n) for s, n, j in zip(series, number, joined, strict=True)]
    columns["document_series"] = [s for s, _ in both]
    columns["document_number"] = [n for _, n in both]
    words = {"": "", **habit["register_type_words"]}
    kinds = held.kind.tolist()
    columns["document_type"] = [words[TYPES[k]] for k in kinds]
    columns["document_issued_on"] = [d if k else "" for d, k in zip(_dates(held.issued, habit), kinds, strict=True)]
    issuers = [gazetteer()[name]["issuers"] for name in STATES]
    rows = zip(kinds, people.state.tolist(), people.taste.tolist(), strict=True)
    columns["document_issuer"] = [_issuer(issuers, k, s, t) for k, s, t in rows]


def _issuer(issuers: list[list[str]], kind: int, state: int, taste: int) -> str:
    if kind in (NONE, CERTIFICATE):
        return ""
    names = issuers[0 if kind == 3 else state]
    return names[taste % len(names)]
