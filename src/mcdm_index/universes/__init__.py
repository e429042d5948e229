"""Universes: one index under every combination of choices that could be defended."""

from mcdm_index.universes._multiverse import Multiverse, multiverse

__all__ = ["Multiverse", "multiverse"]
