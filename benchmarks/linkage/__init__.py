"""Batch linkage beside the peers: the same records, the same machine, one run, every tool in a process of its own."""
