"""Bodies of OSIA's biometrics interface as pydantic models: fields, names and codes are the standard's."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Text = Annotated[str, Field(max_length=4096)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/\s\x00-\x1f]+$")]
Image = Annotated[str, Field(description="Base64.", json_schema_extra={"format": "byte"})]
FINGERS: Final = (
    "RIGHT_THUMB",
    "RIGHT_INDEX",
    "RIGHT_MIDDLE",
    "RIGHT_RING",
    "RIGHT_LITTLE",
    "LEFT_THUMB",
    "LEFT_INDEX",
    "LEFT_MIDDLE",
    "LEFT_RING",
    "LEFT_LITTLE",
)
"""Subtypes of single fingers, in the order of ANSI/NIST-ITL positions 1 to 10."""
Presence = Literal["BANDAGED", "AMPUTATED", "DAMAGED"]
ImpressionType = Literal[
    "LIVE_SCAN_PLAIN",
    "LIVE_SCAN_ROLLED",
    "NONLIVE_SCAN_PLAIN",
    "NONLIVE_SCAN_ROLLED",
    "LATENT_IMPRESSION",
    "LATENT_TRACING",
    "LATENT_PHOTO",
    "LATENT_LIFT",
    "LIVE_SCAN_SWIPE",
    "LIVE_SCAN_VERTICAL_ROLL",
    "LIVE_SCAN_PALM",
    "NONLIVE_SCAN_PALM",
    "LATENT_PALM_IMPRESSION",
    "LATENT_PALM_TRACING",
    "LATENT_PALM_PHOTO",
    "LATENT_PALM_LIFT",
    "LIVE_SCAN_OPTICAL_CONTACTLESS_PLAIN",
    "OTHER",
    "UNKNOWN",
]
Compression = Literal["NONE", "WSQ", "JPEG", "JPEG2000", "PNG"]


class Strict(BaseModel):
    """A field that the standard does not know is refused, as it demands."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MissingPart(Strict):
    """A part that is not in the data, and why."""

    biometricSubType: Text | None = None  # noqa: N815 - the standard's names
    presence: Presence | None = None


class BiometricData(Strict):
    """One picture, or the statement that it is missing."""

    biometricType: Literal["FACE", "FINGER", "IRIS", "SIGNATURE", "UNKNOWN"]  # noqa: N815
    biometricSubType: Text | None = None  # noqa: N815
    instance: Text | None = None
    encounterId: Text | None = None  # noqa: N815
    image: Image | None = None
    imageRef: Text | None = None  # noqa: N815
    captureDate: Text | None = None  # noqa: N815
    captureDevice: Text | None = None  # noqa: N815
    impressionType: ImpressionType | None = None  # noqa: N815
    width: Annotated[int, Field(ge=0, le=100_000)] | None = None
    height: Annotated[int, Field(ge=0, le=100_000)] | None = None
    bitdepth: Annotated[int, Field(ge=0, le=64)] | None = None
    mimeType: Text | None = None  # noqa: N815
    resolution: Annotated[int, Field(ge=90, le=4000, description="In pixels per inch.")] | None = None
    compression: Compression | None = None
    missing: Annotated[list[MissingPart], Field(max_length=20)] | None = None
    metadata: Text | None = None
    comment: Text | None = None
    template: Image | None = None
    templateRef: Text | None = None  # noqa: N815
    templateFormat: Text | None = None  # noqa: N815
    quality: int | None = None
    qualityFormat: Text | None = None  # noqa: N815
    algorithm: Text | None = None
    vendor: Text | None = None


Data = Annotated[list[BiometricData], Field(max_length=40)]
Biometrics: Final[TypeAdapter[list[BiometricData]]] = TypeAdapter(Data)
"""Reads biometric data that was written down before."""
Biographic = Annotated[dict[str, Any], Field(max_length=40)]


class Encounter(Strict):
    """One occasion at which pictures were taken."""

    encounterId: Name | None = None  # noqa: N815
    status: Literal["ACTIVE", "INACTIVE"]
    encounterType: Text  # noqa: N815
    galleries: Annotated[list[Name], Field(min_length=1, max_length=20)] | None = None
    clientData: Image | None = None  # noqa: N815
    contextualData: Biographic | None = None  # noqa: N815
    biographicData: Biographic | None = None  # noqa: N815
    biometricData: Data  # noqa: N815


class IdentifyRequest(Strict):
    """Whose pictures are these?"""

    filter: Biographic
    biometricData: Data  # noqa: N815


class VerifyRequest(Strict):
    """Are these pictures that person's?"""

    biometricData: Data  # noqa: N815


class VerifyPairRequest(Strict):
    """Are these two sets of pictures one person's?"""

    biometricData1: Data  # noqa: N815
    biometricData2: Data  # noqa: N815


class PersonAndEncounter(Strict):
    """Identifiers that were given."""

    personId: str  # noqa: N815
    encounterId: str  # noqa: N815


class Score(BaseModel):
    """How alike: bits, the log2 likelihood ratio of one person over strangers."""

    score: float
    encounterId: str | None = None  # noqa: N815
    biometricType: str | None = None  # noqa: N815
    biometricSubType: str | None = None  # noqa: N815


class Candidate(Strict):
    """A person of the gallery."""

    personId: str  # noqa: N815
    rank: Annotated[int, Field(ge=1)]
    score: float
    scores: list[Score] | None = None


class Verification(Strict):
    """The answer of a verification."""

    decision: bool
    scores: list[Score]


class ComputedData(Strict):
    """A template with its quality."""

    biometricType: str  # noqa: N815
    biometricSubType: str | None = None  # noqa: N815
    template: str
    templateFormat: str  # noqa: N815
    quality: int | None = None
    qualityFormat: str | None = None  # noqa: N815
    algorithm: str | None = None
    vendor: str | None = None


class Task(Strict):
    """What a callback will name."""

    taskId: str  # noqa: N815


class Error(Strict):
    """The standard's error."""

    code: int
    message: str


LISTS: Final[dict[str, Any]] = {
    "OsiaEncounters": list[Encounter],
    "OsiaCandidates": list[Candidate],
    "OsiaTemplates": list[ComputedData],
    "OsiaGalleryContent": list[PersonAndEncounter],
    "OsiaGalleries": list[str],
    "OsiaStatus": Literal["PENDING", "RESPONSE_SCHEDULED", "RESPONSE_ERROR", "RESPONSE_RETRY", "COMPLETED"],
}
MODELS: Final[dict[str, type[BaseModel]]] = {
    "OsiaEncounter": Encounter,
    "OsiaIdentify": IdentifyRequest,
    "OsiaVerify": VerifyRequest,
    "OsiaVerifyPair": VerifyPairRequest,
    "OsiaIds": PersonAndEncounter,
    "OsiaVerification": Verification,
    "OsiaTask": Task,
    "OsiaError": Error,
}


def schemas() -> dict[str, Any]:
    """Component schemas for the OpenAPI document, each name with ``Osia`` before it."""
    found: dict[str, Any] = {}
    template = "#/components/schemas/Osia.{model}"
    for name, kind in {**MODELS, **LISTS, "OsiaFilter": Biographic}.items():
        schema = TypeAdapter(kind).json_schema(ref_template=template)
        found |= {f"Osia.{part}": s for part, s in schema.pop("$defs", {}).items()}
        found[name] = schema
    return found
