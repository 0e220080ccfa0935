import json

import numpy as np
import onnx
import pytest
from modelfiles import SHIPPED

from bot.reading.line.confidence import Weights
from bot.reading.line.network import BUCKET, PAD, STRIDE, VIEWS, LineNetwork, is_sure, views_of
from bot.reading.line.strip import HEIGHT
from bot.reading.line.symbols import CLASSES
from bot.reading.model import ModelError

LINES = SHIPPED.with_name("lines.onnx")


@pytest.fixture(scope="module")
def network() -> LineNetwork:
    return LineNetwork.open(LINES)


def strips(*widths: int) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [(rng.random((HEIGHT, width)) > 0.8).astype(np.uint8) * 200 for width in widths]


def test_columns_are_probabilities(network):
    for strip, columns in zip(strips(20, 100), network(strips(20, 100)), strict=True):
        width = -(-(strip.shape[1] + 2 * PAD) // BUCKET) * BUCKET
        assert columns.shape == (width // STRIDE, CLASSES)
        assert np.allclose(np.exp(columns).sum(axis=1), 1, atol=1e-3)


def test_what_a_strip_says_does_not_depend_on_those_beside_it(network):
    several = strips(30, 45, 200, 31)
    together = network(several)
    for strip, columns in zip(several, together, strict=True):
        [alone] = network([strip])
        assert np.allclose(np.exp(alone), np.exp(columns), atol=1e-5)


@pytest.mark.parametrize("doubtful", [False, True])
def test_only_what_is_in_doubt_is_looked_at_again(network, doubtful):
    noise, nothing = strips(60)[0], np.zeros((HEIGHT, 60), np.uint8)
    strip = noise if doubtful else nothing
    width = -(-(60 + 2 * PAD) // BUCKET) * BUCKET
    [first] = network._session.run(["columns"], {"line": views_of(strip, width, VIEWS[:1])})
    [columns] = network([strip])
    assert is_sure(first[0]) is not doubtful
    assert np.allclose(np.exp(columns), np.exp(first[0]), atol=1e-4) is not doubtful


def test_no_strips_are_no_columns(network):
    assert network([]) == []


def changed(**props: str) -> bytes:
    model = onnx.load(LINES)
    kept = {prop.key: prop.value for prop in model.metadata_props} | props
    onnx.helper.set_model_props(model, kept)
    return model.SerializeToString()


@pytest.mark.parametrize(
    ("props", "words"),
    [
        ({"preprocessing": "another"}, "another preprocessing"),
        ({"calibration": "{}"}, "joining"),
        ({"calibration": json.dumps({"joining": {"candidate": [1]}})}, "joining"),
        ({"calibration": "no json"}, "joining"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(props, words):
    pytest.importorskip("onnx")
    with pytest.raises(ModelError, match=words):
        LineNetwork(changed(**props))


def test_the_digit_networks_file_is_not_the_line_networks():
    with pytest.raises(ModelError, match="only input"):
        LineNetwork(SHIPPED.read_bytes())


def test_a_folder_without_a_line_network_is_read_with_the_one_that_ships(tmp_path):
    shipped = LineNetwork.open(LINES).version
    assert LineNetwork.beside(tmp_path).version == shipped
    (tmp_path / "lines.onnx").write_bytes(changed(version="another"))
    assert LineNetwork.beside(tmp_path).version == "another"


def test_weights_must_be_as_many_as_features():
    with pytest.raises(ValueError, match="candidate"):
        Weights.of({"candidate": (1.0,), "right": (), "number": (), "page": ()})
