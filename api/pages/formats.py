"""Numbers as the reader's language writes them."""

from __future__ import annotations

from datetime import datetime

from babel.numbers import format_decimal, format_percent
from flask_babel import format_datetime

from api.language import current_language

_CERTAIN = 0.9999
_MINUS = "\N{MINUS SIGN}"


def bits(value: float) -> str:
    """Bits with a sign and one decimal: ``+4,1``; a zero without a sign."""
    rounded = round(value, 1)
    text = format_decimal(abs(rounded), "0.0", locale=current_language())
    return text if rounded == 0 else f"{'+' if rounded > 0 else _MINUS}{text}"


def probability(value: float) -> str:
    """A probability in percent that never says 0 or 100: nothing is that sure."""
    if value > _CERTAIN:
        return f"> {format_percent(_CERTAIN, '0.00 %', locale=current_language())}"
    if value < 1 - _CERTAIN:
        return f"< {format_percent(1 - _CERTAIN, '0.00 %', locale=current_language())}"
    pattern = "0.0 %" if 0.01 <= value < 0.99 else "0.00 %"
    return format_percent(value, pattern, locale=current_language())


def number(value: float) -> str:
    """A whole number with its thousands set apart."""
    return format_decimal(round(value), locale=current_language())


def moment(value: datetime) -> str:
    """A point in time, to the minute."""
    return str(format_datetime(value, "short"))
