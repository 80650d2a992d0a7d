"""Slices choose the pairs that their names say, on made-up pairs."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

from benchmarks.names import ablation, crowd, plots, report, slices, worst
from benchmarks.names.metrics import auc, max_f1, recall_at
from benchmarks.names.pairs import Pair, in_half, load
from benchmarks.names.scorers import Run, peers, tulga

HEAD = "name_a\tscript_a\tname_b\tscript_b\tsource\tlang\tlabel\tkind\tlang_pair\tperson_a\tperson_b\ttags"


def made(group: str, languages: str, same: bool, scripts: tuple[str, str] = ("Cyrl", "Latn"), tags: str = "") -> Pair:
    return Pair(group, "а", "b", same, "made", frozenset(languages.split("/")), "kind", scripts, tags, ("p:1", "p:2"))


def chosen(name: str, pairs: list[Pair]) -> tuple[list[int], list[int]]:
    return slices.indices(pairs, next(cut for cut in slices.main_slices() if cut.name == name))


def test_a_negative_counts_for_each_language_it_names() -> None:
    """A pair of a Russian and a Kazakh name is a negative of both."""
    pairs = [made("pos", "kk", True), made("neg_hard", "ru/kk", False), made("neg_constructed", "ru", False)]
    assert chosen("kk, hard and constructed", pairs) == ([0], [1])
    assert chosen("ru, hard and constructed", pairs) == ([], [1, 2])


def test_kazakh_in_russian_spelling_is_cyrillic_on_both_sides() -> None:
    """A Latin side is another question."""
    pairs = [
        made("pos", "kk", True, ("Cyrl", "Cyrl")),
        made("pos", "kk", True),
        made("pos", "ru", True, ("Cyrl", "Cyrl")),
    ]
    assert chosen("kk v ru, both Cyrillic", pairs)[0] == [0]


def test_a_lacking_part_is_told_by_its_tag() -> None:
    """Tags come in a list."""
    pairs = [made("pos", "ru", True, tags="uk_be_latin;token_dropped"), made("pos", "ru", True)]
    assert chosen("one side lacks a part", pairs)[0] == [0]


def test_every_goal_names_a_figure_of_quality() -> None:
    """A misspelt figure would be reported as nothing."""
    goals = [goal for cut in slices.main_slices() for goal in cut.goals]
    assert {goal.figure for goal in goals} <= set(report.FIGURES)
    assert len(goals) == 12


def test_pairs_are_read_as_they_stand(tmp_path: Path) -> None:
    """Quotes are letters that the scorers of others never see; the label decides."""
    folder = tmp_path / "pairs"
    folder.mkdir()
    row = 'Имя "И"\tCyrl\tImya\tLatn\tmade\tru/kk\t1\tcross\tru-en\tp:1\tp:1\t'
    (folder / "pos.tsv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    (pair,) = load(tmp_path)
    assert (pair.name_a, pair.same, pair.languages, pair.language) == ("Имя И", True, {"ru", "kk"}, "")


def test_a_folder_without_pairs_says_what_is_wanted(tmp_path: Path) -> None:
    """The message names the option."""
    with pytest.raises(FileNotFoundError, match="--data"):
        load(tmp_path)


def test_halves_are_apart_and_whole() -> None:
    """Every pair falls into one half, by its first person."""
    pairs = [made("pos", "ru", True)._replace(persons=(f"p:{i}", "q")) for i in range(50)]
    halves = in_half(pairs, 0), in_half(pairs, 1)
    assert sorted([*halves[0], *halves[1]]) == list(range(50))
    assert all(halves)


def test_a_figure_that_misses_its_goal_is_marked() -> None:
    """The reader sees at once where work is left."""
    pairs = [made("pos", "kk", True)] * 20 + [made("neg_hard", "kk", False)] * 20
    run = Run("Tulga", np.array([*[1.0] * 10, *[-1.0] * 10, *[0.0] * 20]), 1.0)
    table = report.goal_table(report.measure(pairs, list(slices.main_slices()), [run]), [run])
    assert any("real hard negatives" in line and "0.5000 ✗" in line for line in table)


def test_worst_pairs_are_not_written_into_the_repository() -> None:
    """They name real people."""
    with pytest.raises(ValueError, match="inside the repository"):
        worst.write([], np.array([]), worst.ROOT / "docs")


def test_worst_pairs_come_with_their_reasons(tmp_path: Path) -> None:
    """Each part with its level and bits."""
    pairs = [made("pos", "ru", True)._replace(name_a="Иванов Пётр", name_b="Petr Ivanov")]
    text = worst.write(pairs, tulga(pairs), tmp_path).read_text(encoding="utf-8")
    assert "Petr Ivanov" in text
    assert "surname" in text


def test_a_det_plot_is_a_picture(tmp_path: Path) -> None:
    """One file a slice that has enough pairs."""
    pairs = [made("pos", "kk", True)] * 20 + [made("neg_hard", "kk", False)] * 20
    run = Run("Tulga", np.arange(40.0)[::-1], 1.0)
    cuts = [cut for cut in slices.main_slices() if cut.name.startswith("kk,")]
    (path,) = plots.plot(pairs, cuts, [run], tmp_path)
    assert path.read_text(encoding="utf-8").startswith("<?xml")


def test_missing_peers_are_missed_with_the_remedy(tmp_path: Path) -> None:
    """The message names the command that installs them."""
    with pytest.raises(FileNotFoundError, match="make peers-names"):
        peers([], tmp_path)


@pytest.mark.parametrize("part", ablation.PARTS)
def test_every_switch_finds_its_seam(part: str) -> None:
    """The comparator still has the function that a part is switched off at."""
    for module, name, _ in ablation.PARTS[part]:
        assert callable(getattr(importlib.import_module(module), name))


def test_the_crowd_is_always_the_same_and_varied() -> None:
    """Strangers are drawn by frequency from the tables."""
    people = list(crowd.names(2000))
    assert people == list(crowd.names(2000))
    assert len(set(people)) > 1500


def test_slices_agree_with_the_shared_evaluation(shared_data: Path) -> None:
    """The same pairs, thresholds and figures as the tool that others use, with a scorer anybody can repeat."""
    pairs = load(shared_data / "names")
    scores = np.array([float(len(pair.name_a) * 7 % 11 + pair.same) for pair in pairs])
    same, other = slices.indices(pairs, next(slices.main_slices()))
    assert len(same) == sum(pair.group == "pos" for pair in pairs)
    assert 0 <= recall_at(scores[same], scores[other], 0.01) <= max_f1(scores[same], scores[other]) <= 1
    assert auc(scores[same], scores[other]) > 0.5
