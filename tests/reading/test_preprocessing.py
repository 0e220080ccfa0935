"""The names that model files carry belong to what the pictures go through."""

from __future__ import annotations

import hashlib

import pytest

from bot.reading.digits import normalise
from bot.reading.line import strip


@pytest.mark.parametrize("module", [normalise, strip])
def test_the_name_is_that_of_the_recipe(module):
    assert hashlib.sha256(module.RECIPE.encode()).hexdigest()[:16] == module.PREPROCESSING
