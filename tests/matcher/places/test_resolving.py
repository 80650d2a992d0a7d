"""A text becomes the set of places it may mean, with former names, markers and misspellings understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.places import resolve
from matcher.places.build_gazetteer import spellings
from matcher.places.gazetteer import entries, markers, table_lines, words
from matcher.places.resolving import share

ONE_PLACE = {
    "tj-khujand": [
        "Худжанд",
        "Хуҷанд",
        "Хучанд",
        "Ленинабад",
        "г.Ленинабад",
        "шаҳри Хуҷанд",
        "KHUJAND",
        "Худжанд ш.",
    ],
    "tj-bokhtar": ["Бохтар", "Курган-Тюбе", "Курган Тюбе", "Qurghonteppa", "г. Бохтар, Хатлонская обл."],
    "tj-dushanbe": ["Душанбе", "Сталинабад", "ш. Душанбе", "dushanbe, tajikistan", "Тадж. ССР, г. Душанбе", "Душанбэ"],
    "kz-astana": ["Астана", "Нур-Султан", "Нұр-Сұлтан қ.", "Целиноград", "Акмола", "Республика Казахстан, г. Астана"],
    "kz-almaty": ["Алма-Ата", "Алматы қаласы", "ALMATY", "г. Алма-Ата КазССР", "Алматы қ."],
    "kz-oral": ["Уральск", "Орал", "Uralsk"],
    "kz-taraz": ["Джамбул", "Тараз", "г. Жамбыл"],
    "kz-shymkent": ["Чимкент", "Шымкент", "Шымкентт"],
}


@pytest.mark.parametrize("place_id", ONE_PLACE)
def test_all_names_of_a_place_are_one_place(place_id):
    for text in ONE_PLACE[place_id]:
        assert resolve(text).ids == (place_id,), text


def test_a_homonym_is_a_set_and_the_words_around_it_decide():
    assert set(resolve("Вахдат").ids) == {"tj-vahdat-city", "tj-vahdat-lakhsh"}
    assert "ambiguous" in resolve("Вахдат").notes
    assert resolve("г. Вахдат").ids == ("tj-vahdat-city",)
    assert resolve("Вахдатский район").areas == ("tj-d-vahdat",)
    assert resolve("Аксу, Павлодарская область").ids == ("kz-aksu-pvl",)
    assert resolve("Аксу, Туркестанская обл.").ids == ("kz-aksu-trk",)
    assert resolve("Москва").ids == ("gn-524901",)
    assert "tj-muminobod" in resolve("Ленинград").ids


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Согдийская область", "tj-r-sughd"),
        ("Ленинабадская обл.", "tj-r-sughd"),
        ("вилояти Суғд", "tj-r-sughd"),
        ("Sughd Region", "tj-r-sughd"),
        ("ГБАО", "tj-r-gbao"),
        ("Кулябская обл", "tj-r-khatlon"),
        ("ЮКО", "kz-r-turkistan"),
        ("Түркістан облысы", "kz-r-turkistan"),
        ("Чимкентская область", "kz-r-turkistan"),
        ("Алматинская обл.", "kz-r-almaty"),
        ("область Абай", "kz-r-abai"),
        ("Семипалатинская область", "kz-r-abai"),
        ("Целиноградская обл", "kz-r-akmola"),
        ("Карагандинская область", "kz-r-karagandy"),
    ],
)
def test_regions_are_known_by_present_and_former_names(text, region):
    found = resolve(text)
    assert found.regions == (region,)
    assert found.kind == "region"


def test_countries_of_today_and_of_the_union():
    assert resolve("Таджикистан").country == "TJK"
    assert resolve("Қазақстан Республикасы").country == "KAZ"
    assert resolve("ТССР").country == "TJK"
    assert resolve("КазССР").country == "KAZ"
    assert resolve("СССР").notes == ("state_dissolved",)
    assert resolve("СССР").kind == "nothing"


def test_a_village_beyond_the_table_keeps_its_district_and_its_sounds():
    found = resolve("с. Хушдилабад, Аштский р-н, Согдийская обл.")
    assert found.kind == "text"
    assert found.regions == ("tj-r-sughd",)
    assert found.areas
    assert found.name == resolve("д. Khushdilabad, ноҳияи Ашт").name
    assert "not_in_table" in found.notes


def test_a_village_with_a_citys_name_is_not_the_city():
    found = resolve("к. Гулистон, ноҳияи Рӯдакӣ")
    assert not found.ids
    assert found.areas == ("tj-d-rudaki",)
    assert found.name == "guliston"


@pytest.mark.parametrize("text", ["с. Аксай, Кандыагаш", "Кандыагаш (село Аксай)"])
def test_a_village_by_a_town_is_not_its_namesake_in_another_region(text):
    found = resolve(text)
    assert (found.ids, found.areas, found.name, found.framed) == ((), ("kz-kandyagash",), "aksai", True)
    assert "homonym_elsewhere" in found.notes


def test_two_names_of_one_place_are_that_place():
    assert resolve("Худжанд (Ленинабад)").ids == resolve("Ленинабад, Худжанд").ids == ("tj-khujand",)


def test_notes_tell_how_a_name_was_understood():
    assert "former_or_other_name" in resolve("Ленинабад").notes
    assert "former_or_other_name" in resolve("Курган-Тюбе").notes
    assert resolve("Худжанд").notes == ()
    assert "tj-bokhtar" in resolve("Курган-Тюпе").ids
    assert "spelling_slip" in resolve("Курган-Тюпе").notes


def test_a_foreign_town_beyond_the_table_stays_text():
    assert resolve("westminster").name == "vestminster"
    assert not resolve("london").ids


@pytest.mark.parametrize("text", ["г. Худжан", "Худжвнд", "Таджикистан, г. Хужданд", "Худжадн"])
def test_a_slip_in_a_towns_name_is_understood(text):
    assert resolve(text).ids == ("tj-khujand",)


def test_a_village_before_its_district_without_a_comma_is_parted_from_it():
    for text in ("с. Фирдавстеппа Вахшский р-н", "Фирдавстеппа, Вахшский район", "ноҳияи Вахш деҳаи Фирдавстеппа"):
        found = resolve(text)
        assert found.name == "firdavstepa"
        assert found.regions == ("tj-r-khatlon",), text


def test_every_curated_place_is_found_by_its_own_names():
    lines = {place_id: entry for place_id, entry in entries().items() if not place_id.startswith(("gn-", "uz-", "kg-"))}
    assert len(lines) >= 145
    kinds = {entry.kind for entry in lines.values()}
    assert kinds == {"city", "town", "district", "region"}


@pytest.mark.shared
def test_names_of_the_shared_table_resolve_to_their_place(shared_data):
    rows = [line.split("\t") for line in (shared_data / "places.tsv").read_text("utf-8").splitlines()[1:]]
    settlements = [row for row in rows if row[2] in {"city", "town"}]
    found = asked = 0
    for row in settlements:
        for name in (row[4], row[5], row[6], *row[7].split("|")):
            if name and "(" not in name:
                asked += 1
                resolved = resolve(name)
                found += row[0] in (*resolved.ids, *resolved.areas)
    assert found / asked > 0.97


def test_the_spellings_kept_in_the_table_are_those_of_the_letters_of_today():
    """``build_gazetteer`` works them out beforehand; it has to be run again when ``matcher/folding`` changes."""
    for line in table_lines():
        kind, names, folded, heard = line[2], line[6], line[7], line[8]
        expected = spellings(kind, names.split("|"))
        assert ("|".join(expected), "|".join(expected.values())) == (folded, heard)


def test_shares_follow_population():
    assert share("tj-dushanbe") > share("tj-khujand") > share("tj-ayni") >= share("unknown")
    assert 0 < sum(share(place_id) for place_id, e in entries().items() if e.kind in {"city", "town"}) < 1


def test_words_of_the_data_file_are_folded_once_and_mark_one_kind():
    seen = {}
    for kind in ("region", "district", "commune", "city", "village", "settlement"):
        for forms in words()[kind].values():
            for form in forms:
                assert seen.setdefault(form.casefold(), kind) == kind, form
    assert markers()["обл"][0] == "region"


@given(st.text(max_size=80))
def test_any_text_is_resolved(text):
    found = resolve(text)
    assert found.kind in {"settlement", "text", "area", "region", "country", "nothing"}
    assert all(place_id in entries() for place_id in found.ids)
