"""Collects the words of the pages into their translations: ``python -m api.pages.collect`` (``make words``).

New words come empty (a test names them), left-over ones go, what is translated stays and is compiled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import generate_po, read_po

PAGES: Final = Path(__file__).parent
_METHODS: Final = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
_WIDTH: Final = 120


def words(folder: Path = PAGES) -> set[str]:
    """The Russian texts in code and templates below ``folder``."""
    found = extract_from_dir(folder, _METHODS, keywords={"gettext": None, "_": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def collect(file: Path, wanted: set[str]) -> list[str]:
    """Bring one catalogue up to date; gives the words that have no translation yet."""
    with file.open("rb") as handle:
        old = read_po(handle, locale=file.parents[1].name)
    new = Catalog(old.locale)
    for word in sorted(wanted):
        known = old.get(word)
        new.add(word, known.string if known else "")
    head = file.read_text("utf-8").partition("\n\n")[0]
    body = "".join(generate_po(new, omit_header=True, width=_WIDTH))
    file.write_text(f"{head}\n\n{body}", "utf-8")
    compile_catalogue(file)
    return [str(message.id) for message in new if message.id and not message.string]


def compile_catalogue(file: Path) -> None:
    """Write the ``.mo`` beside a ``.po``."""
    with file.open("rb") as source, file.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source, locale=file.parents[1].name))


if __name__ == "__main__":
    missing = {file.parents[1].name: collect(file, words()) for file in sorted(PAGES.glob("translations/*/*/*.po"))}
    for language, texts in missing.items():
        print(f"{language}: {len(texts)} to translate", *texts, sep="\n  ")  # noqa: T201
