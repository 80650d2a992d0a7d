"""What is shown is what was computed."""

import numpy as np
import pytest

from matcher import explain as explaining
from matcher.comparator import Met, notes_for
from matcher.explain import explain
from matcher.features import registry
from matcher.scorer import GRADES, score
from matcher.weights import default_model
from matcher.weights.structure import structure
from models.errors import LANGUAGES
from models.flat import read_flat


@pytest.fixture
def reasons(monkeypatch, world):
    """Sentences for the synthetic room; the scorer's own come from its file."""
    real = explaining.room_reasons
    sentence = dict.fromkeys(LANGUAGES, "…")
    levels = {a: dict.fromkeys(world.LEVELS, sentence) for a in world.registry().attributes}
    made = {**levels, "notes": {"same_letters": sentence}}
    monkeypatch.setattr(explaining, "room_reasons", lambda room: made if room == "synthetic" else real(room))


@pytest.mark.usefixtures("reasons")
def test_an_explanation_holds_the_numbers_of_the_scorer(world):
    registry, model = world.registry(), world.model()
    a, b = world.person("Кульманзода", "Али", "1990", "M"), world.person("Кульманзода", "Вали", "1990", "M")
    judgement = explain(a, b, model, comparators=registry)
    both = registry.batch([registry.normalise(a), registry.normalise(b)])
    scores = score(both.take(np.array([0])), both.take(np.array([1])), model)
    assert [e.bits for e in judgement.evidence] == [*scores.bits[0].tolist(), scores.relatives[0]]
    assert judgement.probability == scores.probability[0]
    assert judgement.grade is GRADES[scores.grade[0]]
    assert judgement.relation == "twin"


@pytest.mark.usefixtures("reasons")
def test_each_piece_shows_both_values_as_received_and_the_rules(world):
    a, b = world.person("Рахимов", "Али"), world.person("Рахимов", "Вали")
    pieces = {e.attribute: e for e in explain(a, b, world.model(), comparators=world.registry()).evidence}
    assert pieces["given_name"].values == ("Али", "Вали")
    assert pieces["given_name"].level == "different"
    assert pieces["surname"].notes == ("same_letters",)
    assert set(pieces["surname"].reason) == set(LANGUAGES)


def test_the_scorers_own_sentences_are_complete():
    levels = explaining.room_reasons("matcher.scorer")["relatives"]
    assert {"unlikely", *structure()["relations"]["kinds"]} == set(levels)
    assert all(set(texts) == set(LANGUAGES) and all(texts.values()) for texts in levels.values())


def _comparators():
    return list(registry().comparators)


@pytest.mark.parametrize("comparator", _comparators(), ids=lambda c: c.attributes[0])
def test_every_level_of_every_attribute_has_its_sentence_in_four_languages(comparator):
    reasons = explaining.room_reasons(explaining.room_of(comparator))
    for attribute in comparator.attributes:
        for level in comparator.levels:
            texts = reasons[attribute][level]
            assert set(texts) == set(LANGUAGES), (attribute, level)
            assert all(texts.values()), (attribute, level)


def test_several_explained_together_get_the_words_that_each_gets_alone():
    asked = read_flat({"surname_ru": "Рахимов", "given_ru": "Алишер", "patronymic_ru": "Каримович"})
    others = [
        read_flat({"surname_ru": "Рахимова", "given_ru": "Али-Шер", "patronymic_ru": "Карим угли"}),
        read_flat({"surname_latin": "RAHIMOV", "given_latin": "ALISHER", "surname_former": "Рахими"}),
        read_flat({"surname_ru": "Алишер", "given_ru": "Рахимов"}),
        read_flat({"birth_date": "1990"}),
    ]
    for comparator in registry().comparators:
        alone = [comparator.notes(asked, other) for other in others]
        assert notes_for(comparator, asked, others) == alone
        rows = [comparator.normalise(asked), *map(comparator.normalise, others)]
        every = comparator.batch(rows)
        turned = [every.take(np.zeros(len(others), np.intp)), every.take(np.arange(len(rows) - 1, 0, -1))]
        met = Met(*turned, comparator.compare(*turned).detail, range(len(others))[::-1])
        assert notes_for(comparator, asked, others, met) == alone
    assert any(e.notes for e in explain(asked, others[0], default_model()).evidence)
