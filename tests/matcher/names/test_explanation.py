"""The evidence names the rules and the repairs behind each part."""

from matcher.explain import room_reasons
from matcher.names import Spelling, explain
from matcher.names.weighing import relations


def rules(left, right):
    parts = explain((Spelling(whole=left),), (Spelling(whole=right),))
    return {part.role: part.rules for part in parts}


def test_repairs_stand_among_the_rules():
    found = rules("Cерік Ахмeтов", "Серик Ахметов")
    assert "homoglyph" in found["given"]
    assert "homoglyph" in found["surname"]


def test_a_reformed_surname_is_named_as_such():
    assert "reform" in rules("Раҳмонзода Абдулло", "Рахмонов Абдулло")["surname"]


def test_a_name_from_an_oblique_case_says_so():
    assert "case" in rules("Каримову Рустаму Азизовичу", "Karimov Rustam")["surname"]


def test_a_womans_other_surname_is_marked_and_a_mans_is_not():
    assert "married" in rules("Ковалёва Ольга Игоревна", "Чернышева Ольга Игоревна")["surname"]
    assert "married" not in rules("Ковалёв Олег Игоревич", "Чернышев Олег Игоревич")["surname"]


def test_what_was_left_aside_is_said():
    assert rules("FNU Каримов", "Каримов")["order"] == ("title",)
    assert "shortened" in rules("Каримов " * 500, "Каримов")["order"]


def test_every_rule_has_a_sentence_in_four_languages():
    notes = room_reasons("matcher.names")["notes"]
    repairs = {
        "homoglyph", "lookalike", "legacy_font", "composed", "scholarly", "other_script", "glued", "title", "shortened",
        "roles_crossed", "parts_left_over", "married", "case",
    }  # fmt: skip
    for rule in repairs | set(relations()[1]):
        assert set(notes[rule]) == {"ru", "kk", "tg", "en"}, rule
