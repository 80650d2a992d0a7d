"""Faces: detection, quality, embedding, normalisation, comparison, training."""
