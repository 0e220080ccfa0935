"""Whole runs on a tiny MNIST: the events, the file, its card, its figures; and again, the same."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("keras", reason="the training extra is not installed")

import onnx
import tensorflow as tf

from bot.reading.digits.classify import Classifier
from bot.reading.digits.normalise import PREPROCESSING
from training import data, export, fit, network
from training.calibrate import Calibration
from training.card import card_text
from training.finetune.restore import restore
from training.modelfile.onnxfile import OnnxFile
from training.process.errors import TrainingError
from training.process.progress import NoProgress
from training.recipes import RECIPES
from training.synthesis import batches, styles


def test_the_events_tell_the_whole_run(fitted):
    quick = RECIPES["quick"]
    kinds = [event["event"] for event in fitted.events]
    assert kinds[0] == "start"
    assert kinds[-1] == "done"
    assert kinds.count("epoch") == quick.epochs
    assert "batch" in kinds
    start, done = fitted.events[0], fitted.events[-1]
    assert (start["recipe"], start["train"], start["validation"]) == ("quick", 5_500, 500)
    assert done["out"] == str(fitted.model)
    assert done["peak_mb"] > 100
    for event in fitted.events:
        if event["event"] == "batch":
            assert event["left_s"] >= 0
            assert 1 <= event["step"] <= start["steps"]
    stages = [event["name"] for event in fitted.events if event["event"] == "stage"]
    assert stages == ["calibrate", "export", "evaluate", "figures"]


def test_the_file_is_valid_and_says_where_it_comes_from(fitted):
    proto = onnx.load(fitted.model)
    onnx.checker.check_model(proto, full_check=True)
    props = {prop.key: prop.value for prop in proto.metadata_props}
    assert props["recipe"] == "quick"
    assert props["network"] == RECIPES["quick"].network
    assert props["created"] == "2026-11-22T00:00:00Z"
    assert props["preprocessing"] == PREPROCESSING
    assert props["version"] == fitted.events[-1]["version"]
    assert 0 < json.loads(props["thresholds"])["is_digit"] <= 0.5
    assert json.loads(props["calibration"])["temperature"] > 0
    assert [i.name for i in proto.graph.input] == ["image"]
    outputs = {o.name: o.type.tensor_type.shape.dim[-1].dim_value for o in proto.graph.output}
    assert outputs["probabilities"] == 10
    assert outputs["is_digit"] == 1
    assert outputs["embedding"] > 1


def test_the_bot_takes_the_file_and_reads_with_it(fitted, tiny):
    digits = data.load(tiny).test
    classifier = Classifier.open(fitted.model)
    assert classifier.info.recipe == "quick"
    scores = classifier(list(digits.images))
    assert (scores.probabilities.argmax(1) == digits.labels).mean() > 0.8
    assert np.allclose(scores.probabilities.sum(axis=1), 1, atol=1e-5)


def test_the_file_holds_the_network_and_keras_says_the_same(fitted, tiny):
    images = data.load(tiny).test.images
    model = restore(fitted.model)
    stored = OnnxFile(fitted.model)
    numbers = json.loads(stored.metadata["calibration"])
    calibration = Calibration(numbers["temperature"], numbers["slope"], numbers["offset"])
    assert export.check_parity(model, calibration, fitted.model, images) <= 1e-5
    with pytest.raises(TrainingError, match="differs from Keras"):
        export.check_parity(model, Calibration(temperature=9.0), fitted.model, images)


def test_calibration_travels_in_the_file(tmp_path):
    model = network.make("tutorial", 10)
    images = styles.draw(20, np.random.default_rng(1)).images
    sharp, soft = tmp_path / "sharp.onnx", tmp_path / "soft.onnx"
    export.export(model, Calibration(temperature=0.1), RECIPES["seed"], sharp)
    export.export(model, Calibration(temperature=10.0), RECIPES["seed"], soft)
    said = [OnnxFile(path).run(images)["probabilities"] for path in (sharp, soft)]
    assert np.array_equal(said[0].argmax(1), said[1].argmax(1))
    assert (said[0].max(1) > said[1].max(1) + 1e-4).all()


def test_created_is_the_recipes_date_or_what_the_environment_says(monkeypatch):
    assert export.created(RECIPES["quick"]) == "2026-11-22T00:00:00Z"
    assert export.created(RECIPES["release"]) != "2026-11-22T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert export.created(RECIPES["quick"]) == "1970-01-02T00:00:00Z"
    assert export.created(RECIPES["release"]) == "1970-01-02T00:00:00Z"


def test_pictures_that_memory_lacks_for_reach_who_trains_as_that():
    def broken():
        yield np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.uint8)
        raise MemoryError

    with pytest.raises(tf.errors.ResourceExhaustedError):
        list(fit._dataset(broken, 1))


def test_averaged_weights_are_measured_with_no_more_epochs_than_that_takes(monkeypatch):
    drawn = styles.draw(600, np.random.default_rng(1))
    mnist = data.Mnist(drawn, drawn.take(slice(20)), "drawn", "none")
    recipe = dataclasses.replace(
        RECIPES["quick"],
        batch=128,
        epochs=3,
        average=0.9,
        augment="none",
        negatives=0.0,
        repeatable=False,
    )
    taken, real = [], batches.batches

    def counted(recipe, *given):
        for batch in real(recipe, *given):
            taken.append(recipe.epochs)
            yield batch

    monkeypatch.setattr(batches, "batches", counted)
    monkeypatch.setattr(fit, "RENEWING", 5)
    fit.train(recipe, mnist, NoProgress())
    assert taken[:12] == [3] * 12
    # Five batches take two epochs of four; how many of the eight are made ahead depends.
    assert set(taken[12:]) == {2}
    assert 5 <= len(taken[12:]) <= 8


def test_the_card_tells_programs_everything(fitted, tiny):
    card = json.loads((fitted.out / "digits.json").read_text())
    mnist = data.load(tiny)
    assert card["file"]["sha256"] == hashlib.sha256(fitted.model.read_bytes()).hexdigest()
    assert card["file"]["parameters"] == restore(fitted.model).count_params()
    assert card["file"]["parity"] <= 1e-5
    assert card["data"]["sha256"] == mnist.checksum
    assert card["recipe"]["seed"] == 63
    assert card["training"]["versions"]["keras"]
    assert len(card["training"]["history"]["val_accuracy"]) == RECIPES["quick"].epochs
    assert card["training"]["interpolation"] is None
    said = OnnxFile(fitted.model).run(mnist.test.images)["probabilities"].argmax(1)
    measured = card["evaluation"]["mnist"]
    assert measured["accuracy"] == pytest.approx((said == mnist.test.labels).mean())
    assert np.sum(measured["confusion"]) == 300


def test_the_page_tells_people_and_shows_figures_that_exist(fitted):
    page = (fitted.out / "README.md").read_text()
    card = json.loads((fitted.out / "digits.json").read_text())
    assert f"{card['evaluation']['mnist']['accuracy']:.2%}" in page
    assert card["data"]["sha256"] in page
    shown = {part.split(")")[0] for part in page.split("](figures/")[1:]}
    assert shown == {path.name for path in (fitted.out / "figures").iterdir()}


def test_a_card_says_so_where_nobody_knows_how_much_memory_it_took(fitted):
    card = json.loads((fitted.out / "digits.json").read_text())
    assert f"{card['training']['peak_mb']:,} MB of memory at most" in card_text.page(card)
    card["training"]["peak_mb"] = None
    assert "how much memory is not known" in card_text.page(card)


def test_the_figures_are_small_real_pictures(fitted):
    paths = sorted((fitted.out / "figures").iterdir())
    assert len(paths) == 8
    assert sum(path.stat().st_size for path in paths) < 600_000
    for path in paths:
        with Image.open(path) as picture:
            assert picture.format == "PNG"
            picture.load()
            assert min(picture.size) > 120
            assert len(picture.convert("L").getcolors()) > 8


def test_the_same_again_is_the_same_to_the_last_byte(fitted, tiny, run_fit, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    (tmp_path / "out" / "digits.onnx").write_text("old")
    again = run_fit(tiny, tmp_path / "out", "--recipe", "quick")
    assert again.model.read_bytes() == fitted.model.read_bytes()
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_fine_tuning_learns_corrections_and_keeps_mnist(fitted, tiny, run_fit, tmp_path):
    mnist = data.load(tiny)
    crosses = np.zeros((8, 28, 28), np.uint8)
    crosses[:, 6:22, 13:16] = 255
    crosses[:, 12:15, 6:22] = 255
    before = OnnxFile(fitted.model)
    said = before.run(crosses)["probabilities"]
    unlikely = int(said.mean(axis=0).argmin())
    assert said[:, unlikely].max() < 0.1
    labels = np.full(8, unlikely, np.uint8)
    np.savez(tmp_path / "corrections.npz", images=crosses, labels=labels)
    tuned = run_fit(
        tiny,
        tmp_path / "tuned",
        "--recipe", "fine-tune",
        "--from", str(fitted.model),
        "--corrections", str(tmp_path / "corrections.npz"),
    )  # fmt: skip
    after = OnnxFile(tuned.model)
    assert (after.run(crosses)["probabilities"][:, unlikely] > said[:, unlikely]).all()
    kept = [
        (model.run(mnist.test.images)["probabilities"].argmax(1) == mnist.test.labels).mean()
        for model in (before, after)
    ]
    assert kept[1] >= kept[0] - 0.02
    card = json.loads((tuned.out / "digits.json").read_text())
    assert card["data"]["corrections"] == 8
    digest = hashlib.sha256(fitted.model.read_bytes()).hexdigest()
    assert card["data"]["started_from_sha256"] == digest
    assert 0.3 <= card["training"]["interpolation"] <= 1
    assert (
        f"| interpolation | {card['training']['interpolation']:.0%} of"
        in (tuned.out / "README.md").read_text()
    )
    assert after.metadata["network"] == before.metadata["network"]


def test_only_our_own_files_can_be_gone_on_from(fitted, tmp_path):
    with pytest.raises(TrainingError, match="There is no model file"):
        restore(tmp_path / "none.onnx")
    (tmp_path / "text.onnx").write_text("this is no model")
    with pytest.raises(TrainingError, match=r"was not made by this training|is not a model file"):
        restore(tmp_path / "text.onnx")
    proto = onnx.load(fitted.model)
    del proto.metadata_props[:]
    onnx.save(proto, tmp_path / "bare.onnx")
    with pytest.raises(TrainingError, match="was not made by this training"):
        restore(tmp_path / "bare.onnx")
    shutil.copy(fitted.model, tmp_path / "whole.onnx")
    assert restore(tmp_path / "whole.onnx").count_params() > 1_000
