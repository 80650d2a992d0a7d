"""What is needed to put a person into the store and to take one out: ciphers and hashes, made from one data key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgpack

from api.store.payload import read, write
from api.store.sealing import Blinder, Cipher, Keys
from models.person import Person

Row = tuple[object, ...]
_NUMBER_BYTES: Final = 8


class Sealed(NamedTuple):
    """One record, ready to be written; bytes only, so that it goes quickly from process to process."""

    identity: bytes
    content: bytes
    payload: bytes
    row: bytes
    keys: bytes
    """Hashed candidate keys, see ``Blinder.keys``."""


class People(NamedTuple):
    """Persons as the store keeps them, in the clear: packed payloads and features, candidate keys."""

    record_ids: Sequence[str]
    payloads: Sequence[bytes]
    rows: Sequence[bytes]
    keys: Sequence[Sequence[str]]


class Vault:
    """Seals persons and features, each bound to its record number; hashes identities and candidate keys."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.blinder: Blinder = keys.blinder()
        self.journal: Cipher = keys.cipher("journal")
        """Seals who asked, for which case, and whom was shown."""
        self._payload: Cipher = keys.cipher("payload")
        self._features: Cipher = keys.cipher("features")

    def seal(self, person: Person, row: Row, keys: Sequence[str], number: int) -> Sealed:
        """The person with its features and candidate keys, sealed for the row ``number``."""
        plain = write(person)
        context = number.to_bytes(_NUMBER_BYTES, "big")
        return Sealed(
            identity=self.blinder.identity(person.register, person.record_id),
            content=self.blinder.content(plain),
            payload=self._payload.seal(plain, context),
            row=self._features.seal(msgpack.packb(row), context),
            keys=self.blinder.keys(keys),
        )

    def seal_many(self, register: str, people: People, numbers: Sequence[int]) -> list[Sealed]:
        """Persons of one register that are packed already, sealed for the rows ``numbers``."""
        contexts = [number.to_bytes(_NUMBER_BYTES, "big") for number in numbers]
        sealed = map(
            Sealed,
            [self.blinder.identity(register, record_id) for record_id in people.record_ids],
            map(self.blinder.content, people.payloads),
            self._payload.seal_many(people.payloads, contexts),
            self._features.seal_many(people.rows, contexts),
            map(self.blinder.keys, people.keys),
        )
        return list(sealed)

    def content(self, person: Person) -> bytes:
        """The hash that tells whether a stored person is this very one."""
        return self.blinder.content(write(person))

    def open_person(self, payload: bytes, number: int) -> Person:
        """The person of a row."""
        return read(self._payload.open(payload, number.to_bytes(_NUMBER_BYTES, "big")))

    def open_row(self, row: bytes, number: int) -> Row:
        """The features of a row."""
        plain = self._features.open(row, number.to_bytes(_NUMBER_BYTES, "big"))
        unpacked: Row = msgpack.unpackb(plain, use_list=False)
        return unpacked
