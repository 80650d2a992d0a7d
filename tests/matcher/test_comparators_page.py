"""docs/comparators.md says what the code says."""

import importlib
import re
from pathlib import Path

import pytest

from tests.matcher import room_checks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "comparators.md"
ROOMS = (
    "matcher.dates",
    "matcher.places",
    "matcher.addresses",
    "matcher.sex",
    "matcher.citizenship",
    "matcher.documents",
    "matcher.documents.personal",
    "matcher.documents.content",
)


@pytest.mark.parametrize("room", ROOMS)
def test_every_level_and_note_stands_on_the_page_with_its_sentence(room):
    comparator, texts = importlib.import_module(room).COMPARATOR, room_checks.reasons(room)
    section = re.search(rf"## `\w+` – `{re.escape(room)}`\n(.*?)(?=\n## )", PAGE.read_text("utf-8"), re.DOTALL)
    assert section, f"{room} has no section"
    found = re.findall(r"^\| `(\w+)` \| (.+) \|$", section[1], re.MULTILINE)
    (attribute,) = comparator.attributes
    expected = [(level, texts[attribute][level]["en"]) for level in comparator.levels]
    expected += [(code, sentences["en"]) for code, sentences in texts["notes"].items()]
    assert found == expected
