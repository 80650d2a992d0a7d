"""``tulga evaluate faces|fingers`` and ``tulga train faces|fingers``: error rates, scores, DET plots, calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.biometrics import DEFAULT_EXTRACTOR, ExtractorOption, ModelOption
from api.cli.options import tell

if TYPE_CHECKING:
    from benchmarks.biometrics.report import Comparisons
    from matcher.biometrics.calibration import Calibration

RootOption = Annotated[Path, typer.Option("--root", metavar="DIR", exists=True, file_okay=False, help="The folder.")]
ListOption = Annotated[
    Path, typer.Option("--list", metavar="LIST.tsv", exists=True, dir_okay=False, help="Columns file and person.")
]
ScoresOption = Annotated[
    Path | None, typer.Option("--scores", metavar="OUT.parquet", help="Write all pairs: a, b, same, score.")
]
PlotOption = Annotated[Path | None, typer.Option("--det", metavar="OUT.svg", help="Draw the DET curve.")]
ReliabilityOption = Annotated[
    Path | None, typer.Option("--reliability", metavar="OUT.svg", help="Draw promised against observed probability.")
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the learned files.")]


def evaluate_faces(
    root: RootOption,
    listing: ListOption,
    scores: ScoresOption = None,
    det: PlotOption = None,
    reliability: ReliabilityOption = None,
    model: ModelOption = None,
) -> None:
    """Error rates of the face chain on labelled photos: EER, FNMR at FMR 1e-2, 1e-3, 1e-4, failures to enrol, C_llr.

    Example: tulga evaluate faces --root faces --list faces/list.tsv --scores out.parquet
    """
    from benchmarks.biometrics import faces
    from matcher.biometrics.faces.compare import curve

    photos = faces.read_list(listing)
    tell(f"{len(photos)} photos; enrolling")
    samples = faces.enrol_all(root, photos, str(model) if model else None)
    found = faces.compare_all(photos, samples)
    used = next((s.template.model for s in samples if s), "none")
    parts = {f"sex label {label}": part for label, part in faces.by_sex(photos, found).items()}
    _report("faces, " + used, found, parts, scores, det)
    _evidence(found, curve(used), reliability)


def evaluate_fingers(
    root: RootOption,
    scores: ScoresOption = None,
    det: PlotOption = None,
    reliability: ReliabilityOption = None,
    extractor: ExtractorOption = DEFAULT_EXTRACTOR,
) -> None:
    """Error rates of the finger chain on DB/FINGER_IMPRESSION.png, compared within each DB.

    Example: tulga evaluate fingers --root fingers --scores out.parquet
    """
    from benchmarks.biometrics import fingers
    from matcher.biometrics.fingers.compare import curve

    tell(f"{len(fingers.prints(root))} prints; enrolling")
    found = fingers.compare_all(fingers.enrol_all(root, extractor), extractor)
    _report("fingers, " + extractor, found, fingers.by_database(found), scores, det)
    _evidence(found, curve(extractor), reliability)


def train_faces(root: RootOption, listing: ListOption, out: OutOption, model: ModelOption = None) -> None:
    """Learn normalisation and calibration of a face model on your own labelled photos.

    Example: tulga train faces --root faces --list faces/list.tsv --out learned
    """
    import numpy as np

    from benchmarks.biometrics import faces
    from matcher.biometrics.faces.train import save, train

    photos = faces.read_list(listing)
    samples = faces.enrol_all(root, photos, str(model) if model else None, normalised=False)
    there = [(p.person, s.template) for p, s in zip(photos, samples, strict=True) if s]
    people = np.unique([person for person, _ in there], return_inverse=True)[1].astype(np.int64)
    vectors = np.array([t.vector for _, t in there], dtype=np.float64)
    used = there[0][1].model if there else "none"
    trained = train(used, vectors, people, f"{listing.name}: {len(there)} photos, {len(set(people.tolist()))} people")
    save(trained, out)
    tell(f"C_llr {trained.calibration.c_llr:.3f} on people that were not fitted; written to {out}")


def train_fingers(root: RootOption, out: OutOption, extractor: ExtractorOption = DEFAULT_EXTRACTOR) -> None:
    """Learn fusion and calibration of an extractor on your own labelled prints.

    Example: tulga train fingers --root fingers --out learned
    """
    from benchmarks.biometrics import fingers
    from matcher.biometrics.fingers.train import save, train

    table = fingers.look_at_all(fingers.enrol_all(root, extractor))
    kept = table.compared
    first, second = table.owners[table.first][kept], table.owners[table.second][kept]
    trained = train(extractor, table.features[kept], first, second, f"{root.name}: {len(table.names)} prints")
    save(trained, out)
    tell(f"C_llr {trained.calibration.c_llr:.3f} on fingers that were not fitted; written to {out}")


def _lines(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)


def _report(
    title: str, found: Comparisons, parts: dict[str, Comparisons], scores: Path | None, det: Path | None
) -> None:
    """Print the rates of the whole and of its parts; write score file and plot where asked."""
    from benchmarks.biometrics.plots import plot_det
    from benchmarks.biometrics.rates import FAILED
    from benchmarks.biometrics.report import short, summary, write_scores

    _lines(summary(title, found))
    _lines([short(name, part) for name, part in parts.items()])
    if scores is not None:
        write_scores(found, scores)
    if det is not None:
        curves = {name: (c.genuine, c.impostor[c.impostor > FAILED]) for name, c in ({title: found} | parts).items()}
        plot_det(curves, det)


def _evidence(found: Comparisons, calibration: Calibration, reliability: Path | None) -> None:
    """Print how far the bits keep their promise; draw it where asked."""
    from benchmarks.biometrics.plots import plot_reliability
    from benchmarks.biometrics.report import evidence, weighed
    from matcher.biometrics.reliability import reliability as bins

    _lines(evidence(found, calibration))
    if reliability is not None:
        limits = calibration.floor, calibration.cap
        plot_reliability(bins(*weighed(found, calibration), bounds=limits), reliability)
