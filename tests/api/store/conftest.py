"""The stores to test on."""

from tests.api.stores import any_settings, any_store, database, postgresql_server, settings, store

__all__ = ["any_settings", "any_store", "database", "postgresql_server", "settings", "store"]
