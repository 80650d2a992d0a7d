"""Agreement levels of two columns of places."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matcher.places.columns import FRAMED, SLIP, Codes, Places, Table, codes_of
from matcher.places.gazetteer import entries, words
from matcher.places.resolving import share

LEVELS: Final = (
    "missing",
    "same_place",
    "same_text",
    "same_ambiguous",
    "similar_text",
    "same_district",
    "contains",
    "same_region",
    "same_country",
    "same_district_other_place",
    "same_region_other_place",
    "other_region",
    "other_country",
    "other_text",
)
LEVEL: Final = {name: np.uint8(number) for number, name in enumerate(LEVELS)}

Mask = NDArray[np.bool_]
WORTH_SORTING: Final = 4096
"""From so many pairs on, finding the distinct ones costs less than judging all."""


def compare_places(a: Places, b: Places) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Levels and the share of people born at the agreeing place, each (n,); every distinct pair is judged once."""
    if len(a) < WORTH_SORTING:
        return _judge(a.spread(), b.spread())
    pairs, where = np.unique(a.at * len(b.table) + b.at, return_inverse=True)
    level, share = _judge(a.table.take(pairs // len(b.table)), b.table.take(pairs % len(b.table)))
    return level[where], share[where]


def _judge(a: Table, b: Table) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    region = _share_code(a.regions, b.regions)
    regions_known = (a.regions[:, 0] != 0) & (b.regions[:, 0] != 0)
    level = _by_frame(a, b, region, regions_known)
    _by_text(level, a, b, region | ~regions_known)
    _by_id(level, a, b)
    level[~_known(a) | ~_known(b)] = LEVEL["missing"]
    return level, _shares(level, a, b)


def _by_frame(a: Table, b: Table, region: Mask, regions_known: Mask) -> NDArray[np.uint8]:
    """What districts, regions and countries say; rules stand from the weakest to the strongest."""
    fine = _fine(a) & _fine(b)
    same_country = (a.country != 0) & (a.country == b.country)
    level = np.full(len(a), LEVEL["other_text"])
    level[same_country & ~fine] = LEVEL["same_country"]
    level[(same_country & _both_in_table(a, b)) | (regions_known & ~region)] = LEVEL["other_region"]
    level[region] = np.where(fine, LEVEL["same_region_other_place"], LEVEL["contains"])[region]
    level[region & _only_regions(a) & _only_regions(b)] = LEVEL["same_region"]
    areas = (a.areas[:, 0] != 0) & (b.areas[:, 0] != 0)
    shared = _share_code(a.areas, b.areas)
    level[region & areas & ~shared] = LEVEL["same_region_other_place"]
    level[shared] = np.where(fine, LEVEL["same_district_other_place"], LEVEL["contains"])[shared]
    level[shared & ~_fine(a) & ~_fine(b)] = LEVEL["same_district"]
    level[_share_code(a.areas, b.ids) | _share_code(a.ids, b.areas)] = LEVEL["contains"]
    level[(a.country != 0) & (b.country != 0) & ~same_country] = LEVEL["other_country"]
    return level


def _by_id(level: NDArray[np.uint8], a: Table, b: Table) -> None:
    shared = _share_code(a.ids, b.ids)
    several = (a.ids[:, 1:] != 0).any(axis=1) | (b.ids[:, 1:] != 0).any(axis=1)
    level[shared] = np.where(several, LEVEL["same_ambiguous"], LEVEL["same_place"])[shared]


def _by_text(level: NDArray[np.uint8], a: Table, b: Table, frames: Mask) -> None:
    """Names that the table does not have on a side: the same words, or words spelled alike.

    Where the frames (districts, regions) contradict each other the names say nothing, but a region that only follows
    from one of several places of a name contradicts nothing: «Коксу» alone may be the Коксу of any region.
    """
    named = (a.name != 0) & (b.name != 0)
    same = named & (a.name_hash == b.name_hash)
    loose = named & ~same & ~(_firm(a) & _firm(b)) & frames & (level != LEVEL["other_country"])
    rows = np.flatnonzero(loose)
    if len(rows):
        level[rows[_alike(a, b, rows)]] = LEVEL["similar_text"]
    level[same & (_guessed(a) | _guessed(b))] = LEVEL["same_ambiguous"]
    told = (level != LEVEL["other_country"]) & ~_both_in_table(a, b)
    level[same & frames & told] = LEVEL["same_text"]


def _alike(a: Table, b: Table, rows: NDArray[np.intp]) -> Mask:
    """Whether the texts of the pairs are spelled alike; every distinct pair of texts is compared once."""
    pairs = a.name[rows].astype(np.int64) * len(b.texts) + b.name[rows]
    distinct, where = np.unique(pairs, return_inverse=True)
    left = [a.texts[i] for i in distinct // len(b.texts)]
    right = [b.texts[i] for i in distinct % len(b.texts)]
    limit = words()["limits"]["similar"]
    ratio = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, score_cutoff=limit)
    return np.asarray((ratio >= limit)[where])


def _share_code(a: Codes, b: Codes) -> Mask:
    found = np.zeros(len(a), np.bool_)
    for i in range(a.shape[1]):
        one = a[:, i]
        for j in range(b.shape[1]):
            found |= (one == b[:, j]) & (one != 0)
    return found


def _fine(places: Table) -> Mask:
    """Whether a settlement is named, in the table or not."""
    return np.asarray((places.ids[:, 0] != 0) | (places.name != 0))


def _in_table(places: Table) -> Mask:
    return np.asarray(places.ids[:, 0] != 0)


def _firm(places: Table) -> Mask:
    """Whether the table knows the settlement by the spelling it was given in."""
    return np.asarray(_in_table(places) & ((places.flags & SLIP) == 0))


def _guessed(places: Table) -> Mask:
    """Whether country and region are known only because the table has a place of that name there."""
    return np.asarray(((places.flags & FRAMED) == 0) & ((places.regions[:, 0] != 0) | _in_table(places)))


def _both_in_table(a: Table, b: Table) -> Mask:
    return _in_table(a) & _in_table(b)


def _only_regions(places: Table) -> Mask:
    return np.asarray(~_fine(places) & (places.areas[:, 0] == 0) & (places.regions[:, 0] != 0))


def _known(places: Table) -> Mask:
    wide = (places.areas[:, 0] != 0) | (places.regions[:, 0] != 0) | (places.country != 0)
    return np.asarray(_fine(places) | wide)


def _shares(level: NDArray[np.uint8], a: Table, b: Table) -> NDArray[np.float32]:
    """The share of the agreeing place; of the wider one where one contains the other; NaN where nothing agrees."""
    limits = words()["limits"]
    result = np.full(len(a), np.nan, np.float32)
    result[(level == LEVEL["same_text"]) | (level == LEVEL["similar_text"])] = limits["village"]
    for name in ("contains", "same_region", "same_country"):
        result[level == LEVEL[name]] = limits["region"]
    result[level == LEVEL["same_district"]] = limits["district"]
    rows = np.flatnonzero((level == LEVEL["same_place"]) | (level == LEVEL["same_ambiguous"]))
    result[rows] = _shared_share(a.ids[rows], b.ids[rows])
    return result


def _shared_share(a: Codes, b: Codes) -> NDArray[np.float32]:
    """The sum of the shares of all settlements that both sides may mean."""
    codes, shares = _share_table()
    total = np.zeros(len(a), np.float32)
    for i in range(a.shape[1]):
        one = a[:, i]
        both = (one != 0) & (one[:, None] == b).any(axis=1)
        total += np.where(both, shares[np.minimum(np.searchsorted(codes, one), len(codes) - 1)], np.float32(0))
    return np.clip(total, words()["limits"]["village"], 1.0).astype(np.float32)


@functools.cache
def _share_table() -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Codes of all places in order, and the share of each."""
    ids = list(entries())
    codes = np.array(codes_of(ids), np.int32)
    shares = np.array([share(place_id) for place_id in ids], np.float32)
    order = np.argsort(codes)
    return codes[order], shares[order]
