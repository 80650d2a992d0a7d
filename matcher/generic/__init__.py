"""Comparators for columns beyond Art. 6, declared in a map file: text, code, number, date, category.

They serve batch jobs on registers of other make. A column is dictionary-encoded once for the whole job; pairs are
compared by code first, and only pairs of values that can be alike are compared letter by letter.
"""

from matcher.generic.coded import NONE, Coded, Vocabulary, encode, encode_arrow
from matcher.generic.comparators import TYPES, ColumnComparator, column_comparator
from matcher.generic.exchanged import turned
from matcher.generic.population import Frequencies, with_population

__all__ = [
    "NONE",
    "TYPES",
    "Coded",
    "ColumnComparator",
    "Frequencies",
    "Vocabulary",
    "column_comparator",
    "encode",
    "encode_arrow",
    "turned",
    "with_population",
]
