"""Quality and speed, measured; and the generated population that demo, tests and measurements share."""
