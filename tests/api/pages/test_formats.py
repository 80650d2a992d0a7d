"""Numbers as the reader writes them; a probability is never 0 or 100 per cent."""

import pytest

from api.pages import formats
from api.pages.summary import spellings


@pytest.fixture(params=["ru", "en"])
def language(request, app):
    with app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


def test_bits_carry_a_sign(language):
    point = "," if language == "ru" else "."
    found = [formats.bits(value) for value in (4.14, -0.31, 0.0, -0.04, 12)]
    assert found == [text.replace(".", point) for text in ("+4.1", "−0.3", "0.0", "0.0", "+12.0")]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "> 99.99 %"), (0.0, "< 0.01 %"), (0.5, "50.0 %"), (0.9995, "99.95 %"), (0.746, "74.6 %")],
)
def test_a_probability_is_never_certain(language, value, text):
    shown = formats.probability(value).replace("\N{NO-BREAK SPACE}", " ")
    assert shown == text.replace(".", "," if language == "ru" else ".")


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (["Алиев / ALIEV", "Али / ALI", ""], ("Алиев Али", "ALIEV ALI")),
        (["Алиев / ALIEV", "Али"], ("Алиев Али",)),
        (["Алиев", "", ""], ("Алиев",)),
        (["", "", ""], ()),
    ],
)
def test_names_are_put_together_spelling_by_spelling(parts, names):
    assert spellings(parts) == names
