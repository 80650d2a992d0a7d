"""Official tables spell names as their authors prescribe; habits spell them as clerks do."""

from matcher.names.train.schemes import official, persianised, through_russian

TABLE = """scheme\tlanguage\tsource_letter\tcontext\ttarget
{letters}SCHEME\tru\tе\tword-initial\tye
SCHEME\tru\tс\tbetween two vowels\tss
SCHEME\tru\tг\tfollowed by е\tgu
SCHEME\tru\tщ\tany\ta, b (remark)
"""
LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшыэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh y e yu ya".split(),
        strict=True,
    )
)


def table(tmp_path):
    path = tmp_path / "translit.tsv"
    rows = "".join(f"SCHEME\tru\t{letter}\tany\t{latin}\n" for letter, latin in LETTERS.items())
    path.write_text(TABLE.format(letters=rows), encoding="utf-8")
    return path


def spelled(tmp_path):
    return {
        name: latin for name, latin, language, _ in official(table(tmp_path)) if language == "ru" and not name.isascii()
    }


def test_each_listed_name_is_spelled_by_the_scheme(tmp_path):
    found = spelled(tmp_path)
    assert len(found) > 100
    assert all(latin.isascii() for latin in found.values())


def test_context_decides(tmp_path):
    found = spelled(tmp_path)
    assert all(latin.startswith("ye") for name, latin in found.items() if name.startswith("е"))
    assert not any("ss" in latin for name, latin in found.items() if "с" not in name)


def test_a_name_with_a_letter_that_the_scheme_only_remarks_on_is_left_out(tmp_path):
    assert not any("щ" in name for name in spelled(tmp_path))


def test_uzbek_and_tajik_names_come_out_in_russian_letters(tmp_path):
    russian = [
        written for name, written, _ in through_russian(table(tmp_path)) if name.isascii() and not written.isascii()
    ]
    assert len(russian) > 100
    assert not any("'" in written for written in russian)


def test_persian_writers_put_tajik_names_in_latin():
    assert all(written.isascii() for name, written, _ in persianised() if not set(name) & set("ьыщц-"))


def test_the_same_names_are_drawn_each_time():
    assert list(persianised()) == list(persianised())
