"""One-to-many search: faces exactly, cards by a cascade. Galleries grow and shrink in place.

A gallery holds templates in the clear, because a search reads all of them: keep its folder on a volume that is wiped at
stop (memory-backed or encrypted) and rebuild it from the store, where each template is encrypted under its record's
key.
"""
