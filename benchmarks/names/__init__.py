"""How good and how fast the name comparator is, beside its peers: `python -m benchmarks.names --data DIR`."""
