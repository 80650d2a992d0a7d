"""``tulga evaluate``: how good the matcher is on records whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli import biometrics_measured, sampled

if TYPE_CHECKING:
    from matcher.weights import Model

evaluate: Final = typer.Typer(name="evaluate", help="Measure quality on records whose truth is known.")

_FILE = {"exists": True, "dir_okay": False}


@evaluate.callback()
def _group() -> None:
    """Measure quality on records whose truth is known."""


evaluate.command("faces")(biometrics_measured.evaluate_faces)
evaluate.command("fingers")(biometrics_measured.evaluate_fingers)
evaluate.command("sample")(sampled.sample)
evaluate.command("reviewed")(sampled.reviewed)


@evaluate.command("records")
def records(
    register_a: Annotated[Path, typer.Option(metavar="A.csv", help="CSV, JSON Lines or Parquet.")],
    truth: Annotated[Path, typer.Option(metavar="TRUTH.csv", help="Columns record_id and person_id.")],
    register_b: Annotated[
        Path | None, typer.Option(metavar="B.csv", help="Link A with B; without it, find the duplicates in A.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Which foreign column is which field.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file that is not UTF-8.")] = None,
    model: Annotated[
        Path | None, typer.Option(metavar="MODEL.json", help="Weights other than the shipped ones.")
    ] = None,
    block: Annotated[
        int, typer.Option(min=2, help="Largest block of records that share a key and are compared.")
    ] = 200,
    errors: Annotated[
        Path | None, typer.Option(metavar="ERRORS.csv", help="Columns record_id and errors: adds recall by error.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write report.json, pairs.csv and curve.csv there.")
    ] = None,
) -> None:
    """Pairwise and cluster precision, recall and F1, recall at precision 0.99 and 0.999, blocking recall, calibration.

    One JSON object on stdout.

    Example: tulga evaluate records --register-a a.csv --register-b b.csv --truth truth.csv
    """
    from api.cli.measured import read_errors, read_register, read_truth
    from api.cli.options import answer, tell
    from matcher.evaluation.report import Faults, report
    from matcher.evaluation.run import Settings, run
    from matcher.evaluation.truth import truth as known_truth
    from matcher.features import registry
    from matcher.keys import blocking_keys

    persons = read_truth(truth)
    a = read_register([register_a], mapping, encoding)
    b = read_register([register_b], mapping, encoding) if register_b else None
    known = known_truth(a.ids, b.ids if b else None, persons)
    tell(f"{known.count()} true pairs; comparing")
    done = run(a.rows, b.rows if b else None, known, Settings(registry(), blocking_keys, _model(model), block))
    right = b.ids if b else a.ids
    figures = report(done, Faults(read_errors(errors), a.ids, right) if errors else None)
    answer(figures)
    if out is not None:
        _write(out, figures, done, a.ids, right)


def _model(path: Path | None) -> Model:
    from matcher.weights import default_model, load_model

    return default_model() if path is None else load_model(path)


def _write(out: Path, figures: dict[str, Any], done: Any, left: list[str], right: list[str]) -> None:
    """report.json, curve.csv, and pairs.csv with every pair that was linked, or should have been."""
    import csv
    import json

    from matcher.evaluation.report import pair_curve
    from matcher.scorer import GRADES

    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    scored, probability, grades = done.scored, done.probability, done.grades
    with (out / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("record_id_l", "record_id_r", "probability", "grade", "found", "same_person"))
        for i in (scored.truth | (grades > 0)).nonzero()[0].tolist():
            ids = left[scored.left[i]], right[scored.right[i]]
            flags = int(scored.found[i]), int(scored.truth[i])
            writer.writerow((*ids, f"{probability[i]:.9f}", GRADES[grades[i]].value, *flags))
    _write_curve(out / "curve.csv", pair_curve(done))


def _write_curve(path: Path, points: Any) -> None:
    """Precision and recall at every distinct score."""
    import numpy as np

    columns = (points.threshold, points.precision, points.recall, points.f1)
    np.savetxt(path, np.column_stack(columns), "%.6f", ",", header="evidence_bits,precision,recall,f1", comments="")
