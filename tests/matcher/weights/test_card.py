"""The model card says what the model file holds, and the shipped card is that of the shipped model."""

from importlib.resources import files

from matcher.weights import default_model
from matcher.weights.card import model_card


def test_the_shipped_card_is_that_of_the_shipped_model():
    shipped = files("matcher.weights").joinpath("data", "MODEL_CARD.md").read_text("utf-8")
    assert shipped == model_card(default_model())


def test_a_card_names_every_level_rule_and_relation():
    model = default_model()
    card = model_card(model)
    assert all(f"| {level} |" in card for w in model.attributes.values() for level in w.levels[1:])
    assert all(rule.name in card for rule in model.grades.rules)
    assert all(f"| {relation.name} |" in card for relation in model.relations)


def test_a_card_says_what_was_counted():
    assert "counted" in model_card(default_model())
