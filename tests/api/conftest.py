"""A small node in memory for the HTTP side: real users, tokens and sessions, a register of a few invented people."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import pytest
from argon2 import PasswordHasher
from rapidfuzz.distance import Levenshtein
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from api.app import create_app
from api.auth import passwords, tables, tokens, users
from api.http_settings import HttpSettings
from api.node import Asking, Register, StoredRecord
from api.store.engine import writing
from api.store.sealing import Keys
from models.errors import Conflict, NotFound
from models.evidence import Answer, Candidate, Evidence, Grade, Judgement
from models.flat import read_flat
from models.person import Person
from models.query import Query
from models.wire import dump

PASSWORD = "correct horse battery staple"


class SmallNode:
    """Keeps the ``api.node.Node`` protocol with a dictionary; its scorer is a toy that gives every level once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.records: dict[tuple[str, str], Person] = {}
        self.journal: list[tuple[str, ...]] = []
        self.broken: Exception | None = None
        self._cipher = Keys(bytes(32)).cipher("session")

    def seal(self, data: bytes) -> bytes:
        return self._cipher.seal(data)

    def unseal(self, sealed: bytes) -> bytes:
        return self._cipher.open(sealed)

    def match(self, queries: Sequence[Query], asking: Asking) -> list[Answer]:
        return [self._answer(query, asking) for query in queries]

    def compare(self, a: Person, b: Person, asking: Asking, media=((), ())) -> Judgement:
        self.journal.append(("compare", asking.actor, asking.purpose.value, asking.case))
        return _judge(a, b, len(self.records))

    def show(self, register: str, record_id: str, asking: Asking) -> StoredRecord:
        self.journal.append(("show", asking.actor, asking.purpose.value, asking.case, record_id))
        return self._stored(register, record_id)

    def read(self, register: str, record_id: str, actor: str) -> StoredRecord:
        self.journal.append(("read", actor, record_id))
        return self._stored(register, record_id)

    def create(self, person: Person, actor: str, media=()) -> StoredRecord:
        if (person.register, person.record_id) in self.records:
            raise Conflict("record_exists", "record_id")
        self.journal.append(("create", actor, person.record_id))
        return self._put(person)

    def replace(self, person: Person, version: str, actor: str, media=()) -> StoredRecord:
        self._require(person.register, person.record_id, version)
        self.journal.append(("correct", actor, person.record_id))
        return self._put(person)

    def delete(self, register: str, record_id: str, version: str, actor: str) -> None:
        self._require(register, record_id, version)
        self.journal.append(("delete", actor, record_id))
        del self.records[register, record_id]

    def registers(self) -> list[Register]:
        names = sorted({register for register, _ in self.records})
        return [Register(name, sum(1 for r, _ in self.records if r == name)) for name in names]

    def note(self, action: str, actor: str) -> None:
        self.journal.append((action, actor))

    def ready(self) -> None:
        if self.broken:
            raise self.broken

    def _answer(self, query: Query, asking: Asking) -> Answer:
        self.journal.append(("search", asking.actor, asking.purpose.value, asking.case))
        order = list(Grade)
        found = [
            Candidate(p.record_id, p.register, _judge(query.person, p, len(self.records)))
            for p in self.records.values()
            if not query.registers or p.register in query.registers
        ]
        good = [
            c
            for c in found
            if order.index(c.judgement.grade) <= order.index(query.min_grade)
            and c.judgement.probability >= query.threshold
        ]
        best = tuple(sorted(good, key=lambda c: -c.judgement.bits)[: query.limit])
        return Answer(best, len(self.records), len(found))

    def _stored(self, register: str, record_id: str) -> StoredRecord:
        if (register, record_id) not in self.records:
            raise NotFound("record_not_found", "record_id")
        person = self.records[register, record_id]
        return StoredRecord(person, _version(person))

    def _put(self, person: Person) -> StoredRecord:
        self.records[person.register, person.record_id] = person
        return StoredRecord(person, _version(person))

    def _require(self, register: str, record_id: str, version: str) -> None:
        if self._stored(register, record_id).version != version:
            raise Conflict("record_changed", "version")


def _version(person: Person) -> str:
    import hashlib

    return hashlib.sha256(dump(person)).hexdigest()[:16]


def _judge(a: Person, b: Person, records: int) -> Judgement:
    pieces = [
        _piece("surname", _name(a, "surname"), _name(b, "surname"), 9.5),
        _piece("given_name", _name(a, "given"), _name(b, "given"), 6.0),
        _piece("patronymic", _name(a, "patronymic"), _name(b, "patronymic"), 6.5),
        _piece("birth_date", _date(a), _date(b), 11.0),
        _piece("birth_place", _place(a), _place(b), 3.5),
        _piece("sex", _sex(a), _sex(b), 0.9),
        _piece("document", _document(a), _document(b), 17.0),
        Evidence("relatives", ("", ""), "sibling", -0.8, _reason("брат или сестра объяснили бы это хуже")),
    ]
    prior = -math.log2(max(records, 2)) - 14
    bits = prior + sum(p.bits for p in pieces)
    probability = 1 / (1 + 2**-bits)
    limits = ((0.99, Grade.CERTAIN), (0.8, Grade.PROBABLE), (1e-5, Grade.POSSIBLE))
    grade = next((g for limit, g in limits if probability >= limit), Grade.CERTAINLY_NOT)
    return Judgement(bits, probability, grade, tuple(pieces), "sibling" if grade is Grade.POSSIBLE else None)


