"""``tulga templates``: templates for the photographs and fingerprint cards that wait for them."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import StoreOption, actor, answer, opened, settings_for


def templates(
    again: Annotated[
        bool,
        typer.Option("--again", help="Also those whose templates another model has made: after a change of model."),
    ] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that work on pictures.")] = None,
    store: StoreOption = None,
) -> None:
    """Make the templates of all pictures that wait for one, and answer with how many there were.

    A served node does this by itself; several processes may do it at the same time. Stop it at any moment: what is
    done is done.

    Example: tulga templates --workers 2
    """
    from api.biometrics.queue import again as put_back
    from api.biometrics.queue import work
    from api.biometrics.settings import models_in_use

    opened_store, models = opened(store), models_in_use()
    put = put_back(opened_store, models) if again else 0
    refused: dict[str, int] = {}
    made = 0
    for done in work(opened_store, models, actor(), workers or settings_for(store).workers):
        if done.refused is None:
            made += 1
        else:
            refused[done.refused.code] = refused.get(done.refused.code, 0) + 1
    answer({"put_back": put, "made": made, "refused": refused})
