"""Names that only the measured people support are taken out for the estimate, and put back after it."""

import gzip

from benchmarks.names import unseen
from benchmarks.names.pairs import Pair
from matcher.names import lexicon


def pair(group, left, right, *persons):
    return Pair(group, left, right, group == "pos", "s", frozenset({"ru"}), "k", ("Cyrl", "Cyrl"), "", persons)


def inventories(tmp_path):
    folder = tmp_path / "inventories"
    folder.mkdir()
    with gzip.open(folder / "name_variants_wikidata_rigour.tsv.gz", "wt", encoding="utf-8") as opened:
        opened.write("oleg, олег => Q1\n")
    for name in ("kk_mimesis", "ru_mimesis", "ru_faker", "uz_faker", "az_faker", "ky_names"):
        (folder / f"{name}.tsv").write_text("name\ttype\n", encoding="utf-8")
    return tmp_path


def test_the_lexicon_is_the_shipped_one_again_afterwards(tmp_path):
    pairs = [pair("pos", "Рустам Каримов", "Rustam Karimov", "1", "1")] * 30
    pairs += [pair("neg_hard", "Рустам Каримов", "Пётр Иванов", "1", "2")] * 30
    shipped, known = lexicon.PATH, lexicon.look_up("рустам")
    told = unseen.lines(pairs, inventories(tmp_path), tmp_path)
    assert shipped == lexicon.PATH
    assert lexicon.look_up("рустам") == known
    assert known.given > 0
    assert "listed forms are taken out" in told[0]


def test_what_an_independent_list_knows_stays(tmp_path):
    known = unseen._independent(inventories(tmp_path) / "inventories")
    assert {"oleg", "олег"} <= known


def test_a_name_that_two_people_bear_is_not_doubted():
    pairs = [pair("pos", "Рустам Каримов", "Rustam", "1", "1"), pair("pos", "Рустам Азизов", "Aziz", "2", "2")]
    doubted = unseen._borne_by_one(pairs)
    assert "рустам" not in doubted
    assert {"каримов", "азизов"} <= doubted


def test_the_constructed_twin_is_the_same_person():
    pairs = [pair("neg_constructed", "Каримов", "Каримов", "wd:1", "constructed:wd:1")]
    assert "каримов" in unseen._borne_by_one(pairs)
