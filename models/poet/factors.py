"""What a poem is about and when it was felt: experience and history, told from its characters.

A logistic regression over the characters of a poem, fitted by training/poet_facts.py. The poet
uses its weights to lean towards a factor while writing, to rank drafts, and to infer from a
keyword the factor that was left open (-1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.poet.vocabulary import encode

Floats = NDArray[np.float32]


class Factor:
    """Weights (values × vocabulary), and how common each value is before anything is read."""

    def __init__(self, weights: Floats, usual: tuple[float, ...]) -> None:
        self.weights = weights
        self._usual = np.log(usual)

    def logprobs(self, numbers: NDArray[np.int64]) -> Floats:
        """Log probability of each value for rows of character numbers."""
        scores = self.weights[:, numbers].sum(-1).T
        highest = scores.max(-1, keepdims=True)
        total = np.log(np.exp(scores - highest).sum(-1, keepdims=True)) + highest
        result: Floats = (scores - total).astype(np.float32)
        return result

    def infer(self, text: str) -> int:
        """The value that is likeliest when nothing is known but the characters of `text`."""
        return int((self.weights[:, encode(text)].sum(-1) + self._usual).argmax())

    def lean(self, value: int) -> Floats:
        """How much each character speaks for `value` and against the strongest other one."""
        others = np.delete(self.weights, value, 0).max(0)
        result: Floats = self.weights[value] - others
        return result
