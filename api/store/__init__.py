"""The register at rest: encrypted records, a blind index of candidate keys, a journal. See docs/store.md."""
