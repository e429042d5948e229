"""Prose: from a result to the paragraph on methods that a paper needs, with sources."""

from mcdm_index.prose._described import Described
from mcdm_index.prose._paragraph import describe
from mcdm_index.prose._references import Reference, bibtex, cited, reference

__all__ = ["Described", "Reference", "bibtex", "cited", "describe", "reference"]
