"""Photos and prints on the command line: the options that scripts rely on, and an evaluation from end to end."""

from __future__ import annotations

import re

import pyarrow.parquet as pq
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from api.cli import app
from matcher.biometrics.cards.write import Contents, Transaction, write_card
from matcher.biometrics.images import to_png
from matcher.biometrics.synthetic.cards import print_of, prints
from matcher.biometrics.types import Portrait
from tests.matcher.biometrics.conftest import portrait

__all__ = ["portrait"]

OPTIONS = {
    ("face",): {"--json", "--model"},
    ("finger",): {"--json", "--extractor", "--ppi"},
    ("card",): {"--json", "--extractor", "--thumbnails"},
    ("identify",): {"--register", "--limit", "--engine", "--gallery", "--master", "--purpose", "--case"},
    ("gallery",): set(),
    ("evaluate", "faces"): {"--root", "--list", "--scores", "--det", "--reliability", "--model"},
    ("evaluate", "fingers"): {"--root", "--scores", "--det", "--reliability", "--extractor"},
    ("train", "faces"): {"--root", "--list", "--out", "--model"},
    ("train", "fingers"): {"--root", "--out", "--extractor"},
}


@pytest.mark.parametrize("command", OPTIONS, ids=" ".join)
def test_options_keep_their_names(command):
    """Each with a sentence of help."""
    found = get_command(app)
    for name in command:
        found = found.commands[name]
    options = {o: p for p in found.params for o in p.opts if o.startswith("--")}
    assert set(options) - {"--store", "--help"} == OPTIONS[command]
    assert all(options[o].help for o in OPTIONS[command])


def test_two_files_can_be_given():
    """The second argument of face and card is a file, not an option."""
    for name in ("face", "finger", "card"):
        arguments = [p for p in get_command(app).commands[name].params if p.param_type_name == "argument"]
        assert len(arguments) == 2


def test_a_card_tells_its_portrait_and_two_cards_compare_theirs(tmp_path, portrait):
    """The face of a Type-10 record with where it comes from; its bits stand beside the fingers', not in their sum."""
    card = write_card(
        Transaction("REG", "20260101", "KZ", "TJ", "T-1"),
        Contents(prints=prints(1, 0, fingers=(2,)), portraits=(Portrait(portrait, ""),)),
    )
    (tmp_path / "a.an2").write_bytes(card)
    command = ["card", str(tmp_path / "a.an2"), "--extractor", "mindtct/1"]
    done = CliRunner().invoke(app, [*command, "--thumbnails", str(tmp_path / "t")])
    assert re.search(r"face 10\.2 +TJ 20260101", done.output), done.output
    assert {p.name.partition("-")[0] for p in (tmp_path / "t").iterdir()} == {"02", "portrait"}
    compared = CliRunner().invoke(app, [*command, str(tmp_path / "a.an2")])
    assert "not in the sum" in compared.output


def test_prints_are_evaluated_from_end_to_end(tmp_path):
    """Two fingers with two prints: rates on stdout, every pair once in the score file, both plots."""
    (tmp_path / "db").mkdir()
    for finger in (1, 2):
        for taking in (0, 1):
            (tmp_path / "db" / f"{finger}_{taking}.png").write_bytes(to_png(print_of(finger, 2, taking).pixels, 500))
    out = {name: tmp_path / name for name in ("scores.parquet", "det.svg", "bits.svg")}
    command = ["evaluate", "fingers", "--root", str(tmp_path), "--extractor", "mindtct/1"]
    command += ["--scores", str(out["scores.parquet"]), "--det", str(out["det.svg"])]
    done = CliRunner().invoke(app, [*command, "--reliability", str(out["bits.svg"])])
    assert done.exit_code == 0, done.output
    assert re.search(r"genuine 2 +impostor 4 +failures to enrol 0\.00 %", done.output)
    assert "C_llr" in done.output
    rows = pq.read_table(out["scores.parquet"]).to_pylist()
    assert [set(r) for r in rows] == [{"a", "b", "same", "score"}] * 6
    assert min(r["score"] for r in rows if r["same"]) > max(r["score"] for r in rows if not r["same"])
    assert all(file.stat().st_size for file in out.values())
