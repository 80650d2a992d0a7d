"""How document numbers had to be read, as codes for the page."""

from __future__ import annotations

from typing import Final

from matcher.comparator import holding
from matcher.documents import kinds
from matcher.documents.canonical import Number, read_document
from matcher.documents.mrz import looks_like_mrz
from models.document import Document
from models.person import Person

CODES: Final = ("letters_read_as_digits", "zone_read", "dummy_number", "personal_number_as_document")
"""All notes, in the order in which they are shown."""


def document_notes(person: Person) -> tuple[str, ...]:
    """Codes of ``reasons.toml`` that hold for a document of a person."""
    read = [(document, read_document(document)) for document in person.documents]
    known = (
        any(n.repaired for _, numbers in read for n in numbers),
        any(looks_like_mrz(document.text()) for document, _ in read),
        any(not numbers for _, numbers in read),
        any(n.personal and not _said_so(document, n) for document, numbers in read for n in numbers),
    )
    return holding(dict(zip(CODES, known, strict=True)))


def _said_so(document: Document, number: Number) -> bool:
    return kinds.kind_by_word(document.type or "") == number.kind
