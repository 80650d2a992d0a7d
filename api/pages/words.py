"""Words in the reader's language. The code holds the Russian text (Art. 15); the others are looked up."""

from __future__ import annotations

import flask_babel


def gettext(text: str, /, **facts: str | int) -> str:
    """``text`` in the reader's language, with ``%(fact)s`` filled in; the Russian text where there is no other."""
    return str(flask_babel.gettext(text, **facts))
