"""What a person asked and was answered, kept encrypted with the session, so that an address can name it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, insert, select

from api.auth.sessions import Session, hashed
from api.auth.tables import page_queries
from api.node import Asking, current_node
from api.routes.writing import answer
from api.store.engine import reading, writing
from models.errors import LANGUAGES, NotFound
from models.evidence import Answer
from models.person import Person
from models.query import Purpose
from models.wire import adapter, to_object

KEPT = 200
"""Queries kept with one session; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a session with its answer, as ``api.routes.writing.answer`` writes it."""

    person: Person
    purpose: Purpose
    case: str
    fields: dict[str, str]
    """The form as it was filled in."""
    answer: dict[str, Any]

    def asking(self, session: Session) -> Asking:
        """Who asks and why, for the journal."""
        return Asking(session.principal.actor, self.purpose, self.case)


def keep(session: Session, person: Person, asking: Asking, fields: dict[str, str], found: Answer) -> str:
    """Keep a query; gives the random name that stands in the address."""
    name = secrets.token_urlsafe(16)
    document = {
        "person": to_object(person),
        "purpose": asking.purpose.value,
        "case": asking.case,
        "fields": fields,
        "answer": answer(found, LANGUAGES),
    }
    sealed = current_node().seal(orjson.dumps(document))
    values = {"id_hash": hashed(name), "session_id": session.id_hash, "sealed": sealed, "created_at": int(time.time())}
    with writing(current_node().engine) as connection:
        mine = page_queries.c.session_id == session.id_hash
        newest = select(page_queries.c.id_hash).where(mine).order_by(page_queries.c.created_at.desc()).limit(KEPT - 1)
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
    )
