"""What HTTP costs: the same questions in process and to a served node, side by side.

``python -m benchmarks.http --people 1e5`` generates and loads a register, asks it in process (search alone, then with
its journal entry), serves it with ``tulga serve`` and asks ``POST /api/v1/match`` with one and with several clients.
"""
