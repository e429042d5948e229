"""Diagnosed: what an index is for, once the scores are there; methods of its result."""

from mcdm_index.diagnosed._grades import Classed
from mcdm_index.diagnosed._groups import OfGroups
from mcdm_index.diagnosed._units import OfUnits

__all__ = ["Diagnosed"]


class Diagnosed(OfUnits, OfGroups, Classed):
    """What a result says of its units beyond their places; see `IndexResult`.

    In a panel a method that compares units takes one period at a time, by `period`;
    without it all rows are compared, each as a unit of its own.
    """
