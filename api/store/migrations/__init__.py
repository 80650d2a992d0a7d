"""Alembic's migrations; ``api.store.schema`` runs them."""
