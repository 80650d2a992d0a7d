"""Galleries: who is alike, whether it is this one, who stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from api.osia.bodies import IdentifyRequest, VerifyPairRequest, VerifyRequest
from api.osia.routes.common import COMMON, HINT, READ, answered, blueprint, body, described, number
from api.routes.reading import read_json
from models.errors import BadValue

_MOST_CONTENT: Final = 1000
_MOST_CANDIDATES: Final = 100
_VERIFY: Final[dict[str, dict[str, Any]]] = {**COMMON, "threshold": {"type": "number"}, "accuracyLevel": HINT}
_SEARCH: Final[dict[str, dict[str, Any]]] = {
    **_VERIFY,
    "maxNbCand": {"type": "integer", "minimum": 1, "maximum": _MOST_CANDIDATES},
}
_PAGE: Final[dict[str, dict[str, Any]]] = {
    **COMMON,
    "offset": {"type": "integer", "minimum": 0, "maximum": 10**9},
    "limit": {"type": "integer", "minimum": 1, "maximum": _MOST_CONTENT},
}


@blueprint.post("/identify/<galleryId>")
@described("Identify", "search", "OsiaCandidates", body="OsiaIdentify", query=_SEARCH)
def identify(galleryId: str) -> Response:  # noqa: N803
    """Whose pictures these are, among the people of a gallery (``ALL``: of all); scores are bits."""
    asked = body(IdentifyRequest).model_dump(mode="json", exclude_none=True)
    return answered("identify", gallery=galleryId, wanted=_wanted(), **asked)


@blueprint.post("/identify/<galleryId>/<personId>")
@described("Identify a person that is there already", "search", "OsiaCandidates", body="OsiaFilter", query=_SEARCH)
def identify_person(galleryId: str, personId: str) -> Response:  # noqa: N803
    """Who of a gallery is like this person, who is not found itself."""
    return _identify_known(galleryId, personId, None)


@blueprint.post("/identify/<galleryId>/<personId>/encounters/<encounterId>")
@described("Identify by an encounter", "search", "OsiaCandidates", body="OsiaFilter", query=_SEARCH)
def identify_encounter(galleryId: str, personId: str, encounterId: str) -> Response:  # noqa: N803
    """Who of a gallery is like the pictures of one encounter of this person, who is not found itself."""
    return _identify_known(galleryId, personId, encounterId)


@blueprint.post("/verify/<galleryId>/<personId>")
@described("Verify", "compare", "OsiaVerification", body="OsiaVerify", query=_VERIFY)
def verify(galleryId: str, personId: str) -> Response:  # noqa: N803
    """Whether these are pictures of that person."""
    asked = body(VerifyRequest).model_dump(mode="json", exclude_none=True)
    return answered("verify", gallery=galleryId, person=personId, wanted=_wanted(), **asked)


@blueprint.post("/verify")
@described("Verify two sets", "compare", "OsiaVerification", body="OsiaVerifyPair", query=_VERIFY)
def verify_pair() -> Response:
    """Whether two sets of pictures are one person's; nothing is stored."""
    asked = body(VerifyPairRequest).model_dump(mode="json", exclude_none=True)
    return answered("verify_pair", wanted=_wanted(), **asked)


@blueprint.get("/galleries")
@described("Which galleries there are", "registers.list", "OsiaGalleries")
def galleries() -> Response:
    """The registers of the node."""
    return answered("galleries")


@blueprint.get("/galleries/<galleryId>")
@described("What stands in a gallery", READ, "OsiaGalleryContent", query=_PAGE)
def gallery(galleryId: str) -> Response:  # noqa: N803
    """Persons and encounters of a register, oldest first."""
    offset, limit = number("offset", 0, 0, 10**9), number("limit", _MOST_CONTENT, 1, _MOST_CONTENT)
    return answered("content", gallery=galleryId, offset=offset, limit=limit)


def _identify_known(gallery_id: str, person: str, encounter: str | None) -> Response:
    document = read_json()
    if not isinstance(document, Mapping):
        raise BadValue("field_type", "filter", expected="object")
    asked: dict[str, Any] = {"gallery": gallery_id, "person": person, "encounter": encounter}
    return answered("identify_known", wanted=_wanted(), filter=dict(document), **asked)


def _wanted() -> dict[str, Any]:
    """How much is wanted, as ``api.osia.searching.Wanted`` takes it."""
    most = number("maxNbCand", 10, 1, _MOST_CANDIDATES)
    text, threshold = request.args.get("threshold"), None
    if text is not None:
        try:
            threshold = float(text)
        except ValueError:
            raise BadValue("field_type", "threshold", expected="number") from None
    return {"most": most, "threshold": threshold}
