"""Rows of a text file as physical lines, put together where a quoted cell runs over several. Memory is bounded."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO, Final

from api.loading.rejects import Reject

MAX_LINE: Final = 1 << 18
"""Characters; a longer line is no row but a broken file. It is rejected without being read into memory."""
MAX_QUOTED_LINES: Final = 64
"""Lines over which one quoted cell may run; beyond, its opening quote is a slip and only its line is lost."""

csv.field_size_limit(MAX_LINE * (MAX_QUOTED_LINES + 1))
# No cell of a row is longer: a long one is refused by the name of its field, and not by the parser for the whole file.

Row = tuple[int, str]


class Lines:
    """Numbered lines of an open text file, with lines pushed back and overlong lines cut off."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._ahead: deque[tuple[int, str | None]] = deque()
        self._number = 0

    def next(self) -> tuple[int, str | None] | None:
        """Number and text of the next line (None for the text of an overlong one), or None at the end."""
        if self._ahead:
            return self._ahead.popleft()
        line = self._file.readline(MAX_LINE)
        if not line:
            return None
        self._number += 1
        if len(line) < MAX_LINE or line.endswith("\n"):
            return self._number, line.removesuffix("\n")
        while line and not line.endswith("\n"):
            line = self._file.readline(MAX_LINE)
        return self._number, None

    def push_back(self, lines: list[tuple[int, str | None]]) -> None:
        """Read these again."""
        self._ahead.extendleft(reversed(lines))


def rows(lines: Lines, separator: str | None) -> Iterator[Row | Reject]:
    """Rows with the number of their first line; with ``separator`` None each line is a row (JSON Lines)."""
    while (line := lines.next()) is not None:
        number, text = line
        if text is None:
            yield Reject(number, "", "row_too_long", {"limit": MAX_LINE})
        elif "\ufffd" in text:
            yield Reject(number, "", "row_encoding", {})
        elif separator and '"' in text and text.count('"') % 2 and opens_quote(text, separator):
            yield _quoted(lines, number, text, separator)
        elif text and not text.isspace():
            yield number, text


def opens_quote(text: str, separator: str) -> bool:
    """Whether the last cell of the text is quoted and not closed."""
    try:
        for _ in csv.reader([text], delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _quoted(lines: Lines, number: int, text: str, separator: str) -> Row | Reject:
    taken: list[tuple[int, str | None]] = []
    while len(taken) < MAX_QUOTED_LINES and (line := lines.next()) is not None:
        taken.append(line)
        if line[1] is None:
            break
        text = f"{text}\n{line[1]}"
        if line[1].count('"') % 2 and not opens_quote(text, separator):
            return number, text
    lines.push_back(taken)
    return Reject(number, "", "row_quote_open", {"limit": MAX_QUOTED_LINES})
