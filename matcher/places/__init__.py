"""Places of birth and addresses."""
