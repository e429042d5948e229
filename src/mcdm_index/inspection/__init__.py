"""Inspection: from the result of an index to what a reader of it asks next."""

from mcdm_index.inspection._adequacy import Adequacy, adequacy
from mcdm_index.inspection._methods import base_of, score_by
from mcdm_index.inspection._relation import relate
from mcdm_index.inspection._shift import Shift, drop_each, nodes_at, shift
from mcdm_index.inspection._unit import UnitReport, unit_report

__all__ = [
    "Adequacy",
    "Shift",
    "UnitReport",
    "adequacy",
    "base_of",
    "drop_each",
    "nodes_at",
    "relate",
    "score_by",
    "shift",
    "unit_report",
]
