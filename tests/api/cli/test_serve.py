"""``tulga serve`` serves the node it is given, on TLS or at the loopback address only."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from api.settings import read_settings
from api.store.opening import open_store

TULGA = [sys.executable, "-c", "from api.cli import main; main()"]


@pytest.fixture
def environment(tmp_path):
    found = {"TULGA_STORE": f"sqlite:///{tmp_path}/t.sqlite3", "TULGA_KEY_FILE": f"{tmp_path}/key"}
    open_store(settings=read_settings(found)).close()
    return {**os.environ, **found}


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_served_node_answers_and_stops_when_it_is_told(environment, port, tmp_path):
    log = tmp_path / "log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [*TULGA, "serve", "--insecure-cookies", "--port", str(port)], env=environment, stderr=stderr
        )
    try:
        assert _wait_for(f"http://127.0.0.1:{port}/readyz", process) == 200
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/registers")
        assert refused.value.code == 401
        refused.value.close()
    finally:
        process.terminate()
        process.wait(30)
    assert '"route": "/api/v1/registers"' in log.read_text()


def _wait_for(address: str, process: subprocess.Popen) -> int:
    for _ in range(600):
        assert process.poll() is None, "the process ended"
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                return answer.status
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("nobody answers")


def test_cookies_without_tls_are_for_the_loopback_address(environment):
    done = subprocess.run(
        [*TULGA, "serve", "--insecure-cookies", "--host", "node.example"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "loopback" in done.stderr


def test_a_store_that_is_not_there_is_told_in_words(environment, tmp_path):
    done = subprocess.run(
        [*TULGA, "serve"],
        env={**environment, "TULGA_STORE": f"sqlite:///{tmp_path}/other.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("tulga: ")
