"""Training and measuring the scorer on the generated population."""
