"""docs/errors.md, made from ``models/messages.toml``: ``python -m api.errors_page > docs/errors.md``."""

from __future__ import annotations

import sys

from models.errors import LANGUAGES, catalogue

_HEAD = """# Errors

Every error has a stable code. Its text stands in `models/messages.toml` in four languages; this page is made from
that file (`python -m api.errors_page > docs/errors.md`). `{field}` is the path of the field, other braces hold
limits, codes and counts: never a value that somebody sent.

Over HTTP an error is a problem document (RFC 9457, `application/problem+json`): `type` is `urn:tulga:error:` and the
code, `title` says what the status means, `detail` is the text below in the language of `Accept-Language` (ru, kk,
tg, en; Russian without it), `errors` lists each wrong field with a JSON pointer, `request_id` names the request in
the log. On the command line the text goes to stderr in the language of `TULGA_LANGUAGE`.

A code that begins with `http_` names a status for which there is nothing more to say.
"""


def errors_page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for code, texts in sorted(catalogue().items()):
        lines = [f"- **{language}**: {_plain(texts[language])}" for language in LANGUAGES]
        parts.append("\n".join([f"## {code}", "", *lines, ""]))
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Markdown must not take the brackets of ``[extra]`` or a ``*`` for its own."""
    return text.replace("[", "\\[").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(errors_page())
