"""The generated population: families with the naming practice of Kazakhstan and Tajikistan, as two registers see them.

``generate`` writes files, ``stream`` yields parts of registers in memory, ``queries`` yields queries with their truth.
Everything follows from the seed: a block of people can be made without the ones before it.
"""

from benchmarks.population.generate import Written, generate
from benchmarks.population.queries import Query, queries
from benchmarks.population.records import Part, stream

__all__ = ["Part", "Query", "Written", "generate", "queries", "stream"]
