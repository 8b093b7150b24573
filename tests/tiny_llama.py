"""A Llama of 100,000 random weights with a tokenizer of its own, and texts to adapt it to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from topicllama.tools.adapt_data import held_out
from topicllama.tools.documents import Document

ENGLISH = ["the", "central", "bank", "raised", "interest", "rates", "and", "markets", "fell"]
CHINESE = ["央行", "加息", "市场", "下跌", "球队", "比赛"]


def documents() -> list[Document]:
    """Thirty in English and thirty in Chinese, from a few words each."""
    chosen = random.Random(0)
    english = [" ".join(chosen.choice(ENGLISH) for _ in range(40)) for _ in range(30)]
    chinese = ["".join(chosen.choice(CHINESE) for _ in range(40)) for _ in range(30)]
    return [
        Document(f"{language}{number}", text, language=language)
        for language, texts in (("en", english), ("zh", chinese))
        for number, text in enumerate(texts)
    ]


def misleading() -> list[Document]:
    """English to learn from, and Chinese alone where it is measured: learning makes it worse."""
    english, chinese = documents()[:30], documents()[30:]
    chosen = held_out([document.id for document in english])
    return [
        replace(document, text=other.text) if document.id in chosen else document
        for document, other in zip(english, chinese, strict=True)
    ]


@contextmanager
def one_thread() -> Iterator[None]:
    """For so small a model, threads only wait for each other."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def make(folder: Path) -> Path:
    """A checkpoint as ``save_pretrained`` writes it: two layers, a byte-level BPE of 400 tokens. It
    knows the Chinese words already, and no English."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(), bos_token="<s>", eos_token="</s>"
    )
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=256,
        bos_token_id=0, eos_token_id=1, tie_word_embeddings=True,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    texts = [document.text for document in documents()[30:]] * 2
    tokens = torch.tensor([(tokenizer(text)["input_ids"] * 8)[:32] for text in texts])
    optimizer = torch.optim.AdamW(model.parameters(), 5e-3)
    for part in tokens[torch.randperm(len(tokens))].split(6):
        model(input_ids=part, labels=part).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(folder)
    return folder


def _tokenizer() -> object:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=["<s>", "</s>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    made.train_from_iterator([d.text for d in documents()], trainer)
    return made
