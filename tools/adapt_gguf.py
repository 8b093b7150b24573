"""An adapter put into its base's weights, as a GGUF file: for an Ollama that takes no adapters.

Everything that is not adapted (vocabulary, settings, other weights) is copied as it stands. A
weight W becomes W + (alpha / rank) B A, see :mod:`adapt_training`; quantised ones are 8 bits (Q8_0)
afterwards, since the finer small formats cannot be written from Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .errors import TopicLlamaError
from .progress import Task

if TYPE_CHECKING:
    from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, ReaderTensor

Matrix = NDArray[np.float32]
_NAMES = {
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_ADAPTED = re.compile(r".*\.layers\.(\d+)\.(.+)\.lora_A\.weight")


def merge(base: Path, adapter: Path, output: Path, task: Task) -> None:
    """Write the GGUF file ``base`` as ``output``, with the adapter of a folder put in.

    Progress is stage "merge", in weights. TopicLlamaError when the two do not fit together.
    """
    from gguf import GGUFReader, GGUFWriter

    changes = _Changes(adapter)
    reader = GGUFReader(base)
    missing = changes.names() - {tensor.name for tensor in reader.tensors}
    if missing:
        raise _unfit(base)
    architecture = str(reader.fields["general.architecture"].contents())
    writer = GGUFWriter(output, architecture)
    try:
        _describe(reader, writer, changes)
        for done, tensor in enumerate(reader.tensors, 1):
            task.report("merge", done, len(reader.tensors))
            change = changes.of(tensor.name)
            writer.write_tensor_data(
                tensor.data if change is None else _changed(tensor, change, base)
            )
    finally:
        writer.close()


def _describe(reader: GGUFReader, writer: GGUFWriter, changes: _Changes) -> None:
    """The head of the file: the settings as they are, and the shape and type of every weight."""
    from gguf import GGUFValueType, Keys

    for field in reader.fields.values():
        if field.name == Keys.General.ARCHITECTURE or field.name.startswith("GGUF."):
            continue
        kind = field.types[0]
        inner = field.types[-1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=inner)
    writer.data_alignment = reader.alignment
    for tensor in reader.tensors:
        kind_of, shape = tensor.tensor_type, [int(n) for n in reversed(tensor.shape)]
        size = tensor.data.nbytes
        if tensor.name in changes.names():
            kind_of = _kind(tensor)
            size = _size(shape, kind_of)
        # float32 stands for "the shape is in numbers, not in bytes"
        writer.add_tensor_info(tensor.name, shape, np.dtype(np.float32), size, raw_dtype=kind_of)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()


def _kind(tensor: ReaderTensor) -> GGMLQuantizationType:
    """How a changed weight is stored: as before where it is not quantised, else in 8 bits."""
    from gguf import GGMLQuantizationType as Kind

    if tensor.tensor_type in (Kind.F32, Kind.F16, Kind.BF16):
        return Kind(tensor.tensor_type)
    return Kind.Q8_0 if int(tensor.shape[0]) % 32 == 0 else Kind.F16


def _size(shape: list[int], kind: GGMLQuantizationType) -> int:
    from gguf import GGML_QUANT_SIZES

    block, size = GGML_QUANT_SIZES[kind]
    return int(np.prod(shape)) // block * size


def _changed(tensor: ReaderTensor, change: Matrix, base: Path) -> NDArray[Any]:
    from gguf import quants

    weight = quants.dequantize(tensor.data, tensor.tensor_type)
    if weight.shape != change.shape:
        raise _unfit(base)
    return quants.quantize(weight + change, _kind(tensor))


def _unfit(base: Path) -> TopicLlamaError:
    return TopicLlamaError(
        f"The adapter does not fit the weights in {base.name}.",
        "Name the model that it was trained on with --ollama-base.",
    )


class _Changes:
    """What an adapter adds to each weight, by the weight's name in GGUF."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file

        config = json.loads((folder / "adapter_config.json").read_text("utf-8"))
        self._scale = float(config["lora_alpha"]) / int(config["r"])
        self._parts: dict[str, Matrix] = load_file(folder / "adapter_model.safetensors")
        self._places = dict(self._placed())

    def _placed(self) -> Iterator[tuple[str, str]]:
        for name in self._parts:
            if found := _ADAPTED.fullmatch(name):
                yield f"blk.{found[1]}.{_NAMES[found[2]]}.weight", name

    def names(self) -> set[str]:
        return set(self._places)

    def of(self, name: str) -> Matrix | None:
        """(out, in) of one weight; None where nothing is added."""
        if name not in self._places:
            return None
        first = self._places[name]
        second = first.replace("lora_A", "lora_B")
        change: Matrix = np.float32(self._scale) * (self._parts[second] @ self._parts[first])
        return change
