"""``tulga evaluate sample`` and ``reviewed``: precision and recall of a batch job without truth, by asking people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def sample(
    found: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="Results of `tulga dedupe` or `tulga link`.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="SAMPLE.csv", help="File for the sample.")],
    size: Annotated[int, typer.Option(min=1, help="About how many links to review.")] = 400,
    threshold: Annotated[float, typer.Option(min=0, max=1, help="Links this probable count as made.")] = 0.9,
    seed: Annotated[int, typer.Option(help="The same seed draws the same links.")] = 1,
) -> None:
    """Draw links to review, more where more is open; `tulga review --sample` asks them, `evaluate reviewed` counts.

    Example: [bold]tulga evaluate sample found -o sample.csv[/bold]
    """
    from api.cli.options import tell
    from api.labelling.asked import read_links
    from api.labelling.samples import write_sample

    drawn = write_sample(read_links(found), out, threshold, size, seed)
    tell(f"{drawn} links in {out.name}: fill the column 'same' with 1 or 0, or run tulga review --sample {out.name}")


def reviewed(
    sample_file: Annotated[Path, typer.Argument(metavar="SAMPLE.csv", help="The file of `tulga evaluate sample`.")],
    labels: Annotated[
        Path | None, typer.Option(help="Answers of `tulga review`, where they are in a file apart.")
    ] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
) -> None:
    """Precision and recall with confidence intervals, from a reviewed sample. One JSON object on stdout.

    Recall is of the pairs of one person among the links the job kept; pairs it never compared are not in it.

    Example: [bold]tulga evaluate reviewed sample.csv --labels found/labels.csv[/bold]
    """
    from api.cli.options import answer
    from api.labelling.labels import read_answers
    from api.labelling.samples import estimate, read_sample

    given = read_answers(labels) if labels else []
    answer(estimate(read_sample(sample_file), given, confidence))
