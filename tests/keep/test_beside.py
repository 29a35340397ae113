"""What is kept beside a model in its snapshot: it returns as it was, and disturbs nobody."""

from pathlib import Path

import pytest

from core.helpers import same, small_model
from htm_teacher import load, save
from htm_teacher.keep import snapshot

np = pytest.importorskip("numpy")
BESIDE = {"rows": [1.5, None, "é"], "of": {"1": 0.1}}


@pytest.fixture(scope="module")
def model(engine):
    model = small_model(engine)
    for n in range(20):
        model.step(n % 5)
    return model


def test_it_returns_as_it_was_and_the_model_as_if_it_were_alone(tmp_path, model):
    save(model, tmp_path / "model.npz", BESIDE)
    assert snapshot.read_beside(tmp_path / "model.npz") == BESIDE
    assert same(load(tmp_path / "model.npz"), model)
    alone = snapshot.to_bytes(model)
    (tmp_path / "alone.npz").write_bytes(alone)
    with np.load(tmp_path / "model.npz") as one, np.load(tmp_path / "alone.npz") as other:
        assert sorted(one) == sorted(other)  # so a program that knows of nothing beside reads it, too


def test_a_file_without_it_has_none(tmp_path, model):
    save(model, tmp_path / "model.npz")
    assert snapshot.read_beside(tmp_path / "model.npz") is None
    assert (tmp_path / "model.npz").read_bytes() == snapshot.to_bytes(model)
    assert snapshot.read_beside(Path(__file__).parent / "machine-0.1.0.npz") is None


def test_what_json_cannot_hold_leaves_the_old_file(tmp_path, model):
    path = tmp_path / "model.npz"
    path.write_bytes(b"an old file")
    with pytest.raises(ValueError, match=r"JSON|float"):
        save(model, path, {"rows": [float("nan")]})
    assert path.read_bytes() == b"an old file"
