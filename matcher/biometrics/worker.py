"""A killable process for everything that decodes foreign bytes or calls a native matcher.

One of the libraries aborts its process on an 8 x 8 image and another runs a minute on noise, so the node never loads
them itself. The child gets a task name and values, works under limits on address space and file writes, and is killed
when its time is up; the next task starts a new one. Its time is processor time: a busy machine makes no file suspect.
"""

from __future__ import annotations

import contextlib
import functools
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Self

from matcher.biometrics import wire
from matcher.biometrics.limits import Limits, limits
from models.errors import BadFile, BadValue, MissingExtra, StoreError, TooLarge, TulgaError

_HEADER = struct.Struct("<Q")
_ERRORS: dict[str, type[TulgaError]] = {c.__name__: c for c in (BadFile, BadValue, TooLarge, MissingExtra)}
_CHUNK = 1 << 16
_USER_TIME, _SYSTEM_TIME = 11, 12
"""Places of utime and stime in /proc/PID/stat, counted behind the name (proc(5))."""
_SHORTEST_STEP = 0.01


class _Died(Exception):
    """The child ended during a task; ``fresh`` when it was its first."""

    def __init__(self, fresh: bool) -> None:
        super().__init__()
        self.fresh = fresh


class Worker:
    """One child process and the lock that gives it one task at a time; use it as a context manager or ``close`` it."""

    def __init__(self, bounds: Limits | None = None) -> None:
        self._limits = bounds or limits()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, task: str, *arguments: Any, seconds: float | None = None) -> Any:
        """Run a task of ``worker_child.TASKS``.

        Raises :class:`BadFile` when the input is refused, when the child died, or when it took more than ``seconds`` of
        processor time (or many times that by the clock: a child that waits for nothing is ended too).
        """
        limit = seconds or self._limits.seconds
        with self._lock:
            try:
                answer = self._ask(task, arguments, limit)
            except _Died as died:
                if died.fresh:
                    raise BadFile("biometrics_crashed") from died
                try:  # an earlier file may have damaged the child: this one is not to blame for it
                    answer = self._ask(task, arguments, limit)
                except _Died as again:
                    raise BadFile("biometrics_crashed") from again
        return _unwrap(answer)

    def _ask(self, task: str, arguments: tuple[Any, ...], seconds: float) -> Any:
        """Send one task and wait for its answer; the child is gone after anything but an answer."""
        child, answer = self._started(), None
        fresh = self._served == 0
        self._served += 1
        try:
            _send(child.stdin, wire.pack([task, list(arguments)]))
            answer = self._receive(child, _Patience(child.pid, seconds, self._limits.patience))
        except TimeoutError as error:
            raise BadFile("biometrics_timeout", seconds=seconds) from error
        except (EOFError, BrokenPipeError) as error:
            raise _Died(fresh) from error
        finally:
            if answer is None:
                self._kill()
        return answer

    def close(self) -> None:
        """End the child; the next call starts a new one."""
        with self._lock:
            self._kill()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._kill()
            self._child, self._served = _spawn(self._limits.memory), 0
            try:
                self._receive(
                    self._child, _Patience(self._child.pid, self._limits.start_seconds, self._limits.patience)
                )
            except (TimeoutError, EOFError) as error:
                self._kill()
                raise StoreError("biometrics_worker") from error
        return self._child

    @staticmethod
    def _receive(child: subprocess.Popen[bytes], patience: _Patience) -> Any:
        size = _HEADER.unpack(_read(child.stdout, _HEADER.size, patience))[0]
        return wire.unpack(_read(child.stdout, size, patience))

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


def _spawn(memory: int) -> subprocess.Popen[bytes]:
    environment = dict(os.environ) | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-m", "matcher.biometrics.worker_child", str(memory)]
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0
    )


def _send(stream: IO[bytes] | None, frame: bytes) -> None:
    if stream is None:
        raise EOFError
    view = memoryview(_HEADER.pack(len(frame)) + frame)
    while view:
        view = view[stream.write(view) :]


def _processor_seconds(pid: int) -> float | None:
    """Processor time that a process has used; None where the system does not tell (only Linux has /proc)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])) / os.sysconf("SC_CLK_TCK")


class _Patience:
    """How long an answer may take: ``seconds`` of the child's processor time, ``factor`` times that by the clock."""

    def __init__(self, pid: int, seconds: float, factor: float) -> None:
        self._pid, self._seconds = pid, seconds
        self._before = _processor_seconds(pid)
        self._deadline = time.monotonic() + seconds * (1 if self._before is None else factor)

    def step(self) -> float:
        """Seconds to wait before asking again. Raises TimeoutError when the time is up."""
        spent = None if self._before is None else _processor_seconds(self._pid)
        left = self._seconds if spent is None or self._before is None else self._seconds - (spent - self._before)
        until = min(left, self._deadline - time.monotonic())
        if until <= 0:
            raise TimeoutError
        return max(until, _SHORTEST_STEP)


def _read(stream: IO[bytes] | None, size: int, patience: _Patience) -> bytes:
    if stream is None:
        raise EOFError
    parts, missing = [], size
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while missing:
            if not selector.select(patience.step()):
                continue
            part = os.read(stream.fileno(), min(missing, _CHUNK))
            if not part:
                raise EOFError
            parts.append(part)
            missing -= len(part)
    return b"".join(parts)


def _unwrap(answer: Any) -> Any:
    status, *rest = answer
    if status == "ok":
        return rest[0]
    name, code, field, facts = rest
    raise _ERRORS.get(name, BadFile)(code, field, **facts)


@functools.cache
def default_worker() -> Worker:
    """The worker that the functions of this package share; its child starts with the first task."""
    return Worker()
