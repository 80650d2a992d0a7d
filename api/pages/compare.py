"""One candidate beside the query: the verdict, both records, and the evidence as a figure and as a table."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Final

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from api.auth.guard import page
from api.biometrics.decisions import READINGS
from api.language import current_language
from api.node import current_node
from api.pages import asked, blueprint, deciding, formats, labels
from api.pages.beside import beside
from api.pages.query import session
from api.pages.rows import full_name, side_by_side
from api.pages.summary import Piece, pieces, sentence
from api.pages.waterfall import NARROW, WIDE, Figure, waterfall
from api.pages.words import gettext
from matcher.explain import note_text
from models.errors import NotFound

_FINGER: Final = re.compile(r"finger (10|[1-9]): ([+-][\d.]+) bits")
"""A note on one finger, as ``matcher.biometrics.evidence`` writes it."""


@blueprint.get("/compare/<name>/<int:place>")
@page("compare")
def compare(name: str, place: int) -> ResponseReturnValue:
    """The candidate at ``place`` (1 is the best) of a query of this session; the look is journalled."""
    found = asked.find(session(), name)
    listed = found.answer["candidates"]
    if not 1 <= place <= len(listed):
        raise NotFound("record_not_found")
    chosen = listed[place - 1]
    record = current_node().show(chosen["register"], chosen["record_id"], found.asking(session())).person
    found_pieces = pieces(chosen["evidence"])
    evidence = tuple(p for p in found_pieces if not p.silent)
    return Response(
        render_template(
            "compare.html",
            name=name,
            place=place,
            count=len(listed),
            asked=found,
            chosen=chosen,
            who=full_name(record) or chosen["record_id"],
            sections=side_by_side(found.person, record),
            figures=_figures(chosen, evidence),
            table=list(zip(evidence, _totals(chosen, evidence), strict=True)),
            silent=[p for p in found_pieces if p.silent],
            note=_note,
            beside=beside(found.media, chosen["register"], chosen["record_id"]),
            decisions=deciding.shown(chosen, found.case),
            may_decide=deciding.may_decide(),
            readings=READINGS,
            now=format_datetime(datetime.now(UTC), "short"),
        )
    )


def _figures(chosen: dict[str, Any], evidence: tuple[Piece, ...]) -> tuple[Figure, Figure]:
    """The same figure for wide screens and paper, and for narrow screens."""
    bars = [(sentence(labels.attribute(p.attribute)), p.bits) for p in evidence]
    ends = (sentence(gettext("до сравнения")), sentence(gettext("итог")))
    wide, narrow = (waterfall(chosen["prior_bits"], bars, ends, layout) for layout in (WIDE, NARROW))
    return wide, narrow


def _totals(chosen: dict[str, Any], evidence: tuple[Piece, ...]) -> list[float]:
    return list(accumulate((p.bits for p in evidence), initial=chosen["prior_bits"]))[1:]


def _note(attribute: str, code: str) -> str:
    """The sentence of a note; the code itself for one whose room has no words for it."""
    if finger := _FINGER.fullmatch(code):
        return f"{labels.finger(int(finger[1]))}: {formats.bits(float(finger[2]))}"
    try:
        return sentence(note_text(attribute, code, current_language()))
    except KeyError:
        return code
