"""The offline guide: a chat model without a language model, for when no Llama answers.

A request in English or Chinese is matched against one readable table (:mod:`intents`), its
parameters are read (:mod:`arguments`, :mod:`numbers`, :mod:`times`, :mod:`references`,
:mod:`queries`), the tool is asked for as any chat model asks, and the tool's result is worded
(:mod:`wording`).
"""

from .model import GuideModel

__all__ = ["GuideModel"]
