"""Pictures in requests: files of a form (``multipart/form-data``) or ``data:`` addresses within JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson
from flask import current_app, request
from pydantic import BaseModel

from api.biometrics.files import decode, most_bytes, require_few, take_out
from api.http_settings import http_settings
from api.routes.reading import Body, envelope, read_json
from models.biometrics import MediaFile, MediaKind
from models.errors import BadValue, TooLarge

FORM: Final = "multipart/form-data"
PARTS: Final = {"photo": MediaKind.PHOTO, "fingerprint_card": MediaKind.FINGERPRINT_CARD}
"""Names of a form's files."""
Record = Mapping[str, Any]
Files = tuple[MediaFile, ...]


class MediaRequest(BaseModel):
    """Pictures of a record as base64, bare or as a ``data:`` address."""

    model_config = {"extra": "forbid", "strict": True}

    photo: list[str] = []
    fingerprint_card: list[str] = []
    taken_on: str | None = None
    source: str | None = None


def allow_pictures() -> None:
    """Let this request be as large as its pictures may be, where the node keeps any; before the body is read."""
    if hasattr(current_app.extensions["tulga"], "desk"):
        request.max_content_length = request.max_form_memory_size = http_settings().media_limit


def read_files(source: str) -> Files:
    """The pictures of a request that brings nothing else."""
    allow_pictures()
    if request.mimetype == FORM:
        return form_files(source)
    body = envelope(MediaRequest, read_json())
    files = [
        MediaFile(kind, decode(text, f"{name}[{n}]"), body.taken_on, body.source or source)
        for name, kind in PARTS.items()
        for n, text in enumerate(getattr(body, name))
    ]
    require_few(files)
    return tuple(files)


def read_document(part: str, source: str) -> tuple[Any, Files]:
    """The JSON of a request and the files beside it: the form's field ``part``, or the body itself."""
    allow_pictures()
    if request.mimetype != FORM:
        return read_json(), ()
    try:
        document = orjson.loads(request.form.get(part, ""))
    except orjson.JSONDecodeError:  # the form itself can be read: it is this field that is wrong
        raise BadValue("field_type", part, expected="JSON (UTF-8)") from None
    return document, form_files(source)


def read_pictured(kind: type[Body], source: str) -> tuple[Body, Files]:
    """An envelope and the files beside it; the form's field is ``request``."""
    document, files = read_document("request", source)
    return envelope(kind, document), files


def separated(record: Record, source: str, path: str = "") -> tuple[dict[str, Any], Files]:
    """A record without its pictures, and its pictures; errors name the field below ``path``."""
    try:
        return take_out(record, source)
    except (BadValue, TooLarge) as error:
        raise type(error)(error.code, f"{path}.{error.field}" if path else error.field, **error.facts) from None


def form_files(source: str) -> Files:
    """The pictures of a form; raises TooLarge or BadValue naming its field."""
    files = []
    for name, kind in PARTS.items():
        for upload in request.files.getlist(name):
            data = upload.stream.read(most_bytes(kind) + 1)
            if len(data) > most_bytes(kind):
                raise TooLarge("image_bytes", name, limit=most_bytes(kind))
            if data:  # a browser sends an empty part for a field that was left alone
                files.append(MediaFile(kind, data, request.form.get("taken_on") or None, source))
    require_few(files)
    return tuple(files)
