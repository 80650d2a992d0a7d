"""A search over faces gives the exact answer, grows as it stands, and forgets what is deleted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.biometrics.gallery.columns import MEMORY
from matcher.biometrics.gallery.faces import FaceGallery
from matcher.biometrics.types import FaceTemplate
from models.errors import BadValue

MODEL = "m/1"


def templates(count: int, seed: int, spread: float = 1.0) -> list[FaceTemplate]:
    """Seeded unit vectors, near one another where ``spread`` is small, each with a density."""
    rng = np.random.default_rng(seed)
    vectors = 1 - spread + spread * rng.standard_normal((count, 128))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = zip(vectors.astype(np.float32), rng.uniform(0, 0.2, count).tolist(), strict=True)
    return [FaceTemplate(MODEL, vector, density) for vector, density in pairs]


def brute(probe: FaceTemplate, faces: list[FaceTemplate], best: int) -> list[int]:
    """Rows by their true scores, ties by row."""
    scores = np.array([np.dot(probe.vector, f.vector) - np.float32(f.density) for f in faces])
    return np.lexsort((np.arange(len(faces)), -scores))[:best].tolist()


@given(st.integers(1, 400), st.integers(1, 30), st.integers(0, 10_000), st.sampled_from([1.0, 0.3, 0.05]))
@settings(max_examples=40, deadline=None)
def test_the_answer_is_the_one_of_comparing_with_everybody(count: int, best: int, seed: int, spread: float) -> None:
    """Also in a crowd whose members differ by less than the shadows' rounding."""
    faces, probe = templates(count, seed, spread), templates(1, seed + 1, spread)[0]
    gallery = FaceGallery(MEMORY, MODEL)
    gallery.add([f"p{k}" for k in range(count)], faces)
    found = [h.score for h in gallery.search(probe, best)]
    expected = [float(np.dot(probe.vector, faces[k].vector)) - faces[k].density for k in brute(probe, faces, best)]
    assert found == pytest.approx([e - probe.density for e in expected], abs=1e-6)


def test_a_gallery_grows_and_is_found_again(tmp_path) -> None:
    """Adding never rebuilds; what was added in an earlier run is searched in the next one."""
    faces = templates(3000, 1)
    for start in (0, 900, 2100):
        gallery = FaceGallery(tmp_path, MODEL)
        part = faces[start : {0: 900, 900: 2100, 2100: 3000}[start]]
        gallery.add([f"p{start + k}" for k in range(len(part))], part)
    again = FaceGallery(tmp_path, MODEL)
    assert len(again) == 3000
    for k in (0, 899, 900, 2999):
        assert again.search(faces[k])[0].record_id == f"p{k}"


def test_a_deleted_record_leaves_no_vector_behind(tmp_path) -> None:
    """Neither in an answer nor on the disk; its room is used again."""
    faces, gallery = templates(50, 2), FaceGallery(tmp_path, MODEL)
    gallery.add(["a", "b", "a", *[f"p{k}" for k in range(47)]], faces)
    size = (tmp_path / "vectors.f32").stat().st_size
    assert gallery.delete("a") == 2
    assert gallery.delete("a") == 0
    assert "a" not in {h.record_id for h in gallery.search(faces[0], 50)}
    raw = (tmp_path / "vectors.f32").read_bytes()
    assert faces[0].vector.tobytes() not in raw
    assert faces[2].vector.tobytes() not in raw
    assert faces[1].vector.tobytes() in raw
    assert b"a\x00" not in (tmp_path / "ids.bin").read_bytes()
    gallery.add(["c", "d"], [faces[0], faces[2]])
    assert len(gallery) == 50
    assert (tmp_path / "vectors.f32").stat().st_size == size
    assert gallery.search(faces[2])[0].record_id == "d"


def test_templates_of_two_models_never_meet(tmp_path) -> None:
    """Adding, searching and opening refuse."""
    gallery, other = FaceGallery(tmp_path, MODEL), FaceTemplate("other/1", templates(1, 1)[0].vector)
    for attempt in (
        lambda: gallery.add(["x"], [other]),
        lambda: gallery.search(other),
        lambda: FaceGallery(tmp_path, "other/1"),
    ):
        with pytest.raises(BadValue) as refused:
            attempt()
        assert refused.value.code == "template_models"


def test_an_empty_gallery_finds_nobody(tmp_path) -> None:
    """No rows, no hits; nor where all were deleted."""
    gallery, face = FaceGallery(tmp_path, MODEL), templates(1, 3)[0]
    assert gallery.search(face) == []
    gallery.add(["x"], [face])
    gallery.delete("x")
    assert gallery.search(face) == []
