"""One number is one number however it is written; a renewed paper is no disagreement."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.documents import COMPARATOR, faults
from matcher.documents.canonical import read_document, read_number
from models.document import Document
from models.person import Person
from tests.matcher import room_checks
from tests.matcher.documents.made_up import td1, td3


def person(*documents):
    return Person(documents=tuple(d if isinstance(d, Document) else document(*d) for d in documents))


def document(text, type_=None):
    series, _, number = text.rpartition("|")
    return Document(number, series or None, type_)


def level(a, b):
    return room_checks.levels_of(COMPARATOR, [person((a,))], [person((b,))])[0]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("A12345670", "A 12345670", "same"),
        ("A12345670", "А|№ 12345670", "same"),
        ("A1234570", "A1|234570", "same"),
        ("N12345670", "n 1234 5670", "same"),
        ("II-ШВ № 123450", "П-ШВ 123450", "same"),
        ("II-ШВ 123450", "11 ШВ 123450", "same"),
        ("ІІ-ЖБ№123450", "II|ЖБ 123450", "same"),
        ("A12345670", "A1234567O", "same_repaired"),
        ("400123456", "4OO123456", "same_repaired"),
        ("045123456", "45123456", "same_zeros"),
        ("N12345670", "№12345670", "same_series_missing"),
        ("A12345670", "N12345670", "same_other_series"),
        ("A12345670", "A12345671", "one_digit"),
        ("A12345670", "A12W45670", "one_digit"),
        ("A12345670", "A12W345670", "digit_missing"),
        ("A12345670", "A12345760", "transposed_digits"),
        ("A12345670", "A1234570", "digit_missing"),
        ("A12345670", "A12345607", "transposed_digits"),
        ("A12345670", "A98765401", "different"),
        ("A12345670", "N12345671", "different"),
        ("A12345678", "А № 12345678", "same"),
        ("A12345670", "паспорт: A 12345670", "same"),
        ("A12345670", "", "missing"),
        ("000000000", "000000000", "missing"),
        ("123456789", "123456789", "missing"),
        ("б/н", "б/н", "missing"),
    ],
)
def test_levels(a, b, expected):
    assert level(a, b) == level(b, a) == expected


def test_nine_digits_of_two_kinds_of_paper_agree_less():
    a, b = person(("045123456", "уд. личности")), person(("045123456", "паспорт"))
    assert room_checks.levels_of(COMPARATOR, [a, a], [b, a]) == ["same_other_type", "same"]


def test_the_best_pair_of_several_documents_counts():
    a = person(("A12345670",), ("045123456",))
    b = person(("N98765401",), ("45123456",), ("A12345671",))
    assert room_checks.levels_of(COMPARATOR, [a, a], [b, person(("N11223344",))]) == ["same_zeros", "different"]


def test_several_numbers_in_one_cell_are_several_numbers():
    found = read_document(Document("A12345670 / 900217300010", type="паспорт"))
    assert [(n.kind, n.series, n.digits) for n in found] == [("passport", "A", "12345670"), ("iin", "", "900217300010")]
    assert [n.digits for n in read_document(Document("12/3456-70"))] == ["12345670"]


def test_a_label_before_the_number_tells_its_kind():
    assert read_number("", "РМА: 123406789", "").kind == "rma"
    assert read_number("", "ИИН 900217300010", "").series == ""
    assert read_number("", "ID1234560", "").series == "ID"


def test_an_iin_is_no_document_whatever_it_is_called():
    assert read_document(Document("900217300010", type="удостоверение личности"))[0].kind == "iin"
    a = person(("900217300010", "паспорт"))
    assert room_checks.levels_of(COMPARATOR, [a], [a]) == ["missing"]


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Паспорт гражданина РТ", "passport"),
        ("шиноснома", "passport"),
        ("жеке куәлік", "id_card"),
        ("удостоверение личности РК", "id_card"),
        ("Свидетельство о рождении", "birth_certificate"),
        ("ВНЖ", "residence_permit"),
        ("РМА", "rma"),
        ("прочее", ""),
    ],
)
def test_kinds_are_known_by_the_words_of_the_source(type_, kind):
    assert read_number("", "045123406", type_).kind == kind


def test_a_pasted_zone_gives_its_number_and_the_personal_number():
    zone = person((td1(number="040000015", optional="900217300010"),))
    assert [n.kind for n in read_document(zone.documents[0])] == ["id_card", "iin"]
    assert room_checks.levels_of(COMPARATOR, [zone], [person(("040000015",))]) == ["same"]
    assert read_document(Document(td3()[:-3])) == ()


PEOPLE = [
    Person(),
    person(("A12345670",)),
    person(("A 12345670", "паспорт"), ("045123456", "удостоверение личности")),
    person(("45123456",)),
    person(("4512345б",), ("б/н",)),
    person(("900217300010", "паспорт")),
    person((td3(),)),
    person(("ABCDEFGH12345678901234567890",)),
]


def test_the_room_keeps_the_protocol():
    room_checks.check_protocol(COMPARATOR, PEOPLE)
    texts = room_checks.reasons("matcher.documents")
    room_checks.check_reasons(COMPARATOR, texts)
    room_checks.check_notes_have_texts(COMPARATOR, PEOPLE, texts)


def test_notes_say_how_a_number_was_read():
    assert COMPARATOR.notes(person(("A1234567O",)), person(("0000",))) == (("letters_read_as_digits", "dummy_number"),)
    assert COMPARATOR.notes(person(("900217300010", "паспорт")), Person()) == (("personal_number_as_document",),)


NUMBERS = st.text("0123456789", min_size=6, max_size=12)


@given(NUMBERS, st.sampled_from([" ", "-", "№", " № ", "/", "."]), st.integers(1, 5))
def test_signs_and_the_place_of_the_split_change_nothing(number, mark, at):
    whole = read_number("", f"A{number}", "")
    assert read_number(f"А{number[:at]}", number[at:], "") == whole
    assert read_number("а", f"{mark}{number}", "") == whole
    assert read_number("", f"A{mark}{number[:at]}{mark}{number[at:]}", "") == whole


@given(NUMBERS, st.data())
def test_faults_are_named_by_what_was_done_to_the_digits(number, data):
    place = data.draw(st.integers(0, len(number) - 2))
    other = str((int(number[place]) + data.draw(st.integers(1, 9))) % 10)
    packed = np.array([int(number, 16)], np.uint64)
    substituted = np.array([int(number[:place] + other + number[place + 1 :], 16)], np.uint64)
    assert faults.one_digit(packed, substituted)[0]
    assert not faults.transposed(packed, substituted)[0]
    cut = np.array([int(number[:place] + number[place + 1 :], 16)], np.uint64)
    assert faults.digit_missing(packed, cut)[0]
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert faults.transposed(packed, np.array([int(swapped, 16)], np.uint64))[0]
