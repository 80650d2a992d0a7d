"""The name comparator: names are grammar before they are strings.

`normalise` reads one record's spellings once, at the door; `batch` makes numbers of stored rows; `compare` gives
levels and bits for aligned batches; `explain` says the same in words for one pair; `keys` are the candidate keys of a
row.
"""

from matcher.names.batches import NameBatch, batch
from matcher.names.comparison import FATHER_SON, INITIAL, SWAPPED, WOMAN, NameComparison, compare, score
from matcher.names.distance import compiled
from matcher.names.explanation import explain, explain_many
from matcher.names.keys import folded, keys
from matcher.names.model import LEVELS, NameInput, Part, Row, Spelling
from matcher.names.reading import normalise, prepare, read

__all__ = [
    "FATHER_SON",
    "INITIAL",
    "LEVELS",
    "SWAPPED",
    "WOMAN",
    "NameBatch",
    "NameComparison",
    "NameInput",
    "Part",
    "Row",
    "Spelling",
    "batch",
    "compare",
    "compiled",
    "explain",
    "explain_many",
    "folded",
    "keys",
    "normalise",
    "prepare",
    "read",
    "score",
]
