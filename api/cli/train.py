"""``tulga train``: weights for a register, with labels or without; subcommands learn what single comparators know."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli import biometrics_measured
from api.cli.names import train_names

if TYPE_CHECKING:
    from matcher.weights.em import Learned
    from matcher.weights.kinds import Kinship
    from matcher.weights.training import Material

LINKS: Final = ("father_id", "mother_id", "twin_id", "family_id", "household_id")
"""Optional columns of a labels file; with them the relations are trained too."""
HELD_BACK: Final = 3
"""Every third person is held back from counting and calibrates."""


class Start(StrEnum):
    """Where learning without labels begins."""

    MODEL = "model"
    ECM = "ecm"


train: Final = typer.Typer(name="train", invoke_without_command=True)
train.command("names")(train_names)
train.command("faces")(biometrics_measured.train_faces)
train.command("fingers")(biometrics_measured.train_fingers)


@train.callback()
def register_weights(
    context: typer.Context,
    register: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="CSV, JSON Lines or Parquet; may be repeated.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV with record_id and person_id; may name relatives.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="MODEL.json", help="Where the model goes.")] = Path("model.json"),
    base: Annotated[
        Path | None,
        typer.Option("--model", metavar="MODEL.json", help="Model to start from; default: the shipped one."),
    ] = None,
    start: Annotated[
        Start, typer.Option(help="Without labels: start at the model, or at recordlinkage's ECM.")
    ] = Start.MODEL,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Which foreign column is which field.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file that is not UTF-8.")] = None,
    block: Annotated[
        int, typer.Option(min=2, help="Largest block of records that share a key and are compared.")
    ] = 200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same model.")] = 1,
) -> None:
    """Learn the weights of a register and write them as a model file.

    With labels the weights are counted and the probabilities calibrated on people held back. Without, m is learned by
    EM with u fixed from random pairs; calibration and relations stay as in the model it starts from. One JSON object
    on stdout says how it went, with warnings: too few matches, not converged, an attribute without evidence, too few
    pairs to calibrate on (the calibration is then that of the model it starts from). A model card in Markdown goes
    beside the model.

    The subcommands learn the files of one comparator: names, faces, fingers.

    Example: tulga train --register a.csv --register b.csv --labels truth.csv --out ours.json
    """
    if context.invoked_subcommand is not None:
        return
    if not register:
        raise typer.BadParameter("Name at least one file of records.", param_hint="--register")
    from api.cli.measured import read_labels, read_register
    from api.cli.options import answer
    from matcher.features import registry as comparators
    from matcher.keys import blocking_keys
    from matcher.weights import default_model, load_model, save_model
    from matcher.weights.card import model_card
    from matcher.weights.training import Material

    document = dict((load_model(base) if base else default_model()).document)
    prepared = read_register(register, mapping, encoding)
    material = Material(comparators(), prepared.rows, blocking_keys, block, seed)
    if labels is not None:
        made, told = _labelled(document, material, read_labels(labels, prepared.ids, LINKS))
    else:
        made, told = _unlabelled(document, material, ecm=start is Start.ECM)
    made["version"] = f"{document['version']}-{out.stem}"
    made["training"] = {"records": len(prepared.rows), "seed": seed, **told}
    model = save_model({k: v for k, v in made.items() if k != "hash"}, out)
    out.with_suffix(".md").write_text(model_card(model), "utf-8")
    answer({"model": model.version, **made["training"]})


def _labelled(document: dict[str, Any], material: Material, kin: Kinship) -> tuple[dict[str, Any], dict[str, Any]]:
    from dataclasses import replace

    from matcher.weights.kinds import same_person
    from matcher.weights.training import calibrated, counted

    held = kin.person % HELD_BACK == 0
    counting, calibrating = ([i for i, h in enumerate(held.tolist()) if h == want] for want in (False, True))
    rows = material.rows
    made = counted(document, replace(material, rows=[rows[i] for i in counting]), kin.take(counting))
    others = replace(material, rows=[rows[i] for i in calibrating])
    table = calibrated(made, others, kin.take(calibrating))
    made["calibration"] = table or document["calibration"]
    warnings = [] if table else ["calibration_kept"]
    return made, {"method": "labels", "true_pairs": len(same_person(kin)[0]), "warnings": warnings}


def _unlabelled(document: dict[str, Any], material: Material, *, ecm: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    from matcher.weights.training import learned

    found: Learned = learned(document, material, ecm=ecm)
    return found.document, {
        "method": "em from ecm" if ecm else "em",
        "rounds": found.rounds,
        "converged": found.converged,
        "largest_change": round(float(found.change), 6) if found.rounds > 1 else None,
        "expected_matches": round(found.matches, 1),
        "prior_bits": round(found.prior.match_bits, 3),
        "warnings": list(found.warnings),
    }
