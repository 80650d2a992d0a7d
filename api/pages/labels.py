"""Words of the pages for codes: attributes, grades, purposes, relations, presence. In the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.words import gettext
from models.evidence import Grade
from models.presence import Presence
from models.query import Purpose


def attribute(code: str) -> str:
    """The name of an evidence attribute; the code itself for one that has no name yet."""
    return {
        "surname": gettext("фамилия"),
        "given_name": gettext("имя"),
        "patronymic": gettext("отчество"),
        "birth_date": gettext("дата рождения"),
        "birth_place": gettext("место рождения"),
        "sex": gettext("пол"),
        "citizenship": gettext("гражданство"),
        "document": gettext("документ"),
        "personal_number": gettext("личный номер"),
        "iin_content": gettext("дата и пол в ИИН"),
        "registration_address": gettext("адрес регистрации"),
        "relatives": gettext("родственник?"),
        "face": gettext("лицо"),
        "fingerprints": gettext("отпечатки пальцев"),
        "other_identity": gettext("вторая личность?"),
    }.get(code, code)


def grade(value: Grade | str) -> str:
    """A grade as a person says it."""
    return {
        Grade.CERTAIN: gettext("совпадение"),
        Grade.PROBABLE: gettext("вероятное совпадение"),
        Grade.POSSIBLE: gettext("возможное совпадение"),
        Grade.CERTAINLY_NOT: gettext("не совпадает"),
    }[Grade(value)]


def grade_meaning(value: Grade | str) -> str:
    """What to do with a grade."""
    return {
        Grade.CERTAIN: gettext("Признаки согласуются; расхождений, говорящих против, нет или они объяснимы."),
        Grade.PROBABLE: gettext("Скорее всего одно лицо; проверьте отмеченные расхождения."),
        Grade.POSSIBLE: gettext("Требуется проверка: признаков мало или они противоречат друг другу."),
        Grade.CERTAINLY_NOT: gettext("Признаки говорят о разных лицах."),
    }[Grade(value)]


def purpose(value: Purpose | str) -> str:
    """A purpose of Art. 6 in the words of the agreement."""
    return {
        Purpose.IDENTIFICATION: gettext("идентификация лица"),
        Purpose.ESTABLISH_IDENTITY: gettext("установление личности"),
        Purpose.LEGAL_STATUS: gettext("определение правового статуса"),
    }[Purpose(value)]


def relation(code: str | None) -> str:
    """A relative who would explain the agreement as well; empty when there is none."""
    return {
        "sibling": gettext("брат или сестра"),
        "twin": gettext("близнец"),
        "parent": gettext("родитель или ребёнок"),
        "spouse": gettext("супруг или супруга"),
        "household": gettext("член той же семьи"),
        "namesake": gettext("полный тёзка"),
    }.get(code or "", "")


def reading(code: str | None) -> str:
    """What two records are proposed to be to each other."""
    return {
        "same-data-same-person": gettext("те же сведения, то же лицо"),
        "different-data-same-person": gettext("другие сведения, то же лицо: возможно, несколько личностей"),
        "same-data-different-person": gettext("те же сведения, другое лицо: возможно, чужая личность"),
        "different-data-different-person": gettext("другие сведения, другое лицо"),
        "undecided": gettext("изображения и сведения не дают ясного ответа"),
    }.get(code or "", "")


def finger(position: int) -> str:
    """The name of a finger, 1 to 10."""
    return {
        1: gettext("правый большой"),
        2: gettext("правый указательный"),
        3: gettext("правый средний"),
        4: gettext("правый безымянный"),
        5: gettext("правый мизинец"),
        6: gettext("левый большой"),
        7: gettext("левый указательный"),
        8: gettext("левый средний"),
        9: gettext("левый безымянный"),
        10: gettext("левый мизинец"),
    }[position]


def missing_finger(code: str) -> str:
    """Why a finger is not on a card."""
    return {
        "amputated": gettext("ампутирован"),
        "bandaged": gettext("перевязан"),
        "not-taken": gettext("не снят"),
    }.get(code, code)


def sequence(code: str, positions: Sequence[int]) -> str:
    """A fault in the order of prints, with the fingers it concerns."""
    words = {
        "same-finger-twice": gettext("один палец снят дважды"),
        "swapped": gettext("пальцы переставлены"),
        "wrong-hand": gettext("левая и правая рука переставлены"),
        "misplaced": gettext("палец стоит не на своём месте"),
    }
    return f"{words.get(code, code)}: {', '.join(finger(p) for p in positions)}"


def quality(code: str) -> str:
    """A rule of a photograph's quality; the code itself for one that has no name yet."""
    return {
        "faces": gettext("лиц на снимке"),
        "eye_distance": gettext("расстояние между глазами, точек"),
        "head_height": gettext("высота головы к высоте снимка"),
        "centred": gettext("лицо посередине"),
        "roll": gettext("наклон головы вбок, градусов"),
        "yaw": gettext("поворот головы, градусов"),
        "pitch": gettext("наклон головы вперёд, градусов"),
        "eyes_visible": gettext("глаза видны"),
        "sharpness": gettext("резкость"),
        "brightness": gettext("яркость лица"),
        "contrast": gettext("контраст лица"),
        "clipped": gettext("пересвет и провалы"),
        "even_light": gettext("ровность света"),
        "background": gettext("однородность фона"),
        "background_light": gettext("светлота фона"),
    }.get(code, code)


def presence(state: Presence) -> str:
    """Why a value is not there."""
    return {
        Presence.GIVEN: "",
        Presence.ABSENT: gettext("нет (указано источником)"),
        Presence.UNKNOWN: gettext("не указано"),
        Presence.WITHHELD: gettext("не передано"),
    }[state]


def spelling(code: str) -> str:
    """In which spelling a name was received."""
    return {
        "russian": gettext("по-русски"),
        "latin": gettext("латиницей"),
        "native": gettext("на родном языке"),
        "other": gettext("иное написание"),
    }[code]


def sex(code: str) -> str:
    """A sex (a code of ``models.person.Sex``) as on a page."""
    return {"M": gettext("мужской"), "F": gettext("женский"), "X": gettext("не определён")}[code]


def field(name: str) -> str:
    """The label of a form's field, for messages."""
    part, _, spelling_ = name.rpartition("_")
    words = {
        "surname": gettext("Фамилия"),
        "given": gettext("Имя"),
        "patronymic": gettext("Отчество"),
    }
    kinds = {"ru": "russian", "latin": "latin", "native": "native"}
    if part in words and spelling_ in kinds:
        return f"{words[part]} ({spelling(kinds[spelling_])})"
    return {
        "purpose": gettext("Цель"),
        "case": gettext("Номер дела"),
        "surname_former": gettext("Прежняя фамилия"),
        "sex": gettext("Пол"),
        "birth_date": gettext("Дата рождения"),
        "birth_place": gettext("Место рождения"),
        "citizenship": gettext("Гражданство"),
        "document_type": gettext("Тип"),
        "document_series": gettext("Серия"),
        "document_number": gettext("Номер"),
        "document_issued_on": gettext("Дата выдачи"),
        "document_issuer": gettext("Орган, выдавший документ"),
        "registration_address": gettext("Адрес регистрации по месту пребывания (жительства)"),
        "mrz": gettext("Машиночитаемая зона"),
        "photo": gettext("Фотография"),
        "fingerprint_card": gettext("Дактилоскопическая карта"),
    }.get(name, name)
