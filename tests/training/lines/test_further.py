import numpy as np
import pytest
from modelfiles import SHIPPED

from bot.reading.line.ctc import likeliest_string
from bot.reading.line.network import PAD, LineNetwork
from training.process.errors import TrainingError


def test_training_goes_on_where_a_model_file_is(hands):
    pytest.importorskip("tensorflow")
    from training.lines import further, network, pool

    lines = pool.Pool.of(pool.draw_lines(64, np.random.default_rng(2), hands))
    model = network.make()
    model.set_weights(further.begin(SHIPPED.with_name("lines.onnx"), lines, 32))
    # In the file what goes into a convolution is rounded to eight bits; in the training it is not.
    shipped, alike = LineNetwork.open(SHIPPED.with_name("lines.onnx")), []
    for strip in lines.pixels:
        given = np.zeros((1, 32, 2 * PAD + strip.shape[1] + strip.shape[1] % 2, 1), np.float32)
        given[0, :, PAD : PAD + strip.shape[1], 0] = strip / np.float32(255)
        logits = model(given, training=False).numpy()[0].astype(np.float64)
        own = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
        [columns] = shipped([strip])
        alike.append(likeliest_string(own)[0] == likeliest_string(columns)[0])
    assert np.mean(alike) > 0.7
    kernels = [layer.get_weights()[0] for layer in model.layers if "along" in layer.name
               and isinstance(layer, network.Along)]  # fmt: skip
    assert all(np.sqrt(np.mean(k**2)) == pytest.approx(further.SIZE, rel=0.05) for k in kernels)
    with pytest.raises(TrainingError, match=r"digits\.onnx cannot be gone on from"):
        further.begin(SHIPPED, lines, 32)
    with pytest.raises(TrainingError, match="no model file"):
        further.begin(SHIPPED.with_name("none.onnx"), lines, 32)


def test_training_goes_on_from_a_network_without_the_blocks_that_begin_as_nothing(
    hands, monkeypatch
):
    pytest.importorskip("tensorflow")
    from training.lines import further, network, pool

    path, lines = SHIPPED.with_name("lines.onnx"), pool.draw_lines(32, _rng(), hands)
    stored = further.stored_weights(path)
    lacking = {name: own for name, own in stored.items() if name.rstrip("12") != "deeper"}
    assert len(lacking) == len(stored) - 2
    told = []
    for weights in (lacking, {**stored, "deeper2": tuple(0 * w for w in stored["deeper2"])}):
        monkeypatch.setattr(further, "stored_weights", lambda _, weights=weights: weights)
        model = network.make()
        model.set_weights(further.begin(path, pool.Pool.of(lines), 16))
        told.append(model(np.ones((1, 32, 64, 1), np.float32), training=False).numpy())
    assert np.allclose(told[0], told[1], atol=1e-4)


def _rng():
    return np.random.default_rng(2)


def test_of_the_way_between_two_networks_the_best_part_is_gone():
    keras = pytest.importorskip("keras")
    from training.lines import further

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[10.0]])])
    renewed = []
    share, losses = further.go_partway(
        model,
        [np.array([[0.0]])],
        (0.0, 0.5, 1.0),
        lambda: renewed.append(1),
        lambda: float(abs(model.get_weights()[0] - 6).item()),
    )
    assert (share, losses) == (0.5, {0.0: 6.0, 0.5: 1.0, 1.0: 4.0})
    assert model.get_weights()[0].item() == 5
    assert len(renewed) == 4
