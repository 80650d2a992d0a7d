"""A whole run over a small made register: figures that a reader can check."""

import json

import numpy as np
import pytest

from matcher.evaluation.report import report
from matcher.evaluation.run import Settings, run
from matcher.evaluation.truth import truth


@pytest.fixture
def made(world):
    """Sixty people, every third twice (once with the sex missing), and a pair of twins."""
    people, ids, persons = [], [], {}
    for i in range(60):
        people.append(world.person(f"Кульманзода{i}", f"Имя{i % 7}", f"19{i}", "M"))
        if i % 3 == 0:
            people.append(world.person(f"Кульманзода{i}", f"Имя{i % 7}", f"19{i}"))
    people += [world.person("Близнецов", "Али", "1990"), world.person("Близнецов", "Вали", "1990")]
    numbers = [k for i in range(60) for k in ([i, i] if i % 3 == 0 else [i])] + [100, 101]
    for at, number in enumerate(numbers):
        ids.append(f"r{at}")
        persons[f"r{at}"] = f"p{number}"
    registry = world.registry()
    rows = [registry.normalise(p) for p in people]
    settings = Settings(registry, lambda row: [str(row[1]), str(row[3])], world.model())
    return rows, ids, persons, settings


def test_a_run_finds_the_repeated_people_and_parts_the_twins(made):
    rows, ids, persons, settings = made
    figures = report(run(rows, None, truth(ids, None, persons), settings))
    assert figures["true_pairs"] == 20
    assert figures["pairs"]["best"]["f1"] == 1.0
    assert figures["blocking"]["recall"] == 1.0
    assert figures["clusters"]["best"]["b_cubed"]["f1"] == 1.0
    assert figures["attributes"]["sex"]["given"] == 0.0


def test_two_registers_give_the_pairs_across(made):
    rows, ids, persons, settings = made
    half = np.arange(len(rows)) % 2 == 0
    sides = [[x for x, h in zip(rows, half, strict=True) if h == want] for want in (True, False)]
    names = [[x for x, h in zip(ids, half, strict=True) if h == want] for want in (True, False)]
    figures = report(run(*sides, truth(*names, persons), settings))
    assert figures["records"]["b"] == len(sides[1])
    assert figures["pairs"]["best"]["f1"] == 1.0


def test_the_report_is_plain_json(made):
    rows, ids, persons, settings = made
    figures = report(run(rows, None, truth(ids, None, persons), settings))
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures


def test_a_register_without_pairs_has_figures_too(made):
    rows, ids, _, settings = made
    figures = report(run(rows[:1], None, truth(ids[:1], None, {}), settings))
    assert figures["pairs"]["best"]["recall"] == 0.0
