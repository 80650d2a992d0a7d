"""The command ``tulga``. Answers go to stdout, everything else to stderr; a failure ends with a code other than 0.

Each command is a file here and imports what it needs when it runs, so that ``--help`` is quick and a part that is not
installed spoils no other. docs/cli.md has the table of exit codes.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Final

import typer
from typer.exceptions import TyperException

from api.cli import commands
from models.errors import TulgaError

app: Final = typer.Typer(
    name="tulga",
    help="Identity matching and record linkage across Cyrillic and Latin, with evidence in bits.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
commands.register(app)

INTERNAL: Final = 70
"""Exit code of a fault of the program itself (sysexits.h, EX_SOFTWARE)."""
INTERRUPTED: Final = 130


def main() -> None:
    """Run the command line and end the process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; gives its exit code. An error is told in words, never as a traceback: that may hold a name."""
    try:
        result = app(arguments, prog_name="tulga", standalone_mode=False)
        sys.stdout.flush()
    except TulgaError as error:
        about = f"{error.source}: " if error.source else ""
        return _fail(about + error.text(_language()), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _fail("interrupted; what was committed is whole", INTERRUPTED)
    except TyperException as error:  # a missing or wrong option
        return _misused(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _fail(_fault(error), INTERNAL)
    return result if isinstance(result, int) else 0


def _fail(message: str, code: int) -> int:
    print(f"tulga: {message}", file=sys.stderr)  # noqa: T201  the command line speaks so
    return code


def _misused(error: TyperException) -> int:
    """Usage and reason; typer brings its own copy of click, whose exceptions are not click's."""
    show = getattr(error, "show", None)
    if show is None:
        return _fail(error.format_message(), error.exit_code)
    show()
    return error.exit_code


def _fault(error: Exception) -> str:
    """Type and place of a fault, without its text; with TULGA_DEBUG=1 all of it, for a machine without real data."""
    if os.environ.get("TULGA_DEBUG") == "1":
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}"
    return f"a fault in the program: {type(error).__name__} at {place}. Please report it; TULGA_DEBUG=1 shows more."


def _language() -> str:
    return os.environ.get("TULGA_LANGUAGE", "en")
