"""Photographs and fingerprint cards in the node: kept encrypted, turned into templates, searched, weighed, shown.

See docs/biometrics_node.md. The comparing itself is :mod:`matcher.biometrics`' work.
"""
