"""Loading files: totals add up, a repeat changes nothing, and whatever goes wrong leaves whole batches."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import threading
import time

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api import journal
from api.loading import load as room
from api.loading.columns import ColumnMap
from api.loading.load import Load, Totals, load_file
from api.search import search
from models.errors import BadFile, StoreError
from models.flat import COLUMNS
from models.query import Purpose, Query
from tests.api.people import csv_text, person, row

PLAN = Load(register="tj", actor="os:test")


def written(tmp_path, data, name="people.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def rejects_of(result):
    with result.rejects.open(encoding="utf-8", newline="") as file:
        return [(int(r["line"]), r["field"], r["code"]) for r in csv.DictReader(file)]


def test_a_file_loads_and_its_people_are_found(any_store, tmp_path):
    result = load_file(any_store, written(tmp_path, csv_text(range(50))), PLAN)
    assert result.totals == Totals(added=50)
    assert result.rejects is None
    answer = search(any_store, Query(person=person(33), purpose=Purpose.IDENTIFICATION))
    assert answer.candidates[0].record_id == "R-000033"
    assert any_store.get("tj", "R-000033").person == person(33)


def test_loading_again_changes_nothing(any_store, tmp_path):
    path = written(tmp_path, csv_text(range(20)))
    load_file(any_store, path, PLAN)
    before = any_store.stats()
    assert load_file(any_store, path, PLAN).totals == Totals(unchanged=20)
    assert any_store.stats().postings == before.postings


def test_other_content_of_a_record_corrects_it(any_store, tmp_path):
    load_file(any_store, written(tmp_path, csv_text(range(20))), PLAN)
    changed = csv_text(range(25)).replace("R-000007,Шарипов", "R-000007,Мирзоев")
    assert load_file(any_store, written(tmp_path, changed), PLAN).totals == Totals(added=5, corrected=1, unchanged=19)
    assert any_store.get("tj", "R-000007").person.names[0].surname.value == "Мирзоев"
    assert any_store.registers() == {"tj": 25}


def test_bad_rows_are_rejected_with_line_and_field_and_the_rest_loads(store, tmp_path):
    lines = csv_text(range(8)).splitlines()
    lines[2] = lines[2].replace(row(1)["birth_date"], "31.02.1990")
    lines[3] = lines[3].replace("Алишер", "Али\0шер")
    lines[4] = lines[4] + ",more"
    lines[5] = lines[5].replace("R-000004", "")
    lines[6] = lines[6].replace("R-000005", "R-000000")
    result = load_file(store, written(tmp_path, "\n".join(lines)), PLAN)
    assert result.totals == Totals(added=3, rejected=5)
    assert result.totals.read == 8
    assert rejects_of(result) == [
        (3, "birth_date", "date_impossible"),
        (4, "given_ru", "field_control_characters"),
        (5, "", "row_cells"),
        (6, "record_id", "field_missing"),
        (7, "record_id", "record_id_repeated"),
    ]


def test_the_rejects_repeat_no_value(store, tmp_path):
    text = csv_text(range(2)).replace(row(1)["birth_date"], "31.02.1990")
    result = load_file(store, written(tmp_path, text), PLAN)
    assert "1990" not in result.rejects.read_text("utf-8")


def test_rejects_of_an_earlier_load_do_not_stay(store, tmp_path):
    path = written(tmp_path, csv_text(range(2)).replace(row(1)["birth_date"], "31.02.1990"))
    rejects = load_file(store, path, PLAN).rejects
    assert rejects.exists()
    written(tmp_path, csv_text(range(2)))
    assert load_file(store, path, PLAN).rejects is None
    assert not rejects.exists()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_recognised(store, tmp_path, separator):
    assert load_file(store, written(tmp_path, csv_text(range(3), separator)), PLAN).totals == Totals(added=3)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_unicode_in_every_form_loads_alike(store, tmp_path, encoding):
    load_file(store, written(tmp_path, csv_text(range(3)).encode(encoding)), PLAN)
    assert store.get("tj", "R-000002").person == person(2)


def test_an_old_encoding_loads_when_it_is_named(store, tmp_path):
    data = csv_text([0, 1, 3]).encode("cp1251")
    with pytest.raises(BadFile):
        load_file(store, written(tmp_path, data), PLAN)
    assert store.registers() == {}
    load_file(store, written(tmp_path, data), Load(register="tj", actor="os:test", encoding="cp1251"))
    assert store.get("tj", "R-000001").person == person(1)


def test_right_to_left_and_mixed_letters_are_kept_as_received(store, tmp_path):
    text = "record_id,surname_ru,surname_latin\n1,رحیموف,Rаhimov\n"
    load_file(store, written(tmp_path, text), PLAN)
    names = store.get("tj", "1").person.names
    assert [n.surname.value for n in names] == ["رحیموف", "Rаhimov"]


def test_fifty_megabytes_in_one_field_cost_one_row(store, tmp_path):
    lines = csv_text(range(3)).splitlines()
    lines[2] = lines[2].replace("Алишер", "x" * 50_000_000)
    result = load_file(store, written(tmp_path, "\n".join(lines)), PLAN)
    assert result.totals == Totals(added=2, rejected=1)
    assert rejects_of(result) == [(3, "", "row_too_long")]


@pytest.mark.parametrize("size", [5_000, 140_000])
def test_a_long_cell_in_a_row_with_quotes_costs_that_row(store, tmp_path, size):
    text = 'record_id,surname_ru,given_ru\n1,Ким,"А, Б"\n2,"Ким, Ли",' + "x" * size + '\n3,"Ли",Ан\n'
    result = load_file(store, written(tmp_path, text), PLAN)
    assert result.totals == Totals(added=2, rejected=1)
    assert rejects_of(result) == [(3, "given_ru", "field_too_long")]


def test_lines_of_json_load(store, tmp_path):
    lines = [orjson.dumps(row(n)) for n in range(3)]
    lines[1] = orjson.dumps({**row(1), "document_number": 40007919, "note": "x", "photo": None})
    lines += [b"{broken", orjson.dumps({**row(9), "sex": [1]}), orjson.dumps({"record_id": "8", "surname_rus": "x"})]
    warned = []
    plan = Load(register="tj", actor="os:test", warn=warned.append)
    result = load_file(store, written(tmp_path, b"\n".join(lines), "people.jsonl"), plan)
    assert result.totals == Totals(added=3, rejected=3)
    assert warned == ["note"]
    assert [r[2] for r in rejects_of(result)] == ["row_json", "field_type", "column_slip"]
    assert store.get("tj", "R-000001").person == person(1)


def table(numbers):
    return pa.table({c: [row(n).get(c) for n in numbers] for c in COLUMNS})


def test_parquet_loads(store, tmp_path):
    path = tmp_path / "people.parquet"
    dates = table(range(5)).append_column("note", pa.array(range(5)))
    pq.write_table(dates, path)
    assert load_file(store, path, PLAN).totals == Totals(added=5)
    assert store.get("tj", "R-000004").person == person(4)


def test_parquet_with_dates_and_numbers_loads(store, tmp_path):
    import datetime

    columns = {
        "record_id": pa.array([1, 2]),
        "birth_date": pa.array([datetime.date(1990, 2, 1), None]),
        "document_issued_on": pa.array([datetime.datetime(2010, 3, 4, 5), None]),
        "document_number": pa.array([1234567, None]),
    }
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table(columns), path)
    load_file(store, path, PLAN)
    stored = store.get("tj", "1").person
    assert stored.birth_date.value.text == "1990-02-01"
    assert stored.documents[0].issued_on.text == "2010-03-04"


def test_a_parquet_column_of_fractions_is_refused(store, tmp_path):
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({"record_id": ["1"], "birth_date": [1990.5]}), path)
    with pytest.raises(BadFile) as error:
        load_file(store, path, PLAN)
    assert error.value.code == "parquet_type"


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_a_parquet_file_cut_short_is_refused(store, tmp_path, share):
    path = tmp_path / "people.parquet"
    pq.write_table(table(range(100)), path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BadFile) as error:
        load_file(store, path, PLAN)
    assert error.value.code == "parquet_damaged"
    assert store.registers() == {}


def test_a_map_renames_foreign_columns(store, tmp_path):
    text = "Ид;Фамилия;Прим\n1;Рахимов;x\n"
    mapping = ColumnMap({"Ид": "record_id", "Фамилия": "surname_ru"}, frozenset({"Прим"}))
    load_file(store, written(tmp_path, text), Load(register="tj", actor="os:test", mapping=mapping))
    assert store.get("tj", "1").person.names[0].surname.value == "Рахимов"


def test_every_batch_is_journalled_with_who_and_why(store, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "BATCH", 1000)
    plan = Load(register="tj", actor="os:aigul", case="7/2026")
    load_file(store, written(tmp_path, csv_text(range(2500))), plan)
    entries = [w.entry for w in journal.entries(store)]
    assert [e.records for e in entries] == [1000, 1000, 500]
    assert {(e.actor, e.action, e.purpose, e.case) for e in entries} == {
        ("os:aigul", "load", Purpose.IDENTIFICATION, "7/2026")
    }


def test_a_file_of_nothing_but_rejects_is_not_kept_in_memory(store, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "BATCH", 1000)
    told = []
    plan = Load(register="tj", actor="os:test", progress=lambda totals, _share: told.append(totals.rejected))
    result = load_file(store, written(tmp_path, "record_id,surname_ru\n" + "x\n" * 2500), plan)
    assert told == [1000, 2000, 2500]
    assert len(rejects_of(result)) == 2500


def test_several_processes_load_the_same_as_one(store, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "_SMALL", 0)
    plan = Load(register="tj", actor="os:test", workers=2)
    text = csv_text(range(2500)).replace(row(77)["birth_date"], "31.02.1990", 1)
    result = load_file(store, written(tmp_path, text), plan)
    assert result.totals.read == 2500
    assert result.totals.rejected >= 1
    assert store.get("tj", "R-002400").person == person(2400)


KILLED = """
import os, signal, sys
from pathlib import Path
from api.loading import load as room
from api.settings import read_settings
from api.store.opening import open_store
room.BATCH, room._SMALL = 1000, 0
def progress(totals, share):
    if totals.read >= 2000:
        os.kill(os.getpid(), signal.SIGKILL)
