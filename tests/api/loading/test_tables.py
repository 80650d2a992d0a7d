"""Rows prepared column by column hold what each holds when it is prepared on its own, odd rows too."""

import csv
import io
import random

import orjson
import pytest

from api.loading.columns import KNOWN, ColumnMap
from api.loading.layout import Form
from api.loading.parsing import csv_record, csv_rows, json_record, split_csv, table_record
from api.loading.preparation import ChunkPreparer
from api.loading.readers import Chunk
from api.loading.rejects import reject
from api.loading.tables import Plan
from api.store.parts import OWN, groups
from api.store.payload import FIELDS
from api.store.preparing import prepare
from api.store.sealing import Keys
from api.store.vault import Vault
from benchmarks.population import generate
from matcher.features import ROOMS
from models.errors import TulgaError
from models.flat import COLUMNS, MAX_CELL, OPTIONAL_COLUMNS, read_flat

VAULT = Vault(Keys(b"k" * 32))
ALL = COLUMNS + OPTIONAL_COLUMNS
ODD = {
    "record_id": ["", " ", "  K-1 ", "K\x01", "K\tK", "К" * (MAX_CELL + 1)],
    "surname_ru": [
        "нет",
        "неизвестно",
        " Рахимов ",
        "Ра\x02химов",
        "Каримов, Али",
        'Али "Батыр"',
        "а" * 4097,
        "Ким\tА",
    ],
    "given_ru": ["отсутствует", "Али-Мурад", "А.", "АЛИ", "Рахимов"],
    "patronymic_ru": ["нет", "-", "Каримович оглы", "Каримовичу"],
    "surname_latin": ["RAHIMOV", "O'G'LI", "Алиев"],
    "given_latin": ["ALI", "x"],
    "patronymic_latin": ["KARIMOVICH"],
    "sex": ["м", "Ж", "X", "мужской пол?", "неизвестно", "M "],
    "birth_date": ["31.02.1990", "01/02/1990", "00.00.1970", "нет", "90", "завтра", "1990"],
    "birth_place": ["не указано", "г. Ош, Кыргызстан", "Атлантида", "х\x03"],
    "citizenship": ["TJK|KAZ", "TJK; KGZ;", "нет", "СССР", "Атлантида"],
    "document_type": ["паспорт", "ИИН", "неизвестно"],
    "document_series": ["А", "AB", "нет", "П-ШВ"],
    "document_number": ["", "нет", "900501300127", "ИИН 900501300127", "O123456", "1234567, 7654321", "0000000"],
    "document_issued_on": ["31.02.2001", "2001", "нет"],
    "document_issuer": ["МВД", "нет"],
    "registration_address": ["нет", "г. Ош, ул. Ленина, д. 5-12", "дом 3", "Ош\nЛенина 5"],
    "photo": ["photos/1.jpg", "нет"],
    "fingerprint_card": ["cards/1.png", "неизвестно"],
    "surname_native": ["Раҳимов"],
    "given_native": ["Алӣ"],
    "patronymic_native": ["Каримзода"],
    "surname_former": ["Ким", "нет"],
    "name": ["Рахимов Али Каримович", "нет"],
}
"""Cells that are read in a way of their own, or cannot be read."""


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Rows of a generated register with all its faults, as names of fields to cells."""
    folder = tmp_path_factory.mktemp("register")
    generate(900, folder, seed=31, registers="a")
    with (folder / "register_a.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows(register):
    """The register, then as many rows again with odd cells in them."""
    draw = random.Random(5)
    spoilt = []
    for row in register:
        cells = dict.fromkeys(ALL, "") | row
        for name in draw.sample(ALL, draw.randint(1, 4)):
            cells[name] = draw.choice(ODD[name])
        spoilt.append(cells)
    return [dict.fromkeys(ALL, "") | row for row in register] + spoilt


def written(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def opened(sealed, number):
    """A sealed record without what is drawn anew each time."""
    return (
        sealed.identity,
        sealed.content,
        VAULT.open_person(sealed.payload, number),
        VAULT.open_row(sealed.row, number),
        sealed.keys,
    )


def alone(raw, plan, lines, first):
    """What each row comes to when it is taken apart, read and prepared on its own."""
    unknown, records, rejects, pictures = set(), [], [], []
    for offset, (line, text) in enumerate(zip(lines, raw, strict=True)):
        try:
            if plan.form is Form.CSV:
                record = csv_record(text, plan.separator, plan.fields)
            elif plan.form is Form.JSON:
                record = json_record(text, plan.mapping, unknown)
            else:
                record = table_record(text, plan.fields)
            person = read_flat(record, plan.register)
            sealed = prepare(person, VAULT, first + offset)
        except TulgaError as error:
            rejects.append(reject(line, error))
            continue
        records.append((line, first + offset, opened(sealed, first + offset)))
        pictures += [(line, p.kind, p.uri) for p in (*person.photos, *person.fingerprint_cards)]
    return records, sorted(rejects, key=lambda r: r.line), pictures, unknown


def together(raw, plan, lines, first, chunk=700):
    preparer = ChunkPreparer(plan, VAULT)
    records, rejects, pictures, unknown = [], [], [], set()
    for start in range(0, len(raw), chunk):
        ready = preparer.prepare(Chunk(lines[start : start + chunk], raw[start : start + chunk]), first + start)
        found = zip(ready.lines, ready.numbers, ready.records, strict=True)
        records += [(line, number, opened(sealed, number)) for line, number, sealed in found]
        rejects += sorted(ready.rejects)
        pictures += [(p.line, p.kind, p.uri) for p in ready.pictures]
        unknown |= ready.unknown
    return records, rejects, pictures, unknown


def agree(raw, plan):
    lines = [3 * i + 2 for i in range(len(raw))]
    expected, found = alone(raw, plan, lines, 71), together(raw, plan, lines, 71)
    assert found == expected
    return found


def test_rows_of_csv_hold_the_same(rows):
    raw = [written(row[name] for name in ALL) for row in rows]
    raw[5:5] = ["a,b", '"', 'x"y,"z', "," * (len(ALL) + 3), '"a" b,c']
    fields = tuple(None if name == "document_issuer" else name for name in ALL)
    records, rejects, pictures, _ = agree(raw, Plan(Form.CSV, ",", fields, ColumnMap(), "a"))
    assert len(records) > 1300
    assert {"row_cells", "field_missing", "field_too_long", "field_control_characters", "code_unknown"} <= {
        r.code for r in rejects
    }
    assert {"birth_date", "document_issued_on", "sex"} <= {r.field for r in rejects}
    assert pictures


def test_a_generated_register_holds_the_same_with_few_columns(register):
    names = ("given_ru", "record_id", "birth_date", "document_number")
    raw = [written(row[name] for name in names) for row in register]
    records, *_ = agree(raw, Plan(Form.CSV, ",", names, ColumnMap(), "a"))
    assert len(records) > 800


def test_rows_of_json_hold_the_same(rows):
    raw = [orjson.dumps({k: v for k, v in row.items() if v or k != "sex"} | {"note": 1}).decode() for row in rows]
    raw += [
        "{",
        "[]",
        '{"record_id": 7, "sex": null}',
        '{"record_id": "8", "sex": 1.5}',
        '{"record_id": "9", "sexx": ""}',
    ]
    *_, unknown = agree(raw, Plan(Form.JSON, "", (), ColumnMap(), "a"))
    assert unknown == {"note"}


def test_rows_of_parquet_hold_the_same(rows):
    raw = [tuple(row[name] or None for name in ALL) for row in rows]
    agree(raw, Plan(Form.PARQUET, "", ALL, ColumnMap(), "a"))


def test_a_chunk_of_bad_rows_and_an_empty_one_are_no_trouble():
    plan = Plan(Form.CSV, ",", ("record_id", "sex"), ColumnMap(), "a")
    assert agree(["a", "b", "1,2,3"], plan)[0] == []
    assert together([], plan, [], 1)[0] == []


def test_rows_are_taken_apart_together_as_one_by_one():
    texts = ['a,"b,c",d', "a,b", '"a""b",c', 'x"y,"z', '"a"b,c', "", '"o\nn",e', '"p\rq",f', "k,l"]
    for some in (texts, texts[:4], texts[:3], texts[4:6], ['a,"' + "x" * 140_000 + '"', "b"][1:]):
        assert csv_rows(some, ",") == [split_csv(text, ",") for text in some]


def test_every_column_and_every_field_belongs_to_a_group():
    read = [name for group in groups() for name in group.columns]
    assert {"record_id", *read} == KNOWN
    assert sorted(field for group in groups() for field in group.fields) == sorted(set(FIELDS) - set(OWN))
    assert sorted(room for group in groups() for room in group.rooms) == sorted(ROOMS)
