"""Probes say whether the process lives and whether the node can answer; counters hold no personal data."""

from models.errors import StoreError


def test_a_living_process_says_so_even_without_its_store(client, node):
    node.broken = StoreError("store_missing", "--store")
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_node_without_its_store_is_not_ready(client, node):
    assert client.get("/readyz").json == {"status": "ok"}
    node.broken = StoreError("store_missing", "--store")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"


def test_counters_name_routes_not_addresses(client, token):
    client.get("/api/v1/registers/tj/records/R-000184", headers=token("records:read"))
    client.post(
        "/api/v1/match",
        json={"purpose": "identification", "case": "KZ-1", "queries": [{"surname_ru": "Сафаралиев"}]},
        headers=token("match"),
    )
    text = client.get("/metrics", headers=token("admin")).text
    assert 'tulga_queries_total{purpose="identification"} 1.0' in text
    assert 'route="/api/v1/registers/<register>/records/<record_id>"' in text
    assert "R-000184" not in text
    assert "KZ-1" not in text
