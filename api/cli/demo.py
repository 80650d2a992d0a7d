"""``tulga demo``: a node with invented people, ready to be looked at."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.cli.options import actor, settings_for, tell

if TYPE_CHECKING:
    from api.cli.demo_cards import Owner
    from api.settings import Settings
    from api.store.store import Store

LOGIN: Final = "demo"
ROLE: Final = "registrar"
REGISTERS: Final = {"a": "kz", "b": "tj"}
_OUTDATED: Final = {"store_old", "features_outdated"}
"""What a store of an earlier version is refused for. Nobody's data is in the demo's: it needs no backup first."""


def demo(
    people: Annotated[int, typer.Option(min=1, help="How many people to invent.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8080,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar="URL", show_default="demo.sqlite3 in your data directory", help="Store of the demo."
        ),
    ] = None,
) -> None:
    """Invent two registers, load them, make a login and serve the node.

    The demo has a store of its own, so that invented people never stand among real ones; it is kept and used again.
    Login and password are written to stderr; the password is a new one at each start.

    Example: tulga demo --port 8081
    """
    settings = replace(settings_for(store), store=store or _demo_store())
    opened_store = _opened(settings)
    with_cards = [] if opened_store.registers() else _fill(opened_store, people, settings)
    password = _login(opened_store)
    opened_store.close()
    _tell_of_pictures(with_cards, settings)
    tell(f"http://{host}:{port}/   login {LOGIN}, password {password}")
    _serve(settings, host, port, with_cards)


def _demo_store() -> str:
    import platformdirs

    return f"sqlite:///{Path(platformdirs.user_data_dir('tulga', appauthor=False)) / 'demo.sqlite3'}"


def _opened(settings: Settings) -> Store:
    from api.cli.maintain import brought_up
    from api.store.opening import open_store
    from models.errors import StoreError

    try:
        store = open_store(settings=settings, create=True)
    except StoreError as error:
        if error.code not in _OUTDATED:
            raise
        tell("bringing the demo's store up to this version …")
        store = brought_up(settings)[0]
    if store.new_key:
        tell(f"A master key was made: {store.new_key}")
    return store


def _tell_of_pictures(people: list[Owner], settings: Settings) -> None:
    """How to ask with a card, and how to add a photo: no real face can come along with a demo."""
    register, record_id = people[0].records[0] if people else ("REGISTER", "RECORD_ID")
    if people:
        tell(f"fingerprint cards are grown for {len(people)} people; in a minute or two ask with {_probe(settings)}")
    tell(f"a photo of your own: tulga picture {register} {record_id} face.jpg --store '{settings.store}'")


def _probe(settings: Settings) -> Path:
    return settings.key_file.with_name("demo-card.an2")


def _fill(store: Store, people: int, settings: Settings) -> list[Owner]:
    """Load both registers of a generated population; gives people who are to have fingerprint cards."""
    from api.cli.demo_cards import owners
    from api.loading.load import Load, load_file
    from benchmarks.population import generate

    tell(f"inventing {people} people …")
    with tempfile.TemporaryDirectory() as folder:
        generate(people, Path(folder), seed=1)
        for body, register in REGISTERS.items():
            plan = Load(register=register, actor=actor(), workers=settings.workers)
            totals = load_file(store, Path(folder) / f"register_{body}.csv", plan).totals
            tell(f"register {register}: {totals.added} records")
        files = {register: Path(folder) / f"register_{body}.csv" for body, register in REGISTERS.items()}
        return owners(Path(folder) / "truth.csv", files)


def _login(store: Store) -> str:
    """A demo user with a fresh password."""
    from api.auth import users
    from api.store.engine import writing
    from models.errors import Conflict

    password = secrets.token_urlsafe(12)
    with writing(store.engine) as connection:
        try:
            users.add(connection, LOGIN, password, [ROLE])
        except Conflict:
            users.set_password(connection, LOGIN, password)
    return password


def _serve(settings: Settings, host: str, port: int, with_cards: list[Owner]) -> None:
    """Serve on plain http at the loopback address, where cookies do without TLS; cards grow meanwhile."""
    from api.cli.demo_cards import grow_beside
    from api.cli.serve import serve

    if with_cards:
        grow_beside(settings, with_cards, _probe(settings))
    serve(
        settings.store, host, port, workers=1, threads=4, certificate=None, certificate_key=None, insecure_cookies=True
    )
