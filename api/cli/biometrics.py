"""``tulga face``, ``tulga finger``, ``tulga card``: photos and prints compared, with quality, for people or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import about, answer

if TYPE_CHECKING:
    from matcher.biometrics.types import CardTemplate, FaceSample, FingerTemplate, Portrait

_FILE: dict[str, Any] = {"exists": True, "dir_okay": False}
JsonOption = Annotated[bool, typer.Option("--json", help="Machine output instead of a table.")]
ModelOption = Annotated[
    Path | None, typer.Option("--model", metavar="MODEL.toml", help="Description of an ONNX face model of your own.")
]
ExtractorOption = Annotated[str, typer.Option("--extractor", help="leader/1 or mindtct/1.")]
DEFAULT_EXTRACTOR = "leader/1"
_PORTRAIT_SIDE = 600
"""Longest side of a portrait among the thumbnails, in pixels."""


def face(
    first: Annotated[Path, typer.Argument(metavar="A.jpg", help="A photo.", **_FILE)],
    second: Annotated[Path | None, typer.Argument(metavar="[B.jpg]", help="The photo to compare.", **_FILE)] = None,
    json: JsonOption = False,
    model: ModelOption = None,
) -> None:
    """Compare two photos: score, evidence in bits, and every quality check of both. With one photo: its quality.

    Example: tulga face a.jpg b.jpg
    """
    from matcher.biometrics.faces.compare import compare, enrol

    samples = []
    for path in (first, second):
        if path is not None:
            with about(path):
                samples.append(enrol(path.read_bytes(), str(model) if model else None))
    result: dict[str, Any] = {"model": samples[0].template.model}
    if len(samples) == 2:
        compared = compare(samples[0].template, samples[1].template)
        result |= {"score": compared.score, "bits": compared.bits}
    result["photos"] = [_face(sample) for sample in samples]
    _show(result, json, _face_lines)


def finger(
    first: Annotated[Path, typer.Argument(metavar="A.png", help="A print.", **_FILE)],
    second: Annotated[Path, typer.Argument(metavar="B.png", help="The print to compare.", **_FILE)],
    json: JsonOption = False,
    extractor: ExtractorOption = DEFAULT_EXTRACTOR,
    ppi: Annotated[float | None, typer.Option(min=90, help="Resolution, where the files do not say.")] = None,
) -> None:
    """Compare two prints (PNG, JPEG, WSQ, TIFF, BMP): both matchers, their fusion, evidence in bits, quality.

    Example: tulga finger a.png b.png
    """
    from matcher.biometrics.fingers.compare import compare, enrol

    with about(first):
        a = enrol(first.read_bytes(), extractor, ppi)
    with about(second):
        b = enrol(second.read_bytes(), extractor, ppi)
    compared = compare(a, b)
    result = {
        "model": compared.model,
        "score": compared.score,
        "bits": compared.bits,
        "mcc": compared.mcc,
        "bozorth3": compared.bozorth3,
        "ridges": compared.ridges,
        "paired_minutiae": len(compared.pairs),
        "prints": [_finger(a), _finger(b)],
    }
    _show(result, json, _finger_lines)


def card(
    first: Annotated[Path, typer.Argument(metavar="FILE", help="An ANSI/NIST-ITL file.", **_FILE)],
    second: Annotated[Path | None, typer.Argument(metavar="[B]", help="A card to compare.", **_FILE)] = None,
    json: JsonOption = False,
    extractor: ExtractorOption = DEFAULT_EXTRACTOR,
    thumbnails: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write each print of the first card there as PNG.")
    ] = None,
) -> None:
    """Show what is in a fingerprint card, or compare two cards finger by finger, with the sequence check.

    Example: tulga card a.an2 b.an2
    """
    from matcher.biometrics.cards.sequence import check_card, check_pair

    a, face = _read(first, extractor)
    if thumbnails is not None:
        _write_thumbnails(first, thumbnails)
    if second is None:
        told = _card(a) | ({"portrait": _portrait(*face)} if face else {})
        result: dict[str, Any] = {"card": told, "sequence": [_fault(f) for f in check_card(a)]}
        _show(result, json, _card_lines)
        return
    from matcher.biometrics.cards.compare import compare_cards

    b, other = _read(second, extractor)
    compared = compare_cards(a, b)
    fingers = {str(f): {"bits": c.bits, "mcc": c.mcc, "bozorth3": c.bozorth3} for f, c in compared.fingers.items()}
    result = {"bits": compared.bits, "fingers": fingers, "sequence": [_fault(f) for f in check_pair(a, b)]}
    if face and other:
        result["face"] = _faces(face[1], other[1])
    _show(result, json, _cards_lines)


def _read(file: Path, extractor: str) -> tuple[CardTemplate, tuple[Portrait, FaceSample] | None]:
    """A card's template, and the portrait on it with its face."""
    from matcher.biometrics.worker import default_worker

    with about(file):
        data = file.read_bytes()
        template = default_worker().call("card_template", data, extractor, True)
        face = default_worker().call("card_portrait", data, None)
    return template, (face[0], face[1]) if face else None


