"""Batch jobs: find the records of one person within a register, or between two.

A job walks: table → features → blocking → pairs → levels → weights → links → clusters. The scorer is the one that
search uses; the engine (DuckDB, Spark) joins and stores, and holds no scoring of its own.
"""
