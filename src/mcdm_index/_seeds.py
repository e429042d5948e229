"""Seeds: from what a user gives, or nothing, to one seed per stage."""

import hashlib
from numbers import Integral
from typing import Any

import numpy as np

from mcdm_index.errors import SpecError

__all__ = ["derived_seed", "take_seed"]


def take_seed(random_state: Any) -> int:
    """Take the seed, or draw one that can be recorded."""
    if random_state is None:
        return int(np.random.SeedSequence().generate_state(1)[0])
    whole = isinstance(random_state, Integral) and not isinstance(random_state, bool)
    if not whole or random_state < 0:
        msg = f"random_state must be a whole number of 0 or more, got {random_state!r}"
        raise SpecError(msg)
    return int(random_state)


def derived_seed(seed: int, stage: str) -> int:
    """Give each stage a seed of its own, so that none depends on the others' use."""
    digest = hashlib.blake2b(f"{seed}/{stage}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % 2**31
