"""A twin's IIN begins with the same birth date: it is no witness that tells twins apart."""

from matcher.explain import explain
from matcher.weights import default_model
from models.flat import read_flat

FAMILY = {"surname_ru": "Базарбаева", "patronymic_ru": "Данияровна", "sex": "Ж"}
ASKED = {**FAMILY, "given_ru": "Айнур", "birth_date": "26.03.2004"}
HELD = {**FAMILY, "given_ru": "Айдана", "birth_date": "23.03.2004"}


def test_the_date_inside_a_twins_number_does_not_speak_for_one_person():
    plain = explain(read_flat(ASKED), read_flat(HELD), default_model())
    numbered = explain(read_flat(ASKED), read_flat({**HELD, "document_number": "040326613144"}), default_model())
    pieces = {e.attribute: e for e in numbered.evidence}
    assert pieces["iin_content"].level == "agree"
    assert numbered.relation == "twin"
    assert numbered.probability < 0.5
    assert numbered.bits < plain.bits + pieces["iin_content"].bits / 2
