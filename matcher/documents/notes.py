"""How document numbers had to be read, as codes for the page."""

from __future__ import annotations

from matcher.documents import kinds
from matcher.documents.canonical import Number, read_document
from matcher.documents.mrz import looks_like_mrz
from models.document import Document
from models.person import Person


def document_notes(a: Person, b: Person) -> tuple[str, ...]:
    """Codes of ``reasons.toml`` that hold for a document of either side."""
    documents = (*a.documents, *b.documents)
    numbers = [n for d in documents for n in read_document(d)]
    found = {
        "letters_read_as_digits": any(n.repaired for n in numbers),
        "zone_read": any(looks_like_mrz(d.text()) for d in documents),
        "dummy_number": any(not read_document(d) for d in documents),
        "personal_number_as_document": any(
            n.personal and not _said_so(d, n) for d in documents for n in read_document(d)
        ),
    }
    return tuple(code for code, holds in found.items() if holds)


def _said_so(document: Document, number: Number) -> bool:
    return kinds.kind_by_word(document.type or "") == number.kind
