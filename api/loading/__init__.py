"""Loading registers from files: CSV, JSON Lines, Parquet; bad rows to a file of rejects, the rest into the store."""
