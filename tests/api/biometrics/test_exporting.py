"""A gallery as files names nobody, opens with the store's key only, and is refused where it does not fit."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from api.biometrics.exporting import _key, _require_gallery, export
from api.biometrics.settings import Models
from matcher.biometrics import wire
from models.errors import BadFile, StoreError


def test_rows_are_sealed_and_bound_to_their_number(known, models, tmp_path):
    assert export(known, models, tmp_path / "gallery") == 3
    rows = pq.read_table(tmp_path / "gallery").to_pylist()
    key = _key(known)
    assert [set(wire.unpack(key(r["fingers"], r["card"])).fingers) for r in rows] == [{2, 7}] * 3
    assert all(r["card"].isdigit() for r in rows)
    with pytest.raises(StoreError):
        key(rows[0]["fingers"], rows[1]["card"])


def test_a_folder_that_is_no_gallery_of_the_model_is_refused(known, models, tmp_path):
    export(known, models, tmp_path / "gallery")
    _require_gallery(tmp_path / "gallery", models)
    for folder, asked in ((tmp_path, models), (tmp_path / "gallery", Models(models.face, "leader/1"))):
        with pytest.raises(BadFile) as refused:
            _require_gallery(folder, asked)
        assert refused.value.code == "gallery_unfit"


def test_a_gallery_is_never_added_to(known, models, tmp_path):
    with pytest.raises(FileExistsError):
        export(known, models, tmp_path)