def _write_thumbnails(file: Path, folder: Path) -> None:
    """Every print of a card as a PNG named by its finger, and its portraits."""
    from matcher.biometrics.images import to_png
    from matcher.biometrics.worker import default_worker

    folder.mkdir(parents=True, exist_ok=True)
    card = default_worker().call("card", file.read_bytes())
    for number, image in enumerate(card.prints):
        name = f"{image.position:02d}-{image.impression}-{number}.png"
        (folder / name).write_bytes(to_png(image.pixels, image.ppi))
    for number, portrait in enumerate(card.portraits):
        pixels = default_worker().call("image", portrait.data, _PORTRAIT_SIDE)
        (folder / f"portrait-{number}.png").write_bytes(to_png(pixels))


def _face(sample: FaceSample) -> dict[str, Any]:
    checks = {
        q.name: {"value": q.value, "unit": q.unit, "low": q.low, "high": q.high, "passed": q.passed}
        for q in sample.quality
    }
    return {"width": sample.width, "height": sample.height, "box": list(sample.box), "quality": checks}


def _portrait(portrait: Portrait, sample: FaceSample) -> dict[str, Any]:
    return {"record": portrait.record, "taken_on": portrait.taken_on, "agency": portrait.agency} | _face(sample)


def _faces(a: FaceSample, b: FaceSample) -> dict[str, float]:
    from matcher.biometrics.faces.compare import compare

    compared = compare(a.template, b.template)
    return {"score": compared.score, "bits": compared.bits}


def _finger(found: FingerTemplate) -> dict[str, Any]:
    return {"nfiq2": found.nfiq2, "minutiae": len(found.minutiae), "impression": found.impression.value}


def _card(found: CardTemplate) -> dict[str, Any]:
    return {
        "fingers": {str(f): _finger(t) for f, t in sorted(found.fingers.items())},
        "second_impressions": sorted(found.control),
        "missing": {str(f): reason.value for f, reason in sorted(found.missing.items())},
        "notes": list(found.notes),
    }


def _fault(found: Any) -> dict[str, Any]:
    return {"fault": found.fault.value, "positions": list(found.positions), "bits": found.bits}


def _show(result: dict[str, Any], json: bool, lines: Any) -> None:
    if json:
        answer(result)
    else:
        for line in lines(result):
            typer.echo(line)


def _face_lines(result: dict[str, Any]) -> list[str]:
    lines = [f"model {result['model']}"]
    if "bits" in result:
        lines.append(f"score {result['score']:.4f}   evidence {result['bits']:+.1f} bits")
    for name in result["photos"][0]["quality"]:
        checks = [photo["quality"][name] for photo in result["photos"]]
        values = "   ".join(f"{c['value']:>9.3f} {'ok ' if c['passed'] else 'BAD'}" for c in checks)
        low, high = checks[0]["low"], checks[0]["high"]
        limits = f"{'' if low is None else low} .. {'' if high is None else high}"
        lines.append(f"  {name:<17} {values}   {limits} {checks[0]['unit']}")
    return lines


def _finger_lines(result: dict[str, Any]) -> list[str]:
    lines = [
        f"model {result['model']}",
        f"score {result['score']:.4f}   evidence {result['bits']:+.1f} bits",
        f"mcc {result['mcc']:.4f}   bozorth3 {result['bozorth3']}   paired minutiae {result['paired_minutiae']}"
        f"   ridges agree {result['ridges']:.2f}",
    ]
    return lines + [f"  NFIQ2 {p['nfiq2']}   minutiae {p['minutiae']}" for p in result["prints"]]


def _sequence_lines(result: dict[str, Any]) -> list[str]:
    return [f"  sequence: {f['fault']} {f['positions']} ({f['bits']:+.1f} bits)" for f in result["sequence"]]


def _card_lines(result: dict[str, Any]) -> list[str]:
    found = result["card"]
    lines = [f"  finger {f:>2}   NFIQ2 {t['nfiq2']}   minutiae {t['minutiae']}" for f, t in found["fingers"].items()]
    lines += [f"  finger {f:>2}   {reason}" for f, reason in found["missing"].items()]
    if portrait := found.get("portrait"):
        failed = [name for name, check in portrait["quality"].items() if not check["passed"]]
        source = " ".join(t for t in (portrait["agency"], portrait["taken_on"]) if t)
        lines.append(f"  face {portrait['record']}   {source}   outside the limits: {', '.join(failed) or 'nothing'}")
    return lines + [f"  note: {note}" for note in found["notes"]] + _sequence_lines(result)


def _cards_lines(result: dict[str, Any]) -> list[str]:
    lines = [f"evidence {result['bits']:+.1f} bits from {len(result['fingers'])} fingers"]
    if face := result.get("face"):
        lines.append(f"  portraits   {face['bits']:+5.1f} bits, not in the sum   score {face['score']:.4f}")
    for f, c in result["fingers"].items():
        lines.append(f"  finger {f:>2}   {c['bits']:+5.1f} bits   mcc {c['mcc']:.3f}   bozorth3 {c['bozorth3']}")
    return lines + _sequence_lines(result)
