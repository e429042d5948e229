"""Specifications: a whole methodology as plain values, in a TOML file or in provenance.

The sections stand for the parameters of `CompositeIndex`; what is not written takes the
default there. Everything that is wrong is reported in one error.
"""

from mcdm_index.spec._describe import describe, differences, without
from mcdm_index.spec._files import read_toml, to_toml
from mcdm_index.spec._parse import Spec, parse

__all__ = [
    "Spec",
    "describe",
    "differences",
    "parse",
    "read_toml",
    "to_toml",
    "without",
]
