"""A person made ready for the store: features for the scorer, candidate keys for the index, both sealed or hashed."""

from __future__ import annotations

from api.store.vault import Sealed, Vault
from matcher.features import FEATURE_VERSION, normalise
from matcher.keys import KEY_VERSION, keys
from models.errors import BadValue
from models.person import Person


def prepare(person: Person, vault: Vault, number: int) -> Sealed:
    """All that is written of one record; raises BadValue for a record without identifier."""
    if not person.record_id:
        raise BadValue("field_missing", "record_id")
    row = normalise(person)
    return vault.seal(person, row, keys(row), number)


def versions() -> dict[str, str]:
    """The versions that stored features and keys were made by; a store of other versions must be prepared anew."""
    return {"features": str(FEATURE_VERSION), "keys": str(KEY_VERSION)}
