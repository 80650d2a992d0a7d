"""Pictures as files and as text: paths relative to a file that is loaded, and ``data:`` addresses in JSON."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from api.biometrics.settings import limits
from matcher.biometrics.limits import limits as native_limits
from models.biometrics import MediaFile, MediaKind
from models.errors import BadFile, BadValue, TooLarge
from models.person import Person

_DATA: Final = re.compile(r"data:[\w.+-]*/?[\w.+-]*;base64,")
_CELLS: Final = {"photo": MediaKind.PHOTO, "fingerprint_card": MediaKind.FINGERPRINT_CARD}
_LISTS: Final = {"photos": MediaKind.PHOTO, "fingerprint_cards": MediaKind.FINGERPRINT_CARD}
_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xff\xa0", "image/x-wsq"),
    (b"\x00\x00\x00\x0cjP", "image/jp2"),
)
HELD: Final = "sha256:"
"""How a record refers to a picture that came with it."""


def most_bytes(kind: MediaKind) -> int:
    """Largest file of a kind."""
    return native_limits().image_bytes if kind is MediaKind.PHOTO else native_limits().card_bytes


def read_file(kind: MediaKind, uri: str, folder: Path, *, source: str | None = None, within: bool = True) -> MediaFile:
    """The file at ``uri``, relative to ``folder``; ``within``: and not outside of it.

    Raises BadFile ('media_path', 'media_missing') or TooLarge, with the kind as field. Only regular files are read: a
    device or a pipe would never end.
    """
    base = folder.resolve()
    path = (base / uri.replace("\\", "/")).resolve()
    if within and base not in path.parents:
        raise BadFile("media_path", kind.value)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadFile("media_missing", kind.value)
        if found.st_size > most_bytes(kind):
            raise TooLarge("image_bytes", kind.value, limit=most_bytes(kind))
        return MediaFile(kind, path.read_bytes(), source=source)
    except (OSError, ValueError):
        raise BadFile("media_missing", kind.value) from None


def read_picture(path: Path) -> MediaFile:
    """A picture somebody names at this machine: a photo by its first bytes, anything else is taken for a card.

    What is wrong with a card its reader says. Raises BadFile or TooLarge.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError:
        raise BadFile("file_unreadable") from None
    kind = MediaKind.PHOTO if media_type(start).startswith("image/") else MediaKind.FINGERPRINT_CARD
    return read_file(kind, path.name, path.parent, source=path.name)


def media_type(data: bytes) -> str:
    """What the first bytes of a picture say it is."""
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), "application/octet-stream")


def files_of(person: Person, folder: Path) -> tuple[MediaFile, ...]:
    """The pictures that a person's references name, for one who asks at this machine: paths may lead anywhere."""
    references = (*person.photos, *person.fingerprint_cards)
    files = [(r, read_file(r.kind, r.uri, folder, source=r.source, within=False)) for r in references]
    return tuple(replace(file, taken_on=reference.taken_on) for reference, file in files)


def take_out(record: Mapping[str, Any], source: str) -> tuple[dict[str, Any], tuple[MediaFile, ...]]:
    """A JSON record without the pictures that stand in it, and the pictures.

    A picture stands as a ``data:`` address in the cells ``photo`` and ``fingerprint_card`` of the flat form or as the
    ``uri`` in the lists of the rich form; what is left in its place is its SHA-256. Anything else stays: a path of
    somebody else's machine is a reference, and never opened. Raises BadValue('media_base64') and TooLarge.
    """
    left, found = dict(record), list[MediaFile]()
    for name, kind in _CELLS.items():
        if isinstance(cell := record.get(name), str) and _is_data(cell):
            found.append(MediaFile(kind, decode(cell, name), source=source))
            left[name] = reference(found[-1])
    for name, kind in _LISTS.items():
        if isinstance(items := record.get(name), list):
            left[name] = [_item(item, f"{name}[{n}]", kind, source, found) for n, item in enumerate(items)]
    require_few(found)
    return left, tuple(found)


def require_few(files: list[MediaFile]) -> None:
    """Raises BadValue('media_many') for more pictures than one request may bring."""
    most = int(limits()["limits"]["files"])
    if len(files) > most:
        raise BadValue("media_many", files[0].kind.value, limit=most)


def decode(text: str, field: str) -> bytes:
    """The bytes of a ``data:`` address or of bare base64; raises BadValue('media_base64')."""
    bare = text[match.end() :] if (match := _DATA.match(text)) else text
    try:
        data = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        raise BadValue("media_base64", field) from None
    if not data:
        raise BadValue("media_base64", field)
    return data


def reference(file: MediaFile) -> str:
    """What stands in a record in place of a picture that came with it."""
    return HELD + hashlib.sha256(file.data).hexdigest()


def _is_data(text: str) -> bool:
    return text.startswith("data:")


def _item(item: Any, field: str, kind: MediaKind, source: str, found: list[MediaFile]) -> Any:
    if not isinstance(item, Mapping) or not isinstance(uri := item.get("uri"), str) or not _is_data(uri):
        return item
    taken_on, told = item.get("taken_on"), item.get("source")
    file = MediaFile(
        kind,
        decode(uri, f"{field}.uri"),
        taken_on if isinstance(taken_on, str) else None,
        told if isinstance(told, str) else source,
    )
    found.append(file)
    return {**item, "uri": reference(file)}
