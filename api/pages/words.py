"""Words in the reader's language. Texts are Russian in the code (Art. 15), and are looked up for the other languages."""

from __future__ import annotations

import flask_babel


def gettext(text: str, **facts: str | int) -> str:
    """``text`` in the reader's language, with ``%(fact)s`` filled in; the Russian text where there is no other."""
    return str(flask_babel.gettext(text, **facts))
