"""Vendored files are the ones whose hashes and licences are written down; pages load nothing from elsewhere."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENDOR = ROOT / "api/pages/static/vendor"


def test_every_vendored_file_has_its_hash_its_licence_and_its_line_in_notice():
    hashes = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    files = {f.name for f in VENDOR.iterdir() if f.suffix in (".js", ".css")}
    assert set(hashes) == files
    for name in files:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == hashes[name]
        library, version = re.match(r"([a-z]+)-([\d.]+\d)", name).groups()
        assert (VENDOR / f"{library}-{version}.LICENSE").exists()
        assert name in (ROOT / "NOTICE").read_text("utf-8")


def test_no_page_loads_from_another_host_or_runs_inline_code():
    for template in (ROOT / "api/pages/templates").glob("*.html"):
        text = template.read_text("utf-8")
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), template.name
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|hx-on", text), template.name
    assert "http" not in re.sub(r"/\*.*?\*/", "", (ROOT / "api/pages/static/tulga.css").read_text("utf-8"), flags=re.S)
