"""Training the line reader, from the loss to the file that the bot loads."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.reading.line.ctc import log_probability
from bot.reading.line.digit_lines import BLANK, CLASSES, DigitLineNetwork
from bot.reading.model import ModelError
from training.digit_lines import data
from training.digit_lines.recipe import DigitLineRecipe
from training.synthesis import styles
from training.synthesis.skeletons import fields_of

tf = pytest.importorskip("tensorflow")

import keras  # noqa: E402 - needs tensorflow

from training.digit_lines import fit, network  # noqa: E402 - needs tensorflow
from training.digit_lines.export import calibrate, check_parity, export, measure  # noqa: E402
from training.process.progress import NoProgress  # noqa: E402


def test_loss_is_the_probability_that_the_bot_computes():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (4, 15, CLASSES)).astype(np.float32)
    labels = np.array([[4, 4, 2, 0], [7, 0, 0, 0], [0, 0, 0, 0], [1, 10, 1, 9]], np.int32)
    counts = np.array([3, 1, 0, 4], np.int32)
    loss = fit.ctc_loss(tf.constant(labels), tf.constant(counts), tf.constant(logits)).numpy()
    for row in range(4):
        columns = logits[row] - np.logaddexp.reduce(logits[row], axis=1, keepdims=True)
        string = tuple(labels[row, : counts[row]].tolist())
        assert loss[row] == pytest.approx(
            -log_probability(columns.astype(np.float64), string), rel=1e-4
        )


def test_place_loss_counts_known_columns_only():
    logits = np.zeros((2, 3, CLASSES), np.float32)
    logits[:, :, 5] = 20
    sure = np.array([[5, 5, 5], [data.UNKNOWN] * 3], np.int32)
    wrong = np.array([[data.UNKNOWN] * 3, [3, 3, BLANK]], np.int32)
    assert fit.place_loss(sure, tf.constant(logits)) < 1e-4
    assert fit.place_loss(wrong, tf.constant(logits)) > 10


@pytest.fixture(scope="module")
def fitted():
    fields = fields_of(styles.draw(60, np.random.default_rng(0)))
    pool = data.Pool.of(data.draw_lines(64, np.random.default_rng(1), fields))
    keras.utils.set_random_seed(3)
    model = network.make()
    recipe = DigitLineRecipe(epochs=6, batch=16, average=0.5)
    history = fit._Fit(recipe, model, 6 * len(pool) // 16).run(pool, pool, NoProgress())
    return network.fold(model), pool, history


def test_accuracy_is_of_known_columns():
    logits = np.zeros((1, 4, CLASSES), np.float32)
    logits[0, :, 3] = 1
    columns = np.array([[3, 3, BLANK, data.UNKNOWN]], np.int32)
    assert float(fit.share_right(columns, tf.constant(logits))) == pytest.approx(2 / 3)


def test_loss_falls(fitted):
    _, _, history = fitted
    assert history["loss"][-1] < 0.85 * history["loss"][0]
    assert len(history["val_accuracy"]) == len(history["loss"]) == 6


def test_folding_changes_nothing():
    model = network.make()
    line = np.random.default_rng(2).random((2, 32, 96, 1)).astype(np.float32)
    for _ in range(3):
        model(line, training=True)  # moves the averages of the normalisation
    folded = network.fold(model)
    assert folded.count_params() < model.count_params()
    assert np.abs(model(line).numpy() - folded(line).numpy()).max() < 1e-4


def test_the_file_says_what_keras_says_and_the_bot_loads_it(fitted, tmp_path):
    model, pool, _ = fitted
    temperature = calibrate(model, pool)
    about = {"recipe": "lines", "created": "2026-01-01T00:00:00Z"}
    path = tmp_path / "lines.onnx"
    version = export(model, temperature, {"exact": 0.5}, about, path)
    assert path.stat().st_size < 2_000_000
    assert check_parity(model, temperature, path, pool.pixels[:5]) < 1e-5
    reader = DigitLineNetwork.open(path)
    assert reader.version == version
    columns = reader.columns(pool.pixels[0])
    assert np.allclose(np.exp(columns).sum(axis=1), 1, atol=1e-5)
    said = reader(np.full((40, 200), 220, np.uint8))
    assert all(0 <= p <= 1 for p in said.values())


def test_what_is_no_line_model_is_refused(tmp_path):
    other = tmp_path / "other.onnx"
    other.write_bytes(b"no model")
    with pytest.raises(ModelError, match="not an ONNX model"):
        DigitLineNetwork.open(other)
    with pytest.raises(ModelError, match="cannot be opened"):
        DigitLineNetwork.open(tmp_path / "missing.onnx")


def test_a_model_of_another_preprocessing_is_refused(fitted, tmp_path):
    import onnx

    model, _, _ = fitted
    path = tmp_path / "lines.onnx"
    export(model, 1.0, {}, {"recipe": "lines", "created": "2026-01-01T00:00:00Z"}, path)
    proto = onnx.load(path)
    for prop in proto.metadata_props:
        if prop.key == "preprocessing":
            prop.value = "another"
    path.write_bytes(proto.SerializeToString())
    with pytest.raises(ModelError, match="another preprocessing"):
        DigitLineNetwork.open(path)


def test_figures_of_held_lines(fitted, monkeypatch):
    model, pool, _ = fitted
    monkeypatch.setattr("training.digit_lines.export.SOME", 50)
    report = measure(model, 1.0, pool)
    assert report["lines"] == 14
    assert 0 <= report["exact"] <= 1
    assert json.loads(json.dumps(report)) == report
