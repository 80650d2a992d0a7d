"""The pictures, models and stores of tests/api/biometrics, for the façade as well."""

from tests.api.biometrics.conftest import (
    card_file,
    cards,
    enrolled,
    models,
    photo_file,
    portrait,
    quick_models,
    settings,
    store,
    worker,
)

__all__ = [
    "card_file",
    "cards",
    "enrolled",
    "models",
    "photo_file",
    "portrait",
    "quick_models",
    "settings",
    "store",
    "worker",
]
