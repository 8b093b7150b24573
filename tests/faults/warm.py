"""What the fork server does once, so that a process that is killed begins with its work at once."""

from __future__ import annotations

import os
import threading

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # its threads would not live on in a fork

import torch  # noqa: E402
from tqdm import tqdm  # noqa: E402

from topicllama.tools.embedding import DEFAULT, load_embedder  # noqa: E402
from topicllama.tools.language import detect  # noqa: E402
from topicllama.tools.tokens import TextConfig, Tokenizer  # noqa: E402

torch.set_num_threads(1)
# Forks share the lock that tqdm makes: one that is killed with it would stop all that come after.
tqdm.set_lock(threading.RLock())
tqdm.monitor_interval = 0  # nor may a thread hold it while a fork is made
load_embedder(DEFAULT).embed(["The model is in memory from now on."])
detect("goal penalty referee stadium striker coach team match player")
Tokenizer(TextConfig()).topic_tokens("The words of the languages are in memory too.")
