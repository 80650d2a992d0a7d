"""nomenklatura's logic-v2 on a table of pairs: `python logic_v2.py PAIRS.tsv` prints scores and seconds as JSON.

Runs in the peers' own environment and imports nothing of Tulga. Each entity has its own id: the peer caches by id.
"""

import json
import sys
import time
from pathlib import Path

from followthemoney.proxy import EntityProxy  # type: ignore[import-not-found,unused-ignore]
from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found,unused-ignore]

algorithm = get_algorithm("logic-v2")
config = algorithm.default_config()


def person(number: str, name: str) -> EntityProxy:
    """A Person entity with one name."""
    return EntityProxy.from_dict({"id": number, "schema": "Person", "properties": {"name": [name]}})


lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[1:]
pairs = [line.split("\t") for line in lines if line]
people = [(person(f"a{i}", a), person(f"b{i}", b)) for i, (a, b) in enumerate(pairs)]
start = time.process_time()
scores = [algorithm.compare(a, b, config).score for a, b in people]
print(json.dumps({"scores": scores, "seconds": time.process_time() - start}))
