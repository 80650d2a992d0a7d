"""What really ends a job: SIGKILL, a file that may not grow, a limit of memory; nothing is patched in."""

import json
import signal
import subprocess
import sys
import time

import pytest

from api.linking.engines import EngineChoice
from api.linking.run import RESULTS, Request, execute
from api.linking.workshop import NAME
from matcher.linkage import meeting
from matcher.linkage.job import Options
from models.errors import BadValue, StoreError
from tests.api.linking.made import MAP, files, people, write_csv

PARTS = "from matcher.linkage import meeting; meeting.PART_PAIRS = 300; "
"""Many small parts, so that there is something to go on from."""
MAIN = "from api.cli import main; main()"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A register and the results of a job that nothing disturbed, in many parts."""
    folder = tmp_path_factory.mktemp("failures")
    write_csv(people(900), folder / "people.csv")
    (folder / "map.toml").write_text(MAP)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(meeting, "PART_PAIRS", 300)
        job(folder, "whole")
    return folder


def job(place, out, **more):
    return execute(Request((files(place / "people.csv"),), place / out, place / "map.toml", Options(), **more), print)


def process(place, out, *options, before=""):
    command = ["dedupe", str(place / "people.csv"), "--map", str(place / "map.toml"), "-o", str(place / out), *options]
    code = before + PARTS + MAIN
    return subprocess.Popen([sys.executable, "-c", code, *command], stderr=subprocess.PIPE, stdout=subprocess.PIPE)


def results(place, out):
    return {name: (place / out / name).read_bytes() for name in RESULTS}


def test_a_job_killed_by_the_system_goes_on_to_the_same_bytes(place):
    killed = process(place, "killed")
    part = place / "killed" / NAME / "part-00002.npz"
    while killed.poll() is None and not part.exists():
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert not (place / "killed" / "run.json").exists()
    again = process(place, "killed", "--resume")
    _, said = again.communicate()
    assert again.returncode == 0, said
    assert b"done by an earlier run" in said
    assert results(place, "killed") == results(place, "whole")


def test_a_disk_that_takes_no_more_is_told_and_earlier_results_stay_whole(place):
    """A process whose files may not grow beyond 8 kB stands for a full disk: the system refuses the write."""
    before = results(place, "whole")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000)); "
    full = process(place, "whole", "--seed", "2", before=limit)
    _, said = full.communicate()
    assert full.returncode not in (0, -signal.SIGXFSZ), said
    assert b"Traceback" not in said
    assert results(place, "whole") == before


def test_less_memory_gives_the_same_results(place, monkeypatch):
    monkeypatch.setattr(meeting, "PART_PAIRS", 300)
    job(place, "narrow", engine=EngineChoice(memory="60MB"))
    assert results(place, "narrow") == results(place, "whole")


@pytest.mark.parametrize(("memory", "code"), [("1MB", "memory_too_small"), ("lots", "memory_unreadable")])
def test_a_limit_that_cannot_be_kept_is_told(place, memory, code):
    with pytest.raises((StoreError, BadValue)) as caught:
        job(place, "refused", engine=EngineChoice(memory=memory))
    assert (caught.value.code, caught.value.field) == (code, memory)
    assert not (place / "refused" / "run.json").exists()


def test_the_record_of_a_run_does_not_depend_on_how_often_it_was_stopped(place):
    assert json.loads((place / "whole" / "run.json").read_text())["records"] == 1200
