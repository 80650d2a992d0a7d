"""The child side of :mod:`matcher.biometrics.worker`: reads tasks on stdin, answers on stdout, obeys its limits."""

from __future__ import annotations

import importlib
import os
import resource
import struct
import sys
from typing import IO, Any

from matcher.biometrics import wire
from models.errors import TulgaError

TASKS = {
    "ping": "matcher.biometrics.worker_child:ping",
    "image": "matcher.biometrics.images:decode",
    "face": "matcher.biometrics.faces.enrol:enrol",
    "finger": "matcher.biometrics.fingers.enrol:enrol",
    "bozorth3": "matcher.biometrics.fingers.nbis_tools:bozorth3",
    "assemble": "matcher.biometrics.cards.assemble:assemble",
    "card": "matcher.biometrics.cards.read:read_card",
    "card_portrait": "matcher.biometrics.cards.enrol:enrol_portrait",
    "card_checked": "matcher.biometrics.cards.enrol:checked",
    "card_template": "matcher.biometrics.cards.enrol:enrol",
}
"""What a child may be asked: task name to ``module:function``. Nothing else can be called from outside."""
_HEADER = struct.Struct("<Q")


def ping(value: Any) -> Any:
    """Give back what was sent; shows that the child is alive."""
    return value


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(frame: bytes) -> list[Any]:
    task, arguments = wire.unpack(frame)
    module, function = TASKS[task].split(":")
    try:
        return ["ok", getattr(importlib.import_module(module), function)(*arguments)]
    except TulgaError as error:
        return ["refused", type(error).__name__, error.code, error.field, error.facts]
    except MemoryError:
        return ["refused", "TooLarge", "biometrics_memory", None, {}]
    except Exception as error:  # the boundary: decoders raise anything, and the node must hear a refusal, not a crash
        return ["refused", "BadFile", "biometrics_failed", None, {"task": task, "error": type(error).__name__}]


def _loop(source: IO[bytes], sink: IO[bytes]) -> None:
    while len(header := source.read(_HEADER.size)) == _HEADER.size:
        frame = wire.pack(_answer(source.read(_HEADER.unpack(header)[0])))
        sink.write(_HEADER.pack(len(frame)) + frame)
        sink.flush()


def main() -> None:
    """Serve tasks until the parent closes the pipe. What native code prints goes to stderr, not into the answers."""
    private = os.dup(1)
    os.dup2(2, 1)
    _limit(int(sys.argv[1]))
    hello = wire.pack(["ok", "ready"])
    with os.fdopen(private, "wb") as sink:
        sink.write(_HEADER.pack(len(hello)) + hello)
        sink.flush()
        _loop(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
