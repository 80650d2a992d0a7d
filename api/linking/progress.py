"""Telling how far a job is, and for how long it will go on, as far as that is known."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

EVERY: Final = 2.0
"""Seconds between two lines of one stage."""
FIRST_GUESS: Final = 0.02
"""Share of a stage that must be done before its end is guessed: parts are of about equal work."""


class Teller:
    """Called with a stage and how far it is (0…1); tells stages as they begin, and the time left within long ones."""

    def __init__(self, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell, self._clock = tell, clock
        self._stage, self._began, self._told, self._start = "", 0.0, 0.0, 0.0

    def __call__(self, stage: str, share: float) -> None:
        """Told how far the job is."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._told, self._start = stage, now, now, share
            self._tell(stage)
        elif share < 1.0 and now - self._told >= EVERY:
            self._told = now
            self._tell(f"{stage} {share:.0%}{self._left(now - self._began, share - self._start, 1.0 - share)}")

    def _left(self, spent: float, done: float, open_: float) -> str:
        """What is left, from what the same work took so far; nothing where too little is done to tell."""
        return f", about {in_words(spent / done * open_)} left" if done >= FIRST_GUESS else ""


def in_words(seconds: float) -> str:
    """A duration, no more exact than a guess is."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
