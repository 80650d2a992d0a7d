"""``python -m matcher.citizenship.build_countries``: makes ``data/countries.tsv`` from CLDR as Babel carries it.

A tool for whoever maintains the table; nothing at run time needs Babel. CLDR is under the Unicode licence, see NOTICE.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.core import get_global

LANGUAGES = ("ru", "kk", "tg", "en", "uz", "ky")


def rows() -> list[str]:
    """One line for each country: alpha-3 code, alpha-2 code, names in LANGUAGES."""
    alpha3 = {two[0]: three for three, two in get_global("territory_aliases").items() if _is_alpha3(three, two)}
    names = {language: Locale(language).territories for language in LANGUAGES}
    table = [[three, two, *(names[language].get(two, "") for language in LANGUAGES)] for two, three in alpha3.items()]
    return ["\t".join(row) for row in sorted(table) if row[-3]]


def _is_alpha3(three: str, two: list[str]) -> bool:
    """Whether it is a code of a country of today; X… and QM–QZ are free for private use."""
    old = {"QUU", "ANT", "ATF", "BUR", "DDR", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR", "FXX", "NTZ", "ROM"}
    return (
        len(three) == 3
        and three.isalpha()
        and len(two) == 1
        and len(two[0]) == 2
        and three[0] != "X"
        and three not in old
    )


def main() -> None:
    """Write the table beside this file."""
    header = "\t".join(("code", "alpha2", *LANGUAGES))
    target = Path(__file__).with_name("data") / "countries.tsv"
    target.write_text("\n".join([header, *rows()]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
