"""What a person asked and was answered, kept encrypted with the session, so that an address can name it."""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, insert, select

from api.auth.sessions import Session, hashed
from api.auth.tables import page_queries
from api.node import Asking, current_node
from api.pages.forms import Filled
from api.routes.writing import answer
from api.store.engine import reading, writing
from models.biometrics import MediaFile, MediaKind
from models.errors import LANGUAGES, NotFound
from models.evidence import Answer
from models.person import Person
from models.query import Purpose
from models.wire import adapter, to_object

KEPT = 200
"""Queries kept with one session; the oldest go first."""
KEPT_WITH_PICTURES = 20
"""The same from a query with pictures on: they are large."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a session with its answer, as ``api.routes.writing.answer`` writes it."""

    person: Person
    purpose: Purpose
    case: str
    fields: dict[str, str]
    """The form as it was filled in."""
    answer: dict[str, Any]
    media: tuple[MediaFile, ...] = ()
    """The pictures that were asked with."""

    def asking(self, session: Session) -> Asking:
        """Who asks and why, for the journal."""
        return Asking(session.principal.actor, self.purpose, self.case)


def keep(session: Session, filled: Filled, asking: Asking, fields: dict[str, str], found: Answer) -> str:
    """Keep a query; gives the random name that stands in the address."""
    name = secrets.token_urlsafe(16)
    document = {
        "person": to_object(filled.person),
        "purpose": asking.purpose.value,
        "case": asking.case,
        "fields": fields,
        "answer": answer(found, LANGUAGES),
        "media": [{"kind": m.kind.value, "data": base64.b64encode(m.data).decode()} for m in filled.media],
    }
    sealed = current_node().seal(orjson.dumps(document))
    values = {"id_hash": hashed(name), "session_id": session.id_hash, "sealed": sealed, "created_at": int(time.time())}
    with writing(current_node().engine) as connection:
        kept = KEPT_WITH_PICTURES if filled.media else KEPT
        mine = page_queries.c.session_id == session.id_hash
        newest = select(page_queries.c.id_hash).where(mine).order_by(page_queries.c.created_at.desc()).limit(kept - 1)
        connection.execute(delete(page_queries).where(mine, page_queries.c.id_hash.not_in(newest.scalar_subquery())))
        connection.execute(insert(page_queries).values(**values))
    return name


def find(session: Session, name: str) -> Asked:
    """The query of this name, if this session asked it; raises NotFound."""
    wanted = select(page_queries.c.sealed).where(
        page_queries.c.id_hash == hashed(name), page_queries.c.session_id == session.id_hash
    )
    with reading(current_node().engine) as connection:
        sealed = connection.execute(wanted).scalar_one_or_none()
    if sealed is None:
        raise NotFound("page_query_gone")
    document = orjson.loads(current_node().unseal(bytes(sealed)))
    return Asked(
        person=adapter().validate_python(document["person"]),
        purpose=Purpose(document["purpose"]),
        case=document["case"],
        fields=document["fields"],
        answer=document["answer"],
        media=tuple(MediaFile(MediaKind(m["kind"]), base64.b64decode(m["data"])) for m in document.get("media", ())),
    )
