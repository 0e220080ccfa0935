from pathlib import Path

from bot.lifecycle.card import mnist_accuracy
from bot.reading.digits.classify import Classifier

MODEL = Path(__file__).parents[2] / "models" / "digits.onnx"


def test_the_card_of_the_model_that_ships_says_what_it_reaches():
    version = Classifier.open(MODEL).info.version
    accuracy = mnist_accuracy(MODEL, version)
    assert accuracy is not None
    assert (
        f"**{100 * accuracy:.2f}%** on MNIST's test set" in (MODEL.parent / "README.md").read_text()
    )


def test_a_card_that_is_not_there_or_of_another_says_nothing(tmp_path):
    assert mnist_accuracy(tmp_path / "digits.onnx", "a") is None
    assert mnist_accuracy(MODEL, "another") is None
    (tmp_path / "digits.json").write_text('{"model": {"version": "a"}, "evaluation": []}')
    assert mnist_accuracy(tmp_path / "digits.onnx", "a") is None
    (tmp_path / "digits.json").write_text("{")
    assert mnist_accuracy(tmp_path / "digits.onnx", "a") is None
