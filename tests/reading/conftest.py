from pathlib import Path

import pytest

from bot.reading import Reader

MODEL = Path(__file__).resolve().parents[2] / "models" / "digits.onnx"


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the model that ships."""
    return Reader.open(MODEL)
