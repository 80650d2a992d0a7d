"""A gallery as files: the searched fingers of a store's cards, sealed, for a search that many machines share.

Rows are named by template numbers and sealed with a key of the store's own for galleries, bound to their number; who
they are stands in the store alone. A hit counts only while its template stands there, so a gallery that is older than a
deletion finds nobody who was deleted. It is a working copy all the same: delete it after the job.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select

from api.biometrics.enrolling import unpack
from api.biometrics.sealed import context
from api.biometrics.settings import Models
from api.biometrics.tables import templates
from api.linking.spark_session import open_session
from api.store.engine import reading
from api.store.sealing import Cipher
from api.store.store import Store
from matcher.biometrics.gallery import spread
from matcher.biometrics.types import CardTemplate
from matcher.linkage.spark_engine import told
from models.errors import BadFile

CARDS_A_FILE: Final = 5000
"""Cards in one file: about 100 MB open in the memory of the executor that searches it."""
_MODEL: Final = b"tulga.model"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gallery's files are, and Spark's master (None: as ``open_session`` says)."""

    folder: Path
    master: str | None = None


@dataclass(frozen=True, slots=True)
class GalleryKey:
    """Opens and seals a gallery's rows; it travels to Spark's executors within the job, and is written nowhere."""

    key: bytes

    def __call__(self, sealed: bytes, name: str) -> bytes:
        """What ``seal`` was given; raises StoreError when it was changed."""
        return Cipher(self.key).open(sealed, name.encode())

    def seal(self, data: bytes, name: str) -> bytes:
        """What a call opens."""
        return Cipher(self.key).seal(data, name.encode())


def export(store: Store, models: Models, folder: Path) -> int:
    """Write all cards of a store as a new folder of Parquet files; how many there are."""
    folder.mkdir(mode=0o700, parents=True)
    key, schema, total = _key(store), spread.GALLERY.with_metadata({_MODEL: models.fingers.encode()}), 0
    for number, rows in enumerate(_cards(store, models)):
        sealed = [{"card": name, "fingers": key.seal(spread.packed(card, models.fingers), name)} for name, card in rows]
        pq.write_table(pa.Table.from_pylist(sealed, schema), folder / f"{number:05d}.parquet", compression="none")
        total += len(rows)
    if not total:
        pq.write_table(schema.empty_table(), folder / "00000.parquet")
    return total


def search(store: Store, models: Models, probes: Sequence[CardTemplate], best: int, place: Place) -> list[list[int]]:
    """Template numbers of the cards most like each probe, found by Spark in a gallery's files, best first.

    Raises BadFile for a folder that is no gallery of this model, MissingExtra and StoreError where Spark is not there.
    """
    folder = place.folder
    _require_gallery(folder, models)
    usable = [CardTemplate({p: f for p, f in c.fingers.items() if f.model == models.fingers}) for c in probes]
    session = open_session(place.master)
    try:
        cards = session.read.parquet(folder.resolve().as_uri())
        found = spread.search(cards, usable, models.fingers, best, _key(store))
    except Exception as error:  # py4j, gRPC and Spark itself share no base
        raise told(error, folder.name) from error
    finally:
        session.stop()
    return [[int(name) for name, _ in hits] for hits in found]


def _key(store: Store) -> GalleryKey:
    return GalleryKey(store.vault.keys.secret("gallery"))


def _require_gallery(folder: Path, models: Models) -> None:
    file = next(iter(sorted(folder.glob("*.parquet"))), None)
    if file is None:
        raise BadFile("gallery_unfit", folder.name, model=models.fingers)
    try:
        metadata = pq.read_schema(file).metadata or {}
    except (pa.ArrowInvalid, OSError):
        metadata = {}
    if metadata.get(_MODEL) != models.fingers.encode():
        raise BadFile("gallery_unfit", folder.name, model=models.fingers)


def _cards(store: Store, models: Models) -> Iterator[list[tuple[str, CardTemplate]]]:
    last = 0
    query = select(templates).where(templates.c.model == models.fingers).order_by(templates.c.number)
    while True:
        with reading(store.engine) as connection:
            found = connection.execute(query.where(templates.c.number > last).limit(CARDS_A_FILE)).all()
        if not found:
            return
        last = found[-1].number
        yield list(_opened(store, found))


def _opened(store: Store, found: Sequence[Any]) -> Iterator[tuple[str, CardTemplate]]:
    ciphers = store.shelf.keys.ciphers([bytes(row.identity) for row in found])
    for row in found:
        if (cipher := ciphers.get(bytes(row.identity))) is not None:
            template = unpack(cipher.open(bytes(row.sealed), context("template", row.number)))
            if isinstance(template, CardTemplate):
                yield str(row.number), template
