"""Fingerprints of nobody: a generator for demo and tests."""
