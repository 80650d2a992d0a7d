"""What the HTTP side asks of the node behind it: searching, comparing, records, registers, the journal of all that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import current_app
from sqlalchemy import Engine

from models.biometrics import MediaFile
from models.evidence import Answer, Judgement
from models.person import Person
from models.query import Purpose, Query

Files = tuple[MediaFile, ...]
Both = tuple[Files, Files]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, why, for which case: what the journal has to know of every look at personal data."""

    actor: str
    purpose: Purpose
    case: str


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record with its version, which changes with every correction."""

    person: Person
    version: str


@dataclass(frozen=True, slots=True)
class Register:
    """A register of the node and how many records it holds."""

    name: str
    records: int


class Node(Protocol):
    """The node as the HTTP side sees it. Every method that shows or changes a record journals it in the same breath."""

    @property
    def engine(self) -> Engine:
        """The store, for users, tokens and sessions."""

    def seal(self, data: bytes) -> bytes:
        """``data`` encrypted with the store's key."""

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given."""

    def match(self, queries: Sequence[Query], asking: Asking) -> list[Answer]:
        """An answer for each query, in order, with evidence."""

    def compare(self, a: Person, b: Person, asking: Asking, media: Both = ((), ())) -> Judgement:
        """The judgement on one pair that the caller brings along, with the pictures of both sides."""

    def show(self, register: str, record_id: str, asking: Asking) -> StoredRecord:
        """A record that a person looks at beside a query; raises NotFound."""

    def read(self, register: str, record_id: str, actor: str) -> StoredRecord:
        """A record; raises NotFound."""

    def create(self, person: Person, actor: str, media: Files = ()) -> StoredRecord:
        """A new record with its pictures; raises Conflict when it is there already."""

    def replace(self, person: Person, version: str, actor: str, media: Files = ()) -> StoredRecord:
        """A corrected record, with further pictures; raises NotFound, or Stale when ``version`` is not the present."""

    def delete(self, register: str, record_id: str, version: str, actor: str) -> None:
        """No record any more; raises NotFound, or Stale when ``version`` is not the present one."""

    def registers(self) -> list[Register]:
        """All registers with their size."""

    def note(self, action: str, actor: str) -> None:
        """Journal an act that touches no record: a login, a logout."""

    def ready(self) -> None:
        """Return when the node can answer; raise StoreError saying why it cannot."""


def current_node() -> Node:
    """The node of the running application."""
    node: Node = current_app.extensions["tulga"]
    return node
