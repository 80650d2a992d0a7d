"""The register that is asked, and the questions: generated, loaded once into a folder and used again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from api.auth import tokens
from api.loading.load import Load, load_file
from api.settings import read_settings
from api.store.engine import writing
from api.store.opening import open_store
from api.store.store import Store
from benchmarks.population import generate, queries
from models.query import Purpose

_SEED: Final = 23


def environment(folder: Path) -> dict[str, str]:
    """The settings of a node on the folder's store, as environment variables; its rate limit is out of the way."""
    return {
        "TULGA_STORE": f"sqlite:///{folder.resolve()}/store.sqlite3",
        "TULGA_KEY_FILE": f"{folder.resolve()}/key",
        "TULGA_RATE_LIMIT": "1000000 per minute",
    }


def opened(folder: Path, people: int) -> Store:
    """The store with its register; generates and loads it the first time."""
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(settings=read_settings(environment(folder)))
    if not store.registers():
        generate(people, folder, seed=_SEED, registers="a")
        plan = Load(register="a", actor="benchmark", purpose=Purpose.IDENTIFICATION, workers=2)
        load_file(store, folder / "register_a.csv", plan)
    return store


def questions(people: int, count: int) -> list[dict[str, str]]:
    """Flat records to ask about: people of the register with their errors, and strangers."""
    return [dict(query.fields) for query in queries(people, count, _SEED, "a")]


def token(store: Store) -> str:
    """A service token that may ask."""
    with writing(store.engine) as connection:
        return tokens.create(connection, "benchmark", ["match"], days=1)
