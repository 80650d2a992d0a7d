"""What requests and answers look like, as pydantic models: the OpenAPI document is made from them."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from models.biometrics import MediaKind
from models.evidence import Grade, Reading
from models.query import Purpose

MOST_QUERIES: Final = 1000
"""No node takes more queries at once, whatever its settings say."""
MOST_CANDIDATES: Final = 1000
"""No node gives more candidates for a query, whatever its settings say."""

Language = Literal["ru", "kk", "tg", "en"]
Case = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")
]
Record = Annotated[dict[str, Any], WithJsonSchema({"x-component": "Record"})]
"""Read by ``models.wire``, not by pydantic; the document refers to the component of that name."""
RegisterName = Annotated[str, Field(min_length=1, max_length=64)]


class Strict(BaseModel):
    """A request envelope: unknown fields are refused, text is not taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, use_enum_values=False)


class MatchRequest(Strict):
    """Who are these people? One purpose and one case for the whole batch."""

    purpose: Annotated[Purpose, Field(strict=False, description="One of the three purposes of Art. 6.")]
    case: Annotated[Case, Field(description="Reference of the case; it goes into the journal.")]
    queries: Annotated[list[Record], Field(min_length=1, max_length=MOST_QUERIES)]
    limit: Annotated[int, Field(ge=1, le=MOST_CANDIDATES, description="Most candidates for a query.")] = 10
    min_grade: Annotated[Grade, Field(strict=False, description="Leave out candidates below it.")] = Grade.POSSIBLE
    threshold: Annotated[float, Field(ge=0, le=1, description="Leave out candidates less probable.")] = 0.0
    registers: Annotated[list[RegisterName], Field(max_length=100, description="Which to ask; empty: all.")] = []
    explain: Annotated[bool, Field(description="Whether candidates come with their evidence.")] = True
    languages: Annotated[list[Language], Field(max_length=4, description="Languages of the reasons.")] = [
        "ru",
        "kk",
        "tg",
        "en",
    ]


class CompareRequest(Strict):
    """Are these two records one person? Both come with the request; nothing is stored."""

    purpose: Annotated[Purpose, Field(strict=False, description="One of the three purposes of Art. 6.")]
    case: Annotated[Case, Field(description="Reference of the case; it goes into the journal.")]
    a: Record
    b: Record
    languages: Annotated[list[Language], Field(max_length=4, description="Languages of the reasons.")] = [
        "ru",
        "kk",
        "tg",
        "en",
    ]


class Piece(BaseModel):
    """One piece of evidence, for (bits > 0) or against (bits < 0) one person."""

    attribute: str
    values: Annotated[list[str], Field(min_length=2, max_length=2, description="Both values as received.")]
    level: Annotated[str, Field(description="Agreement level, a stable code.")]
    bits: Annotated[float, Field(description="log2 of the likelihood ratio.")]
    reason: Annotated[dict[str, str], Field(description="The level in plain words, by language.")]
    notes: Annotated[list[str], Field(description="Codes of the rules that linked or parted the values.")]


class JudgementOut(BaseModel):
    """How sure it is that two records speak of one person: prior_bits + the bits of the evidence = bits."""

    grade: Grade
    probability: Annotated[float, Field(ge=0, le=1, description="Calibrated.")]
    bits: float
    prior_bits: float | None = None
    relation: Annotated[str | None, Field(description="A relative who explains the agreement as well.")]
    reading: Annotated[Reading | None, Field(description="What is proposed, where pictures were compared.")] = None
    conflict: Annotated[bool, Field(description="Data and pictures contradict each other; listed first.")] = False
    evidence: list[Piece] | None = None


class CandidateOut(JudgementOut):
    """A record of the register that may be the person."""

    record_id: str
    in_register: Annotated[str, Field(alias="register")]


class AnswerOut(BaseModel):
    """The answer to one query: candidates, best first."""

    candidates: list[CandidateOut]
    searched: Annotated[int, Field(ge=0, description="Records in the registers that were asked.")]
    compared: Annotated[int, Field(ge=0, description="Records that were retrieved and scored.")]
    notes: list[str]


class MatchResponse(BaseModel):
    """One answer for each query, in their order."""

    answers: list[AnswerOut]


class RegisterOut(BaseModel):
    """A register and its size."""

    name: str
    records: Annotated[int, Field(ge=0)]


class RegistersResponse(BaseModel):
    """The registers of the node."""

    registers: list[RegisterOut]


class MediaOut(BaseModel):
    """A photograph or fingerprint card of a record."""

    id: Annotated[int, Field(ge=0)]
    encounter: str
    kind: MediaKind
    state: Literal["waiting", "ready", "refused"]
    sha256: str
    bytes: Annotated[int, Field(ge=0)]
    taken_on: str | None = None
    source: str | None = None
    quality: Annotated[dict[str, Any] | None, Field(description="Of a photo: each rule with value and limits.")] = None
    fingers: Annotated[dict[str, Any] | None, Field(description="Of a card: NFIQ2 and minutiae by position.")] = None
    missing: dict[str, str] | None = None
    sequence: Annotated[
        list[dict[str, Any]] | None, Field(description="Of a card: one finger twice, fingers or hands swapped.")
    ] = None
    portrait: Annotated[
        dict[str, Any] | None, Field(description="Of a card: the face in its Type-10 record, with quality and origin.")
    ] = None
    refused: Annotated[dict[str, Any] | None, Field(description="Why no template could be made.")] = None


class MediaResponse(BaseModel):
    """The pictures of a record."""

    media: list[MediaOut]


class DecisionOut(BaseModel):
    """A reading that a person has set for a pair."""

    reading: Reading
    proposed: Annotated[str | None, Field(description="What the machine proposed then.")] = None
    by: str
    case: str
    note: str
    at: Annotated[str, Field(description="RFC 3339, UTC.")]


class DecisionsResponse(BaseModel):
    """What was set for a pair, newest first."""

    decisions: list[DecisionOut]


class Status(BaseModel):
    """How a probe was answered."""

    status: Literal["ok"]


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    pointer: Annotated[str, Field(description="JSON pointer (RFC 6901) into the request's body.")]
    code: str
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457) in the reader's language; nothing of the request is repeated."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    code: Annotated[str, Field(description="Stable code; docs/errors.md lists them.")]
    detail: str
    request_id: str
    errors: list[FieldProblem]
