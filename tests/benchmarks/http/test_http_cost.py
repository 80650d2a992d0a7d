"""The measurement of what HTTP costs asks the same questions in every way and answers all of them."""

from benchmarks.http.__main__ import _measure
from benchmarks.http.asking import figures
from benchmarks.http.register import questions


def test_figures_are_of_single_requests_and_of_the_whole_run():
    found = figures([0.010] * 98 + [0.5, 0.5], whole=2.0, processor=1.0)
    assert (found.p50, found.rate, found.processor) == (10.0, 50.0, 10.0)
    assert found.p99 > 400


def test_the_same_seed_asks_the_same_questions():
    assert questions(50, 5) == questions(50, 5)
    assert len(questions(50, 5)) == 5


def test_every_way_is_measured_on_a_node_that_is_really_served(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.http.__main__.WARM_UP", 1)
    rows = dict(_measure(tmp_path, people=40, requests=4, clients="1,2", workers=1))
    assert list(rows) == ["search in process", "with journal and JSON", "HTTP, 1 at a time", "HTTP, 2 at a time"]
    assert all(row.rate > 0 and row.p99 >= row.p50 > 0 for row in rows.values())
