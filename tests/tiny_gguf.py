"""The tiny Llama as the GGUF file that Ollama would keep of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

_NAMES = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
          "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
          "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm",
          "post_attention_layernorm": "ffn_norm"}  # fmt: skip
_OTHERS = {"model.embed_tokens.weight": "token_embd.weight",
           "model.norm.weight": "output_norm.weight"}  # fmt: skip


def make(checkpoint: Path, file: Path, quantised: bool = False, leave_out: str = "none") -> Path:
    """Write the checkpoint as GGUF, in float32, or with its large weights in 8 bits; without the
    weights whose names begin with ``leave_out``."""
    from gguf import GGMLQuantizationType, GGUFWriter, quants
    from safetensors.numpy import load_file

    config = json.loads((checkpoint / "config.json").read_text("utf-8"))
    writer = GGUFWriter(file, "llama")
    _settings(writer, config)
    _vocabulary(writer, checkpoint)
    kind = GGMLQuantizationType.Q8_0
    for name, weight in load_file(checkpoint / "model.safetensors").items():
        heads = {"q_proj": config["num_attention_heads"],
                 "k_proj": config["num_key_value_heads"]}.get(name.split(".")[-2])  # fmt: skip
        if heads:  # the two halves of each head take turns
            halves = weight.reshape(heads, 2, -1, weight.shape[1])
            weight = np.ascontiguousarray(halves.swapaxes(1, 2).reshape(weight.shape))
        if name_of(name).startswith(leave_out):
            continue
        if quantised and weight.ndim == 2:
            writer.add_tensor(name_of(name), quants.quantize(weight, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name_of(name), weight)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def name_of(name: str) -> str:
    """A weight's name in GGUF."""
    if name in _OTHERS:
        return _OTHERS[name]
    _, _, layer, part = name.removesuffix(".weight").split(".", 3)
    return f"blk.{layer}.{_NAMES[part]}.weight"


def _settings(writer: object, config: dict[str, int]) -> None:
    from gguf import GGUFWriter

    assert isinstance(writer, GGUFWriter)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_dimension_count(config["hidden_size"] // config["num_attention_heads"])
    writer.add_vocab_size(config["vocab_size"])


def _vocabulary(writer: object, checkpoint: Path) -> None:
    from gguf import GGUFWriter

    assert isinstance(writer, GGUFWriter)
    tokenizer = json.loads((checkpoint / "tokenizer.json").read_text("utf-8"))["model"]
    tokens = sorted(tokenizer["vocab"], key=tokenizer["vocab"].get)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([3 if token in ("<s>", "</s>") else 1 for token in tokens])
    writer.add_token_merges([" ".join(pair) for pair in tokenizer["merges"]])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
