"""Fingerprints: extraction, minutia cylinder codes, matching, fusion, training."""
