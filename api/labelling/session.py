"""A sitting: pair after pair is shown, a line is read for each; every answer is kept before the next pair comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from api.labelling.labels import Answer, append, rewrite

HELP: Final = "s same person · d different · n not enough data (a reason may follow) · u undo · q stop"
_SAME: Final[Mapping[str, bool | None]] = {"s": True, "d": False, "n": None}


@dataclass
class Sitting:
    """``show`` gets a link, its number (from 1) and how many there are; ``read`` gives a line, None at the end."""

    path: Path
    show: Callable[[Mapping[str, Any], int, int], None]
    read: Callable[[], str | None]
    tell: Callable[[str], None]
    given: list[Answer] = field(default_factory=list)
    """Answers of the file, those of earlier sittings first."""

    def run(self, links: list[Mapping[str, Any]]) -> int:
        """Ask the links in order; how many answers were given in this sitting."""
        before, at = len(self.given), 0
        while at < len(links):
            self.show(links[at], at + 1, len(links))
            line = self._line()
            if line is None:
                break
            at += self._heed(line, links[at], before)
        return len(self.given) - before

    def _line(self) -> str | None:
        """The next line that says something; None to stop."""
        while True:
            self.tell(HELP)
            line = self.read()
            if line is None or line.strip().lower() in {"q", "quit"}:
                return None
            if line.strip()[:1].lower() in {*_SAME, "u"}:
                return line.strip()

    def _heed(self, line: str, link: Mapping[str, Any], before: int) -> int:
        """Keep the answer, or take the last one of this sitting back; by how many pairs to go on."""
        letter, reason = line[0].lower(), line[1:].strip()
        if letter != "u":
            answer = Answer(str(link["record_id_l"]), str(link["record_id_r"]), _SAME[letter], reason)
            append(self.path, answer)
            self.given.append(answer)
            return 1
        if len(self.given) == before:
            self.tell("nothing to take back in this sitting")
            return 0
        self.given.pop()
        rewrite(self.path, self.given)
        return -1
