"""Fixtures: stores on SQLite in a temporary folder, and on a PostgreSQL server of our own where one is installed."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from api.settings import Settings, read_settings
from api.store.opening import open_store

_names = itertools.count(1)
_PASSING = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
"""For setpriv. The last keeps the right in access(2) as well, by which initdb looks for its programs."""


@pytest.fixture
def settings(tmp_path) -> Settings:
    """Settings of a new SQLite store with a key of its own."""
    return settings_at(tmp_path, f"sqlite:///{tmp_path / 'store.sqlite3'}")


@pytest.fixture
def store(settings):
    """A new, empty store on SQLite."""
    opened = open_store(settings=settings)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_settings(request, tmp_path) -> Settings:
    """Settings of a new store on each engine."""
    url = (
        f"sqlite:///{tmp_path / 'store.sqlite3'}" if request.param == "sqlite" else request.getfixturevalue("database")
    )
    return settings_at(tmp_path, url)


@pytest.fixture
def any_store(any_settings):
    """A new, empty store on each engine."""
    opened = open_store(settings=any_settings)
    yield opened
    opened.close()


@pytest.fixture
def database(postgresql_server) -> str:
    """The URL of a fresh database."""
    name = f"store{next(_names)}"
    engine = create_engine(postgresql_server("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return postgresql_server(name)


@pytest.fixture(scope="session")
def postgresql_server():
    """A PostgreSQL server that listens on a socket in its own folder; gives a function from database name to URL."""
    programs = [_program(name) for name in ("initdb", "postgres")]
    if None in programs:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="tulga-pg-"))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        with _running(*programs, folder, _as(account)):
            yield lambda name: f"postgresql+psycopg://tulga@/{name}?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settings_at(folder: Path, url: str) -> Settings:
    """Settings with a key made for the test."""
    return read_settings(
        {"TULGA_STORE": url, "TULGA_KEY": secrets.token_hex(32), "TULGA_KEY_FILE": str(folder / "key")}
    )


@contextlib.contextmanager
def _running(initdb, postgres, folder, as_account):
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    made = [*as_account, initdb, "-D", data, "-U", "tulga", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run(made, check=True, **quiet)
    options = ["-c", "fsync=off", "-c", "max_connections=20", "-c", "shared_buffers=16MB"]
    server = subprocess.Popen([*as_account, postgres, "-D", data, "-k", folder, "-h", "", *options], **quiet)
    try:
        _wait(folder)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _wait(folder: Path) -> None:
    psycopg = pytest.importorskip("psycopg")
    for _ in range(300):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"host={folder} user=tulga dbname=postgres").close()
            return
        time.sleep(0.1)
    raise RuntimeError("the PostgreSQL server did not start")


def _program(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as ``postgres`` or ``nobody``."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip("PostgreSQL does not run as root, and there is no other account")


def _as(account: pwd.struct_passwd | None) -> list[str]:
    """What starts a program as that account, with the right to pass where the root folder is root's alone."""
    if account is None:
        return []
    passing = [] if Path("/").stat().st_mode & stat.S_IXOTH else _PASSING
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", *passing, "--"]
