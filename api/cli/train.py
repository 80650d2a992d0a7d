"""``tulga train``: learn weights and calibrations from labelled data of a body's own."""

from __future__ import annotations

from typing import Final

import typer

from api.cli import biometrics_measured

train: Final = typer.Typer(name="train", help="Learn from labelled data of your own.", no_args_is_help=True)


@train.callback()
def _group() -> None:
    """Learn from labelled data of your own."""


train.command("faces")(biometrics_measured.train_faces)
train.command("fingers")(biometrics_measured.train_fingers)
