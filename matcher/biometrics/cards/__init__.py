"""Fingerprint cards: ANSI/NIST-ITL files, ISO/IEC 19794-2 minutiae, sequence checks, comparison finger by finger."""
