"""A gallery below MEMORY answers as one on disk does, and writes nothing."""

from __future__ import annotations

import numpy as np

from matcher.biometrics.gallery.columns import MEMORY
from matcher.biometrics.gallery.faces import FaceGallery
from matcher.biometrics.types import FaceTemplate


def _faces(count: int) -> list[FaceTemplate]:
    vectors = np.random.default_rng(3).standard_normal((count, 128)).astype(np.float32)
    return [FaceTemplate("test/1", v / np.linalg.norm(v)) for v in vectors]


def test_a_gallery_in_memory_answers_as_one_on_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    faces = _faces(3000)
    names = [f"R-{n}" for n in range(len(faces))]
    here, there = FaceGallery(MEMORY, "test/1"), FaceGallery(tmp_path / "faces", "test/1")
    for gallery in (here, there):
        gallery.add(names[:10], faces[:10])
        gallery.add(names[10:], faces[10:])
    assert len(here) == 3000
    assert here.search(faces[77], 5) == there.search(faces[77], 5)
    assert here.search(faces[77], 5)[0].record_id == "R-77"
    assert here.delete("R-77") == 1
    assert "R-77" not in [hit.record_id for hit in here.search(faces[77], 5)]
    assert not (tmp_path / ":memory:").exists()
