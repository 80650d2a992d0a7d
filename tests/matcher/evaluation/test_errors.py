"""Recall by kind of error, on a small made register."""

from matcher.evaluation.errors import NO_ERROR, by_error
from matcher.evaluation.run import Settings, run
from matcher.evaluation.truth import truth


def test_a_kind_counts_the_pairs_that_have_it_on_either_side(world):
    """Three people twice; the keys are the surnames, so a wrong surname is never met."""
    people = [
        world.person("Кульманзода", "Али", "1990"),
        world.person("Кульманзода", "Али", "1990"),
        world.person("Ахметов", "Вали", "1950"),
        world.person("Ахматов", "Вали", "1950"),
        world.person("Назаров", "Сами", "1970"),
        world.person("Назаров", "Сами", ""),
    ]
    ids = [f"r{i}" for i in range(6)]
    registry = world.registry()
    known = truth(ids, None, {f"r{i}": f"p{i // 2}" for i in range(6)})
    settings = Settings(registry, lambda row: [str(row[1])], world.model())
    done = run([registry.normalise(p) for p in people], None, known, settings)
    kinds = {"r3": frozenset({"letter_replaced"}), "r5": frozenset({"absent_date"}), "r4": frozenset({"absent_date"})}
    found = by_error(done, kinds, (ids, ids), limit=-1000.0)
    assert found["letter_replaced"] == {"pairs": 1, "blocking_recall": 0.0, "recall": 0.0, "missed": 1}
    assert found["absent_date"] == {"pairs": 1, "blocking_recall": 1.0, "recall": 1.0, "missed": 0}
    assert found[NO_ERROR]["pairs"] == 1
    assert by_error(done, {}, (ids, ids), limit=1e9)[NO_ERROR]["recall"] == 0.0
