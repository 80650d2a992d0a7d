"""What the shipped name tables may be relied on for."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from matcher.names.tables import build, rows
from matcher.names.tables.declension import cases

COLUMNS = {
    "given_families": "form family kind gender language group",
    "given_names": "form gender weight language",
    "surnames": "form weight language",
    "titles": "form kind side",
    "father_stems": "stem name language",
    "case_forms": "form lemma gender",
}
CYRILLIC_ONLY = {"kk", "ky", "tg", "ru", "uk", "be"}
LATIN_ONLY = {"az", "latn", "en"}


def script(form: str) -> set[str]:
    return {unicodedata.name(c, "?").split()[0] for c in form if c.isalpha() and c not in "ʻʼ"}


@cache
def table(name: str) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS[name].split(), row, strict=True)) for row in rows(name)]


@cache
def groups() -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in table("given_families"):
        if row["kind"] != "hypocoristic":
            found[row["form"]].add((row["family"], row["group"]))
    return found


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_its_columns(name: str) -> None:
    """Lower case, composed, no spaces at the ends, no row twice."""
    found = rows(name)
    assert found
    assert len({tuple(row) for row in found}) == len(found)
    for row in found:
        assert len(row) == len(COLUMNS[name].split())
        assert all(cell == unicodedata.normalize("NFC", cell.strip()) for cell in row)
        assert row[0] == row[0].lower()


@pytest.mark.parametrize("name", ["given_families", "given_names"])
def test_a_form_is_written_in_the_script_of_its_language(name: str) -> None:
    """A Latin letter inside a Cyrillic name would never be met."""
    for row in table(name):
        if row["language"] in CYRILLIC_ONLY:
            assert script(row["form"]) <= {"CYRILLIC"}, row
        if row["language"] in LATIN_ONLY:
            assert script(row["form"]) <= {"LATIN", "MODIFIER"}, row


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("мұхаммед", "мухаммад"),
        ("құсайын", "ҳусайн"),
        ("жүсіп", "юсуф"),
        ("жақып", "ёқуб"),
        ("ысқақ", "исҳоқ"),
        ("әбдірахман", "абдураҳмон"),
        ("олександр", "аляксандр"),
        ("євген", "eugene"),
        ("сергій", "siarhei"),
        ("микола", "николай"),
        ("нұролла", "нурулло"),
        ("жұмабай", "ҷумабой"),
    ],
)
def test_one_name_in_two_languages_is_one_group(left: str, right: str) -> None:
    """Forms that one person's papers swap."""
    assert groups()[left] & groups()[right]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ерлан", "ержан"),
        ("рустам", "руслан"),
        ("марина", "мария"),
        ("олег", "алексей"),
        ("игорь", "егор"),
        ("карим", "керим"),
        ("ахмет", "ахмед"),
        ("юрий", "георгий"),
        ("мурат", "марат"),
        ("анатолий", "антон"),
        ("диана", "дина"),
        ("хабиб", "хабибулла"),
    ],
)
def test_names_that_people_keep_apart_share_no_group(left: str, right: str) -> None:
    """Looking alike is not being one; Ахмет and Ахмед share an origin but no bearer."""
    assert not groups()[left] & groups()[right]


def test_groups_of_one_family_are_kept_apart() -> None:
    """Мұхаммед, Мұхамбет and Магомед: one origin, three names."""
    found = groups()
    families = [{family for family, _ in found[form]} for form in ("мұхаммед", "мұхамбет", "магомед")]
    assert set.intersection(*families) == {"muhammad"}
    assert not found["мұхамбет"] & found["магомед"]


def test_short_forms_belong_to_every_full_name_they_stand_for() -> None:
    """Саша is Александр and Александра, Слава is Вячеслав, Станислав and more."""
    short = defaultdict(set)
    for row in table("given_families"):
        if row["kind"] == "hypocoristic":
            short[row["form"]].add((row["family"], row["gender"]))
    assert {("aleksandr", "m"), ("aleksandra", "f")} <= short["саша"]
    assert {"vyacheslav", "stanislav"} <= {family for family, _ in short["слава"]}


def test_a_frequent_name_is_short_for_no_other() -> None:
    """Where papers say Дина, Карим or Ҳабиб, no Динара, Абдукарим or Ҳабибулло is meant."""
    short = {row["form"] for row in table("given_families") if row["kind"] == "hypocoristic"}
    assert not {"дина", "карим", "ҳабиб", "вера", "егор"} & short
    assert {"саша", "женя", "вова"} <= short


def test_titles_do_not_swallow_names() -> None:
    """A word that is dropped as a title or placeholder is nobody's frequent name."""
    dropped = {row["form"] for row in table("titles") if row["kind"] in ("title", "placeholder")}
    names = {row["form"] for row in table("given_names") if int(row["weight"]) > build.LISTED}
    assert not dropped & names


def test_no_surname_was_counted_with_fewer_than_three_bearers() -> None:
    """A rare surname would point at a person."""
    assert build.FEWEST_BEARERS >= 3


@pytest.mark.parametrize(
    ("name", "gender", "expected"),
    [
        ("иван", "m", ("ивана", "ивану", "иваном", "иване")),
        ("сергей", "m", ("сергея", "сергею", "сергеем", "сергее")),
        ("дмитрий", "m", ("дмитрия", "дмитрию", "дмитрием", "дмитрии")),
        ("павел", "m", ("павла", "павлу", "павлом", "павле")),
        ("илья", "m", ("ильи", "илье", "илью", "ильей")),
        ("ольга", "f", ("ольги", "ольге", "ольгу", "ольгой", "ольгей")),
        ("мария", "f", ("марии", "марию", "марией")),
        ("любовь", "f", ("любови", "любовью")),
        ("гюльчатай", "f", ()),
    ],
)
def test_given_names_are_declined(name: str, gender: str, expected: tuple[str, ...]) -> None:
    """By the rules of the grammar; a woman's name in a consonant stays as it is."""
    assert cases(name, gender) == expected


def test_case_forms_are_no_names_themselves() -> None:
    """Олега is a case of Олег, but Александра is a name first."""
    names = {row["form"] for row in table("given_names")}
    assert not names & {row["form"] for row in table("case_forms")}


def test_declension_agrees_with_a_dictionary(shared_data: Path) -> None:
    """At least 95 of 100 singular forms of common names, as OpenCorpora lists them."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    path = shared_data / "names" / "inventories" / "ru_name_case_forms_opencorpora.tsv.gz"
    for row in build.read(path):
        if row["type"] == "Name" and row["number"] == "sing":
            known[row["lemma"], row["gender"][:1]].add(row["form"])
    common = [r for r in table("given_names") if r["language"] == "ru" and int(r["weight"]) >= 1400]
    made = right = 0
    for row in common:
        listed = known.get((row["form"], row["gender"]))
        if listed:
            forms = [form for form in cases(row["form"], row["gender"]) if not form.endswith("гей")]
            made += len(forms)
            right += sum(form in listed for form in forms)
    assert made > 300
    assert right / made > 0.95


def test_the_build_is_repeatable_without_any_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the hand-written tables alone; two runs write the same bytes."""
    monkeypatch.setattr(build, "HERE", tmp_path)
    build.build(None)
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*.tsv")}
    build.build(None)
    assert first == {path.name: path.read_bytes() for path in tmp_path.glob("*.tsv")}
    assert {f"{name}.tsv" for name in COLUMNS} == set(first)
