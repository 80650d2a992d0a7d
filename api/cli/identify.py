"""``tulga identify`` and ``tulga gallery``: pictures alone, one to many, on this machine or spread over many."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import CaseOption, PurposeOption, StoreOption, about, actor, answer, opened
from models.query import Purpose

if TYPE_CHECKING:
    from api.biometrics.identifying import Found
    from api.store.store import Store
    from models.biometrics import MediaFile


class Where(StrEnum):
    """Where cards are searched."""

    HERE = "here"
    SPARK = "spark"


GalleryOption = Annotated[
    Path | None, typer.Option(metavar="DIR", file_okay=False, help="For spark: what tulga gallery has written.")
]


def identify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Photos and ANSI/NIST-ITL cards.")],
    register: Annotated[
        list[str] | None, typer.Option(help="Look in this register only; may be given several times.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="Most people for a picture.")] = 10,
    engine: Annotated[Where, typer.Option(help="Cards: here, or on many machines (docs/biometrics_node.md).")] = (
        Where.HERE
    ),
    gallery: GalleryOption = None,
    master: Annotated[
        str | None, typer.Option(help="Of Spark: local[2], spark://host:7077, yarn, sc://host:15002.")
    ] = None,
    purpose: PurposeOption = Purpose.IDENTIFICATION,
    case: CaseOption = None,
    store: StoreOption = None,
) -> None:
    """Whose pictures are these? One JSON line for each: the people of the store most like it, most bits first.

    Pictures alone decide; tulga search weighs them with the data. With --engine spark cards are searched by Spark in
    the files of --gallery, all in one job, with the same answers; photos are searched here.

    Example: tulga identify unknown.an2 face.jpg --case 2026-17
    """
    from api.biometrics.files import read_picture

    if engine is Where.HERE and (gallery is not None or master is not None):
        option = "--gallery" if gallery is not None else "--master"
        raise typer.BadParameter(f"{option} is for Spark only. Add --engine spark, or leave it out.")
    pictures = []
    for path in files:
        with about(path):
            pictures.append(read_picture(path))
    opened_store = opened(store)
    chosen = tuple(register or ())
    by_spark = _by_spark(opened_store, pictures, gallery, chosen, master) if engine is Where.SPARK else {}
    for number, (path, picture) in enumerate(zip(files, pictures, strict=True)):
        with about(path):
            found = (by_spark[number] if number in by_spark else _here(opened_store, picture, chosen))[:limit]
        _note(opened_store, found, purpose, case)
        answer({"file": str(path), "candidates": [_shown(f) for f in found]})


def gallery(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder that Spark's machines see.")],
    store: StoreOption = None,
) -> None:
    """Write the searched fingers of all cards as Parquet files for tulga identify --engine spark.

    They are sealed with a key of the store's and name nobody; delete them after the job.

    Example: tulga gallery /shared/gallery
    """
    from api import journal
    from api.biometrics.exporting import export
    from api.biometrics.settings import models_in_use
    from models.errors import BadFile

    opened_store, models = opened(store), models_in_use()
    try:
        cards = export(opened_store, models, folder)
    except FileExistsError:
        raise BadFile("gallery_there", folder.name) from None
    journal.append(opened_store, journal.Entry(actor=actor(), action="write gallery", records=cards))
    answer({"gallery": str(folder), "model": models.fingers, "cards": cards})


def _by_spark(
    store: Store, pictures: list[MediaFile], gallery: Path | None, registers: tuple[str, ...], master: str | None
) -> dict[int, list[Found]]:
    """What Spark finds for each card, by the picture's place."""
    from api.biometrics.exporting import Place
    from api.biometrics.identifying import identify_spread
    from models.biometrics import MediaKind
    from models.errors import BadValue

    if gallery is None:
        raise BadValue("field_missing", "--gallery")
    cards = [n for n, picture in enumerate(pictures) if picture.kind is MediaKind.FINGERPRINT_CARD]
    if not cards:
        return {}
    found = identify_spread(store, [pictures[n] for n in cards], registers, Place(gallery, master))
    return dict(zip(cards, found, strict=True))


def _here(store: Store, picture: MediaFile, registers: tuple[str, ...]) -> list[Found]:
    from api.biometrics.identifying import identify as find

    return find(store, [picture], registers)


def _note(store: Store, found: list[Found], purpose: Purpose, case: str | None) -> None:
    """Journalled before it is shown."""
    from api import journal

    shown = tuple((f.person.register, f.person.record_id) for f in found)
    entry = journal.Entry(actor=actor(), action="identify", purpose=purpose, case=case, records=len(found), shown=shown)
    journal.append(store, entry)


def _shown(found: Found) -> dict[str, Any]:
    told: dict[str, Any] = {
        "register": found.person.register,
        "record_id": found.person.record_id,
        "bits": round(found.bits, 3),
    }
    if found.pair.face is not None:
        told["face"] = round(found.pair.face.bits, 3)
    if found.pair.card is not None:
        told["fingers"] = {str(p): round(c.bits, 3) for p, c in sorted(found.pair.card.fingers.items())}
    return told
