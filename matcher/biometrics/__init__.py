"""Faces and fingerprint cards as evidence.

Importing this package loads nothing native: decoders, networks and matchers are loaded at first use, and everything
that touches a file from outside runs in a killable worker process (:mod:`matcher.biometrics.worker`). What is missing
is named with the package that brings it.
"""
