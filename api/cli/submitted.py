"""The command line as a file that ``spark-submit`` runs; see docs/spark.md."""

from __future__ import annotations

from api.cli import main

if __name__ == "__main__":
    main()