plan = room.Load(register="tj", actor="os:test", progress=progress, workers=int(sys.argv[2]))
if __name__ == "__main__":
    room.load_file(open_store(settings=read_settings()), Path(sys.argv[1]), plan)
"""


def killed(settings, path, workers):
    """A load in a session of its own that is killed after two batches; gives the session's number."""
    script = path.with_name("killed.py")
    script.write_text(KILLED, "utf-8")
    environment = {**os.environ, "TULGA_STORE": settings.store, "TULGA_KEY": settings.key}
    process = subprocess.Popen([sys.executable, script, path, str(workers)], env=environment, start_new_session=True)
    assert process.wait(120) == -signal.SIGKILL
    return process.pid


def test_a_killed_load_leaves_no_process_behind(store, settings, tmp_path):
    group = killed(settings, written(tmp_path, csv_text(range(3000))), workers=2)
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("processes that prepare records outlived the load")


def test_a_load_killed_half_way_leaves_whole_batches_and_goes_on_when_repeated(any_store, any_settings, tmp_path):
    store, path = any_store, written(tmp_path, csv_text(range(5000)))
    killed(any_settings, path, workers=1)
    assert store.registers() == {"tj": 2000}
    assert store.get("tj", "R-001999").person == person(1999)
    assert journal.verify(store) is None
    assert load_file(store, path, PLAN).totals == Totals(added=3000, unchanged=2000)
    answer = search(store, Query(person=person(4321), purpose=Purpose.IDENTIFICATION))
    assert answer.candidates[0].record_id == "R-004321"


