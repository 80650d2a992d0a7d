"""The file of answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.labelling.labels import Answer, append, read_answers, rewrite
from models.errors import BadFile

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
ANSWERS = st.lists(
    st.builds(Answer, NAMES, NAMES, st.sampled_from([True, False, None]), st.text("аб, ;\"'\n", max_size=8))
)


@given(ANSWERS)
def test_answers_come_back_as_they_were_given(tmp_path_factory, answers):
    path = tmp_path_factory.mktemp("labels") / "labels.csv"
    for answer in answers:
        append(path, answer)
    assert read_answers(path) == answers
    rewrite(path, answers[:2])
    assert read_answers(path) == answers[:2]


def test_no_file_is_no_answers(tmp_path):
    assert read_answers(tmp_path / "labels.csv") == []


def test_a_pair_is_the_same_pair_from_either_side():
    assert Answer("b", "a", True).pair == Answer("a", "b", False).pair


@pytest.mark.parametrize(
    ("content", "field"),
    [("record_id_l,same\na,1\n", "record_id_r"), ("record_id_l,record_id_r,same\na,b,maybe\n", "same")],
)
def test_a_wrong_file_is_refused_by_its_column(tmp_path, content, field):
    (tmp_path / "labels.csv").write_text(content)
    with pytest.raises(BadFile) as refused:
        read_answers(tmp_path / "labels.csv")
    assert refused.value.field == field
