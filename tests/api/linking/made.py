"""Made people for jobs, and the map that reads them."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta

from api.linking.sources import Source

MAP = """
id = "id"
[attributes]
first = { type = "text" }
last = { type = "text" }
born = { type = "date" }
postcode = { type = "code" }
"""
FIRST = ["anna", "boris", "clara", "david", "elena", "fedor", "gulnora", "hamid", "irina", "jamshed", "karim", "lola"]


def people(count: int, seed: int = 5) -> list[dict[str, str]]:
    """``count`` people, a third of them twice, the second time with one letter or the postcode wrong."""
    generator = random.Random(seed)
    rows = []
    for number in range(count):
        last = "".join(generator.choice(["ka", "ri", "mov", "sha", "ta", "bek", "zo", "nur"]) for _ in range(3))
        row = {
            "id": f"p{number}-a",
            "first": generator.choice(FIRST),
            "last": last,
            "born": str(date(1940, 1, 1) + timedelta(days=generator.randrange(20_000))),
            "postcode": f"{generator.randrange(10**5, 10**6)}",
        }
        rows.append(row)
        if number % 3 == 0:
            wrong = dict(row, id=f"p{number}-b")
            if generator.random() < 0.5:
                wrong["last"] = last[:3] + "x" + last[4:]
            else:
                wrong["postcode"] = f"{generator.randrange(10**5, 10**6)}"
            rows.append(wrong)
    return rows


def write_csv(rows, path, separator=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def files(*paths):
    return tuple(Source(path.name, path) for path in paths)
