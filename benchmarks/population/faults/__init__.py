"""The errors of a register: one table of rates (``errors.toml``), one small function a kind."""

from benchmarks.population.faults.apply import Kind, all_kinds, apply_faults, query_scale

__all__ = ["Kind", "all_kinds", "apply_faults", "query_scale"]
