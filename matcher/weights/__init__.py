"""Weights as data: the model file, its training, its calibration."""

from matcher.weights.model import Model, default_model, load_model, save_model

__all__ = ["Model", "default_model", "load_model", "save_model"]
