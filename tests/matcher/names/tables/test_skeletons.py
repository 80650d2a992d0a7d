"""Names that need no list: several languages share them letter by letter."""

from __future__ import annotations

import pytest

from matcher.names.tables.skeletons import shared, skeletons

HOMES = {("карим", "m"): {("karim", "a")}}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("набиҷон", "tg"), ("nabijon", "uz")),
        (("набиҷон", "tg"), ("набижон", "ru")),
        (("жылдыз", "ky"), ("жылдыз", "ru")),
        (("ҷамшед", "tg"), ("джамшед", "ru")),
        (("әлібек", "kk"), ("алибек", "ru")),
        (("o‘tkir", "uz"), ("уткир", "ru")),
        (("cavid", "az"), ("джавид", "ru")),
        (("şahin", "az"), ("шахин", "ru")),
    ],
)
def test_one_name_leaves_one_skeleton(left: tuple[str, str], right: tuple[str, str]) -> None:
    """Read by the habits of its own language."""
    assert skeletons(*left) & skeletons(*right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("марат", "kk"), ("murod", "uz")),
        (("олим", "tg"), ("halim", "uz")),
        (("ерлан", "kk"), ("ержан", "ru")),
        (("омор", "ky"), ("амир", "kk")),
    ],
)
def test_two_names_leave_two(left: tuple[str, str], right: tuple[str, str]) -> None:
    """A skeleton keeps consonants and the vowels that tell names apart."""
    assert not skeletons(*left) & skeletons(*right)


def test_a_form_joins_the_group_that_its_likes_have() -> None:
    """A hand-written family attracts; its own members are not told again."""
    known = [("карим", "m", "ru"), ("karim", "m", "uz")]
    assert list(shared(known, HOMES)) == [(("karim", "m", "uz"), ("karim", "a"))]


def test_likes_without_a_group_found_one() -> None:
    """Named by the skeleton."""
    known = [("гулбону", "f", "tg"), ("gulbonu", "f", "uz")]
    assert {home for _, home in shared(known, {})} == {("gulbanu", "shared")}


def test_one_language_alone_shares_nothing() -> None:
    """Two spellings within a language are two names until somebody says otherwise."""
    assert not list(shared([("калыбек", "m", "ky"), ("калыббек", "m", "ky")], {}))


def test_nobody_guesses_between_two_groups() -> None:
    """Where the likes have different groups, a newcomer joins none."""
    homes = {("кемал", "m"): {("kamal", "a")}, ("kemal", "m"): {("kemal", "b")}}
    assert not list(shared([("кемал", "m", "ru"), ("kemal", "m", "uz"), ("kemal", "m", "az")], homes))


def test_men_and_women_are_kept_apart() -> None:
    """Саодат may be either, but a family is one gender's."""
    assert not list(shared([("шарофат", "f", "tg"), ("sharofat", "m", "uz")], {}))
