"""Every choice of every recipe, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.contract import RecipeName
from training.data import CLASSES


@dataclass(frozen=True)
class Mix:
    """How many pictures of each kind an epoch has, for each picture of MNIST.

    Attributes:
        clean: MNIST's pictures as they are.
        bent: MNIST's pictures in another shape.
        photographed: MNIST's pictures bent and photographed.
        cuts: pieces of lines, most of them no digit.
        styles: digits drawn in other styles.
        negatives: what is no digit.
        strokes: digits drawn from pen strokes of real writers, where there are some.
        letters: what is no digit, drawn from theirs.
    """

    clean: float = 0.4
    bent: float = 0.6
    photographed: float = 0.5
    cuts: float = 0.35
    styles: float = 0.15
    negatives: float = 0.4
    strokes: float = 0.0
    letters: float = 0.0


MIX = Mix()


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a model is made.

    Attributes:
        name: what `--recipe` says.
        summary: one line for people.
        network: one of `network.NETWORKS`; where `start` is true, words for people alone.
        classes: 10, or `CLASSES` where the network learns what is no digit too.
        epochs: how often each MNIST picture is seen.
        batch: pictures a step.
        rate: learning rate; the peak of it where the schedule has one.
        schedule: "constant" or "one-cycle".
        decay: decoupled weight decay, with `muon`.
        muon: kernels move by Muon (see `optimisers.muon`), which needs fewer epochs; else by Adam.
        split_batch: compute each batch as two halves side by side (see `optimisers.split_batch`).
        average: momentum of the moving average of the weights; 0 is none.
        augment: "none", "shift" (up to `shift` pixels), or "photo" (see `mix`).
        shift: pixels.
        mix: what an epoch of a "photo" recipe is made of.
        negatives: share of a batch that is no digit or cut from a line, in the other recipes.
        negatives_pool: how many of these are drawn to choose from.
        corrections: share of a batch that is corrections, where there are some; 0 takes none.
        replay: MNIST pictures that are used, 0 for all.
        split: "tutorial" (the last 30 % of the training set validate) or "fixed" (see `data`).
        seed: of the weights, the order and the augmentation.
        start: begins with the weights of a model file (`--from`), and needs corrections or strokes.
        way: share of the way from the model it starts from to its trained self that is gone; 0
            leaves that to the corrections (see `finetune.weight_interpolation`).
        repeatable: the same seed, data and machine give the same file to the last byte.
        memory_mb: what it needs; a machine with less free is told so before it starts.
        corrupted: measure on corrupted MNIST too when it is done; takes a quarter of a minute.
        dated: the date of the recipe; what a repeatable file says in `created`.
    """

    name: str
    summary: str
    network: str
    classes: int = CLASSES
    epochs: int
    batch: int
    rate: float
    schedule: str = "one-cycle"
    decay: float = 0.0
    muon: bool = False
    split_batch: bool = False
    average: float = 0.0
    augment: str = "none"
    shift: int = 2
    mix: Mix = MIX
    negatives: float = 0.0
    negatives_pool: int = 0
    corrections: float = 0.125
    replay: int = 0
    split: str = "fixed"
    seed: int = 63
    start: bool = False
    way: float = 0.0
    repeatable: bool = False
    memory_mb: int = 900
    corrupted: bool = False
    dated: str = "2026-11-22"


SEED = Recipe(
    name=RecipeName.SEED.value,
    summary="the tutorial as written",
    network="tutorial",
    classes=10,
    epochs=5,
    batch=32,
    rate=1e-3,
    schedule="constant",
    corrections=0.0,
    split="tutorial",
    repeatable=True,
    memory_mb=1_100,
)

QUICK = Recipe(
    name=RecipeName.QUICK.value,
    summary="99.4 % in less than half the tutorial's time, for small machines",
    network="small",
    epochs=3,
    batch=256,
    rate=1.4e-2,
    decay=2e-2,
    muon=True,
    split_batch=True,
    augment="shift",
    shift=1,
    negatives=0.1,
    negatives_pool=2_000,
    repeatable=True,
)

RELEASE = Recipe(
    name=RecipeName.RELEASE.value,
    summary="the model that ships: made for photos, as good as a small network can be",
    network="release",
    epochs=44,
    batch=128,
    rate=6e-3,
    decay=2e-2,
    muon=True,
    average=0.999,
    augment="photo",
    memory_mb=2_000,
    corrupted=True,
)

FINE_TUNE = Recipe(
    name=RecipeName.FINE_TUNE.value,
    summary="goes on from a model with what people corrected, MNIST mixed in",
    network="of the model that it starts from",
    epochs=2,
    batch=128,
    rate=2e-4,
    augment="photo",
    corrections=0.25,
    replay=20_000,
    start=True,
    memory_mb=1_200,
)

STROKES = Recipe(
    name=RecipeName.STROKES.value,
    summary="goes on from a model with digits and letters of real pens, MNIST mixed in",
    network="of the model that it starts from",
    epochs=3,
    batch=128,
    rate=5e-4,
    augment="photo",
    corrections=0.0,
    mix=Mix(
        clean=0.4,
        bent=0.3,
        photographed=0.3,
        cuts=0.3,
        styles=0.0,
        negatives=0.3,
        strokes=0.6,
        letters=0.4,
    ),
    start=True,
    way=0.5,
    memory_mb=2_500,
    corrupted=True,
)

RECIPES = {recipe.name: recipe for recipe in (SEED, QUICK, RELEASE, FINE_TUNE, STROKES)}
