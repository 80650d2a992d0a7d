"""The errors of a register: one table of rates (``errors.toml``), one small function a kind."""

from benchmarks.population.faults.apply import KINDS, Kind, apply_faults, query_scale

__all__ = ["KINDS", "Kind", "apply_faults", "query_scale"]
