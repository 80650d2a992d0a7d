"""Names as received: three parts or one whole string, in as many spellings as the source gave, letter for letter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.presence import Value


class Spelling(StrEnum):
    """In which spelling a name was received."""

    RUSSIAN = "russian"
    LATIN = "latin"
    NATIVE = "native"
    """Kazakh, Tajik, Uzbek or Kyrgyz orthography."""
    OTHER = "other"


class NameKind(StrEnum):
    """What the name is to the person."""

    CURRENT = "current"
    FORMER = "former"
    """An earlier surname, before marriage or a reform of the ending."""
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of one name (Art. 6, item 1). ``whole`` holds it when the source did not tell the parts apart."""

    surname: Value[str] = Value()
    given: Value[str] = Value()
    patronymic: Value[str] = Value()
    spelling: Spelling = Spelling.OTHER
    kind: NameKind = NameKind.CURRENT
    whole: str | None = None

    @property
    def empty(self) -> bool:
        """Whether the source gave no letter of it."""
        parts = (self.surname.value, self.given.value, self.patronymic.value)
        return not self.whole and parts == (None, None, None)

    def text(self) -> str:
        """The name as one line: surname, given name, patronymic, as received."""
        parts = (self.surname.value, self.given.value, self.patronymic.value)
        return self.whole or " ".join(p for p in parts if p)
