"""Sealing (AES-256-GCM) and blind hashing (keyed BLAKE2b), each with a key of its own derived from the data key."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import StoreError

KEY_BYTES: Final = 32
KEY_BITS: Final = 40
"""Bits of a hashed candidate key. Two different keys fall together once in 10¹²; that costs one needless comparison."""
_NONCE_BYTES: Final = 12


class Cipher:
    """Seals and opens bytes for one purpose; ``context`` binds a text to its row, so that rows cannot be swapped."""

    def __init__(self, key: bytes) -> None:
        self._gcm = AESGCM(key)

    def seal(self, plain: bytes, context: bytes = b"") -> bytes:
        """Nonce, cipher text and tag: 28 bytes longer than ``plain``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._gcm.encrypt(nonce, plain, context)

    def seal_many(self, plains: Sequence[bytes], contexts: Sequence[bytes]) -> list[bytes]:
        """Each text sealed with its context."""
        encrypt, size = self._gcm.encrypt, _NONCE_BYTES
        drawn = os.urandom(size * len(plains))
        nonces = [drawn[at : at + size] for at in range(0, len(drawn), size)]
        return [
            nonce + encrypt(nonce, plain, context)
            for nonce, plain, context in zip(nonces, plains, contexts, strict=True)
        ]

    def open(self, sealed: bytes, context: bytes = b"") -> bytes:
        """What was sealed; raises StoreError('store_tampered') when it was changed or another key sealed it."""
        try:
            return self._gcm.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
        except InvalidTag:
            raise StoreError("store_tampered") from None


class Blinder:
    """Keyed hashes: without the key nobody can test whether a name or a number is in the index."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key=key, digest_size=KEY_BITS // 8)
        self._identity = hashlib.blake2b(key=key, digest_size=16, person=b"identity")
        self._content = hashlib.blake2b(key=key, digest_size=8, person=b"content")

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """The hash of each candidate key as a number."""
        joined, size = self.keys(texts), KEY_BITS // 8
        return [int.from_bytes(joined[at : at + size], "big") for at in range(0, len(joined), size)]

    def keys(self, texts: Iterable[str]) -> bytes:
        """The hashes of candidate keys, KEY_BITS bits each, one behind the other (``postings.unpacked``)."""
        fresh, digests = self._key.copy, []
        for text in texts:
            state = fresh()
            state.update(text.encode())
            digests.append(state.digest())
        return b"".join(digests)

    def identity(self, register: str, record_id: str) -> bytes:
        """16 bytes that stand for a record of a register."""
        state = self._identity.copy()
        state.update(f"{register}\0{record_id}".encode())
        return state.digest()

    def content(self, payload: bytes) -> bytes:
        """8 bytes that change when the payload does."""
        state = self._content.copy()
        state.update(payload)
        return state.digest()


@dataclass(frozen=True, slots=True)
class Keys:
    """The data key of a store; everything else is derived from it."""

    data: bytes

    def cipher(self, purpose: str) -> Cipher:
        """A cipher for ``purpose``: payload, features, journal, session …"""
        return Cipher(self.secret(purpose))

    def blinder(self) -> Blinder:
        """The hashes of the index."""
        return Blinder(self.secret("index"))

    def secret(self, purpose: str) -> bytes:
        """The key for a purpose itself, for what is opened in other processes."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"tulga {purpose} 1".encode()).derive(self.data)