def test_a_full_disk_ends_the_load_in_words_and_a_repeat_completes_it(store, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "BATCH", 1000)
    path = written(tmp_path, csv_text(range(4000)))

    def limit(pages):
        with store.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    limit(500)
    with pytest.raises(StoreError) as error:
        load_file(store, path, PLAN)
    assert error.value.code == "disk_full"
    kept = store.registers().get("tj", 0)
    assert kept % 1000 == 0
    assert kept < 4000
    limit(1_000_000)
    assert load_file(store, path, PLAN).totals == Totals(added=4000 - kept, unchanged=kept)


def test_searches_go_on_while_a_file_loads(store, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "BATCH", 1000)
    load_file(store, written(tmp_path, csv_text(range(10)), "first.csv"), PLAN)
    ended, wrong, asked = threading.Event(), [], 0
    path = written(tmp_path, csv_text(range(10, 4000)))
    loader = threading.Thread(target=lambda: (load_file(store, path, PLAN), ended.set()))
    loader.start()
    while not ended.is_set() and loader.is_alive():
        answer = search(store, Query(person=person(3), purpose=Purpose.IDENTIFICATION))
        asked += 1
        if answer.candidates[0].record_id != "R-000003":
            wrong.append(answer)
    loader.join()
    assert ended.is_set()
    assert asked > 0
    assert not wrong


def test_rejects_that_cannot_be_written_end_the_load(store, tmp_path):
    path = written(tmp_path, csv_text(range(2)).replace(row(1)["birth_date"], "31.02.1990"))
    (tmp_path / "people.csv.rejects.csv").mkdir()
    with pytest.raises(StoreError) as error:
        load_file(store, path, PLAN)
    assert error.value.code == "rejects_not_writable"