def _piece(attribute: str, left: str, right: str, most: float) -> Evidence:
    if not left or not right:
        return Evidence(attribute, (left, right), "missing", 0.0, _reason(f"{attribute}: не с чем сравнить"))
    alike = Levenshtein.normalized_similarity(left.lower(), right.lower())
    level, share, text = next(
        found
        for found in (
            (1.0, "exact", 1.0, "совпадает"),
            (0.75, "close", 0.5, "различается в одной-двух буквах"),
            (0.0, "different", -0.6, "различается"),
        )
        if alike >= found[0]
    )[1:]
    return Evidence(attribute, (left, right), level, round(most * share, 2), _reason(f"{attribute}: {text}"))


def _reason(text: str) -> dict[str, str]:
    return {"ru": text, "kk": f"[kk] {text}", "tg": f"[tg] {text}", "en": f"[en] {text}"}


def _name(person: Person, part: str) -> str:
    return next((getattr(n, part).value or "" for n in person.names), "")


def _date(person: Person) -> str:
    return person.birth_date.value.text if person.birth_date.value else ""


def _place(person: Person) -> str:
    return person.birth_place.value.text if person.birth_place.value else ""


def _sex(person: Person) -> str:
    return person.sex.value.value if person.sex.value else ""


def _document(person: Person) -> str:
    return person.documents[0].text() if person.documents else ""


PEOPLE = (
    {
        "record_id": "R-000184",
        "surname_ru": "Сафаралиев",
        "given_ru": "Дилшод",
        "patronymic_ru": "Насриддинович",
        "surname_latin": "SAFARALIEV",
        "given_latin": "DILSHOD",
        "sex": "М",
        "birth_date": "14.03.1987",
        "birth_place": "г. Худжанд",
        "citizenship": "Таджикистан",
        "document_type": "паспорт",
        "document_series": "А",
        "document_number": "40218877",
        "document_issued_on": "02.11.2015",
        "document_issuer": "ШКД г. Худжанд",
        "registration_address": "г. Худжанд, ул. Ленина, д. 12, кв. 4",
    },
    {
        "record_id": "R-000185",
        "surname_ru": "Сафаралиев",
        "given_ru": "Дилмурод",
        "patronymic_ru": "Насриддинович",
        "sex": "М",
        "birth_date": "02.09.1989",
        "birth_place": "Ленинабад",
        "citizenship": "Таджикистан",
    },
    {
        "record_id": "R-000977",
        "surname_ru": "Сафарализода",
        "given_ru": "Дилшод",
        "patronymic_ru": "нет",
        "surname_native": "Сафарализода",
        "given_native": "Дилшод",
        "birth_date": "00.00.1987",
        "birth_place": "Согдийская область",
    },
    {
        "record_id": "R-100002",
        "surname_ru": "Әбдірахманова-Құлмағамбетова-Сейдахметқызы",
        "given_ru": "Гүлнұрбегім",
        "patronymic_ru": "Нұрсұлтанбекқызы",
        "sex": "Ж",
        "birth_date": "29.02.1992",
        "birth_place": "село Мырзатай, Карасайский район, Алматинская область, Казахская ССР",
    },
)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """argon2id is slow on purpose; here it is argon2id all the same, with next to no memory."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: hasher)
        yield


def small_node() -> SmallNode:
    """A node with a few invented people in registers ``tj`` and ``kz``."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    tables.metadata.create_all(engine)
    small = SmallNode(engine)
    for row in PEOPLE:
        person = read_flat(row, "kz" if row["record_id"].startswith("R-1") else "tj")
        small.records[person.register, person.record_id] = person
    return small


SETTINGS = HttpSettings(
    secure_cookies=False,  # plain http, as in the demo
    batch_limit=20,
    candidate_limit=50,
    rate_limit="100000 per minute",
    login_rate_limit="1000 per minute",
)


@pytest.fixture
def node():
    """A node with a few invented people."""
    small = small_node()
    yield small
    small.engine.dispose()


@pytest.fixture
def app(node):
    """The application on the small node."""
    return create_app(node, SETTINGS)


@pytest.fixture(scope="module")
def machine():
    """An application that lives as long as a module, and the headers of a machine that may do everything."""
    small = small_node()
    with writing(small.engine) as connection:
        made = tokens.create(connection, "test", ("match", "records:read", "records:write", "admin"))
    yield create_app(small, SETTINGS), {"Authorization": f"Bearer {made}"}
    small.engine.dispose()


@pytest.fixture
def client(app):
    """A client that nobody knows."""
    return app.test_client()


@pytest.fixture
def token(node):
    """Makes a service token with the scopes asked for."""

    def make(*scopes: str) -> dict[str, str]:
        with writing(node.engine) as connection:
            made = tokens.create(connection, "test", scopes or ("match", "records:read", "records:write", "admin"))
        return {"Authorization": f"Bearer {made}"}

    return make


@pytest.fixture
def user(node):
    """Makes a user with the roles asked for; gives login and password."""

    def make(login: str = "aigul", *roles: str) -> tuple[str, str]:
        with writing(node.engine) as connection:
            users.add(connection, login, PASSWORD, roles or ("case-worker",))
        return login, PASSWORD

    return make


@pytest.fixture
def browser(client, user, log_in):
    """A client that is logged in as a case worker; ``browser.post_form`` sends a form with its CSRF token."""
    return log_in(client, *user())


@pytest.fixture
def log_in():
    """Logs a client in by the form and gives it ``post_form``."""

    def enter(client, login: str, password: str):
        page = client.get("/login").text
        answer = client.post("/login", data={"csrf": csrf(page), "login": login, "password": password})
        assert answer.status_code == 303, answer.text

        def post_form(address: str, **fields):
            return client.post(address, data={"csrf": csrf(client.get("/").text), **fields})

        client.post_form = post_form
        return client

    return enter


def csrf(page: str) -> str:
    """The token in a page's first form."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]
