"""A model file -> an onnxruntime session, held against what every model file must say of itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import onnxruntime

SHIPPED: Final = Path(__file__).resolve().parents[2] / "models"
"""The folder of the model files that ship."""
MOST_BYTES: Final = 20 * 1024 * 1024
VERSION: Final = re.compile(r"[\w.-]{1,64}", re.ASCII)
METADATA: Final = ("version", "recipe", "created", "calibration", "thresholds", "preprocessing")
"""What a model file has to say of itself."""


class ModelError(ValueError):
    """A model file that cannot be used; its text says why."""


def read_model(path: Path) -> bytes:
    """The content of a model file.

    Raises:
        ModelError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model {path} cannot be opened: {error.strerror}.") from error


def path_of(folder: Path, name: str) -> Path:
    """Where the model file of that name is: in a folder, or where that holds none, as it ships."""
    path = folder / name
    return path if path.exists() else SHIPPED / name


def open_session(model: bytes, name: str, *, brief: bool = False, eight_bits: bool = False) -> Any:
    """Loads a model on one thread, without the arena that would keep its largest batch's memory.

    Args:
        model: the file's content.
        name: of its only input, float32.
        brief: it is to load sooner, for a few runs that take longer.
        eight_bits: its file quantises. Put together, such operations take a third of the time,
            which even a brief use is worth.

    Raises:
        ModelError: too large, no ONNX model, or one of another input.
    """
    if len(model) > MOST_BYTES:
        raise ModelError(f"The model file is larger than {MOST_BYTES >> 20} MB.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    levels = onnxruntime.GraphOptimizationLevel
    least = levels.ORT_ENABLE_EXTENDED if eight_bits else levels.ORT_DISABLE_ALL
    options.graph_optimization_level = least if brief else levels.ORT_ENABLE_ALL
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # onnxruntime raises a family of exceptions that share no base but Exception.
    except Exception as error:
        raise ModelError("The file is not an ONNX model that can be loaded.") from error
    inputs = {i.name: i.type for i in session.get_inputs()}
    if inputs != {name: "tensor(float)"}:
        found = ", ".join(inputs)[:200]
        raise ModelError(f"The model's only input must be '{name}', float32; it has: {found}.")
    return session


def check_outputs(session: Any, wanted: dict[str, list[int]]) -> None:
    """Holds the outputs of a session against the contract.

    Args:
        session: from `open_session`.
        wanted: for each output, its last dimensions.

    Raises:
        ModelError: an output is missing, or of another shape.
    """
    outputs = {o.name: list(o.shape) for o in session.get_outputs()}
    for name, shape in wanted.items():
        if name not in outputs:
            raise ModelError(f"The model has no output named {name}.")
        if shape and outputs[name][-len(shape) :] != shape:
            raise ModelError(f"The model's output {name} must end in {shape}.")


def metadata_of(session: Any, preprocessing: str) -> dict[str, str]:
    """What a model says of itself.

    Args:
        session: from `open_session`.
        preprocessing: names the preprocessing of this program.

    Raises:
        ModelError: something is missing, or it was evaluated with another preprocessing.
    """
    metadata = dict(session.get_modelmeta().custom_metadata_map)
    absent = [name for name in METADATA if name not in metadata]
    if absent:
        raise ModelError(f"The model says nothing of its {', '.join(absent)}.")
    if not VERSION.fullmatch(metadata["version"]):
        raise ModelError(
            "The model's version must be 1 to 64 letters, digits, '.', '_' and '-'; it is what "
            "people see."
        )
    if metadata["preprocessing"] != preprocessing:
        raise ModelError(
            "The model was evaluated with another preprocessing than this bot's; train it again."
        )
    return metadata
