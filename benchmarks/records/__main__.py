"""``python -m benchmarks.records``: quality of identification on generated registers, or on files from outside."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.population import generate
from benchmarks.records import misses, report
from benchmarks.records.asking import Outcome, ask_all, store_of
from benchmarks.records.cases import Case, generated_case, read_case
from benchmarks.records.others import other_cases
from benchmarks.records.others.quick import quick_cases
from benchmarks.records.others.real_names import real_names_case
from matcher.weights import Model, load_model

_Given = Annotated[Path | None, typer.Option(exists=True, dir_okay=False)]


def main(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    people: Annotated[int, typer.Option(help="People to generate.")] = 50_000,
    queries: Annotated[int, typer.Option(help="Queries to ask of each case.")] = 2_000,
    seed: Annotated[int, typer.Option()] = 17,
    out: Annotated[Path, typer.Option(help="Folder for the report.")] = Path("build/benchmarks/records"),
    others: Annotated[bool, typer.Option(help="Also ask the registers of the two unrelated generators.")] = True,
    quick: Annotated[float, typer.Option(help="Ask ten quick scripts too, so many times as large.")] = 1.0,
    shared: Annotated[Path | None, typer.Option(help="Folder of the evaluation data: also ask real names.")] = None,
    model: _Given = None,
    register_a: _Given = None,
    register_b: _Given = None,
    truth: _Given = None,
    query_file: _Given = None,
    query_truth: _Given = None,
) -> None:
    """Generate registers, load them, ask, and write tables, figures, the reliability plot and the worst misses.

    With ``--register-a``, ``--truth``, ``--query-file`` and ``--query-truth`` those files are measured instead.
    """
    weights = load_model(model) if model else None
    with tempfile.TemporaryDirectory() as folder:
        if register_a and truth and query_file and query_truth:
            registers = {"a": register_a, **({"b": register_b} if register_b else {})}
            cases = [read_case("files", registers, truth, query_file, query_truth)]
        else:
            generate(people, Path(folder) / "own", seed=seed, query_count=queries)
            cases = [generated_case(Path(folder) / "own")]
            cases += other_cases(Path(folder), people, queries, seed) if others else []
            cases += quick_cases(Path(folder) / "quick", max(queries // 5, 1), seed, quick) if quick else []
            cases += [real_names_case(shared, Path(folder) / "names", queries, seed)] if shared else []
        runs = {case.name: run(case, weights) for case in cases}
    report.write(out, runs)
    for name, outcomes in runs.items():
        misses.write(out / f"misses_{name.replace(' ', '_')}.jsonl", outcomes)
    typer.echo((out / "records.md").read_text("utf-8"))


def run(case: Case, model: Model | None = None) -> list[Outcome]:
    """Load a case, ask its queries, answer the outcomes."""
    with store_of(case) as store:
        return list(ask_all(store, case, model))


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
