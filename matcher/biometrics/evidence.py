"""Biometric comparisons as pieces of evidence, to stand in one sum with the biographic ones."""

from __future__ import annotations

from matcher.biometrics.cards.compare import CardComparison
from matcher.biometrics.faces.compare import FaceComparison
from models.evidence import Evidence

FACE, FINGERPRINTS = "face", "fingerprints"
"""Names of the attributes."""

_CLEAR = 2.0
_REASONS = {
    (FACE, "similar"): {
        "ru": "Лица похожи. Одно лицо не решает: сравните снимки сами.",
        "kk": "Беттері ұқсас. Бет жалғыз өзі шешпейді: суреттерді өзіңіз салыстырыңыз.",
        "tg": "Чеҳраҳо монанданд. Танҳо чеҳра ҳал намекунад: аксҳоро худатон муқоиса кунед.",
        "en": "The faces are alike. A face alone decides nothing: compare the photos yourself.",
    },
    (FACE, "unclear"): {
        "ru": "Сравнение лиц не говорит ни за, ни против.",
        "kk": "Беттерді салыстыру жақтамайды да, қарсы да емес.",
        "tg": "Муқоисаи чеҳраҳо на тарафдор аст ва на муқобил.",
        "en": "The comparison of faces speaks neither for nor against.",
    },
    (FACE, "unlike"): {
        "ru": "Лица не похожи.",
        "kk": "Беттері ұқсамайды.",
        "tg": "Чеҳраҳо монанд нестанд.",
        "en": "The faces are unlike.",
    },
    (FINGERPRINTS, "similar"): {
        "ru": "Отпечатки совпадают.",
        "kk": "Саусақ іздері сәйкес келеді.",
        "tg": "Изҳои ангушт мувофиқанд.",
        "en": "The fingerprints agree.",
    },
    (FINGERPRINTS, "unclear"): {
        "ru": "Отпечатки не говорят ни за, ни против.",
        "kk": "Саусақ іздері жақтамайды да, қарсы да емес.",
        "tg": "Изҳои ангушт на тарафдоранд ва на муқобил.",
        "en": "The fingerprints speak neither for nor against.",
    },
    (FINGERPRINTS, "unlike"): {
        "ru": "Отпечатки различаются.",
        "kk": "Саусақ іздері әртүрлі.",
        "tg": "Изҳои ангушт фарқ мекунанд.",
        "en": "The fingerprints differ.",
    },
}


def _level(bits: float) -> str:
    return "similar" if bits >= _CLEAR else "unlike" if bits <= -_CLEAR else "unclear"


def face_evidence(compared: FaceComparison) -> Evidence:
    """The evidence of two photos; the values shown are the model and the score, never the pictures."""
    level = _level(compared.bits)
    values = compared.model, f"{compared.score:.4f}"
    return Evidence(FACE, values, level, compared.bits, _REASONS[FACE, level])


def card_evidence(compared: CardComparison) -> Evidence | None:
    """The evidence of two cards, with each finger's bits as notes; None when no finger is on both (missing)."""
    if not compared.fingers:
        return None
    level = _level(compared.bits)
    notes = tuple(f"finger {f}: {c.bits:+.1f} bits" for f, c in compared.fingers.items())
    models = next(iter(compared.fingers.values())).model
    values = models, str(len(compared.fingers))
    return Evidence(FINGERPRINTS, values, level, compared.bits, _REASONS[FINGERPRINTS, level], notes)
