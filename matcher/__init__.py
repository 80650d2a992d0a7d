"""The matching core: pure functions from values to evidence. No web, no database session, no network."""
