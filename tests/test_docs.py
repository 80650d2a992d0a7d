"""The documentation holds together: links lead somewhere, commands named exist, every message has its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} points to {target}, which is not there"


def test_commands_in_the_readme_exist():
    from typer.main import get_command

    from api.cli import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:^|\| )\s*tulga ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert named
    assert named <= known, f"the README names commands that are not there: {sorted(named - known)}"


def test_make_targets_in_the_pages_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for line in re.findall(r"(?:^    |`)make ([a-z -]+)", page.read_text("utf-8"), re.MULTILINE):
            words = re.split(r"\s{2,}", line.strip())[0].split()
            assert set(words) <= targets, f"{page.name} names make targets that are not there: {words}"
