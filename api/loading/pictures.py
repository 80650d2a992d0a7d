"""Pictures that a file's rows name: read beside the file, put on the shelf, made templates.

A record never fails for its picture. A picture that is missing, too large or unreadable is told in the file of rejects
with line, field and reason; once it is mended, loading the file again adds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from api.biometrics.files import read_file
from api.biometrics.queue import waiting, work
from api.biometrics.settings import models_in_use
from api.loading.preparation import Named
from api.loading.rejects import Reject, reject
from api.store.engine import writing
from api.store.store import Store
from models.biometrics import MediaFile
from models.errors import BadFile, TooLarge

_MOST_FILES: Final = 200
_MOST_BYTES: Final = 64_000_000
"""Files and bytes of a transaction: others get their turn, and memory stays bounded."""
Read = tuple[Named, MediaFile]


class Pictures:
    """The pictures of one file under way."""

    def __init__(self, store: Store, path: Path, actor: str) -> None:
        self._store, self._path, self._actor = store, path, actor

    def put(self, named: Sequence[Named]) -> tuple[int, list[Reject]]:
        """Put them on their records' shelves, waiting for templates; gives how many, and what was refused."""
        refused: list[Reject] = []
        put = sum(self._commit(some) for some in _batches(self._files(named, refused)))
        return put, refused

    def make_templates(self, workers: int, progress: Callable[[int, int], None]) -> list[Reject]:
        """Empty the store's queue; gives those of this file that no template can be made of."""
        refused, start = [], waiting(self._store)
        for count, done in enumerate(work(self._store, models_in_use(), self._actor, workers), 1):
            progress(count, start)
            name, _, line = (done.source or "").rpartition(":")
            if done.refused is not None and name == self._path.name and line.isdecimal():
                refused.append(reject(int(line), done.refused))
        return sorted(refused, key=lambda r: r.line)

    def _files(self, named: Sequence[Named], refused: list[Reject]) -> Iterator[Read]:
        for picture in named:
            source = f"{self._path.name}:{picture.line}"
            try:
                yield picture, read_file(picture.kind, picture.uri, self._path.parent, source=source)
            except (BadFile, TooLarge) as error:
                refused.append(reject(picture.line, error))

    def _commit(self, files: Sequence[Read]) -> int:
        shelf = self._store.shelf
        records = {named.identity: shelf.unlock_identity(named.identity) for named, _ in files}
        with writing(self._store.engine) as connection:
            return sum(len(shelf.put(connection, records[named.identity], [file])) for named, file in files)


def _batches(files: Iterator[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    size = 0
    for named, file in files:
        batch.append((named, file))
        size += len(file.data)
        if len(batch) >= _MOST_FILES or size >= _MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
