"""Results of many kinds, which every way of writing has to manage."""

import numpy as np
import pandas as pd

import mcdm_index as mi

NASTY = ["=cmd()", "<script>", "a|b", "100%_x", "+1", "-1", "@SUM(A1)", "\tx", "北京"]


def units(labels, *, gaps=True):
    """Make a table of three criteria for some units."""
    rng = np.random.default_rng(len(labels))
    frame = pd.DataFrame(
        rng.lognormal(size=(len(labels), 3)),
        index=labels,
        columns=["gdp", "co2", "jobs"],
    )
    if gaps:
        frame.iloc[1, 1] = np.nan
    return frame


def tree():
    """Make a tree of two dimensions whose names are as nasty as those of the units."""
    return mi.Hierarchy.of(
        [
            mi.Criterion("top", names={"en": "Top & co", "zh": "总指数"}),
            mi.Criterion("a", parent="top", names={"en": "=A1+B1", "zh": "甲"}),
            mi.Criterion("b", parent="top", names={"en": "Same", "zh": "乙"}),
            mi.Criterion(
                "gdp", parent="a", polarity="+", names={"en": "<b>Income</b>"}, unit="%"
            ),
            mi.Criterion("co2", parent="a", polarity="-", names="Same"),
            mi.Criterion("jobs", parent="b", polarity="+", names="Jobs|Work"),
        ]
    )


def fitted(frame, hierarchy=None, **stages):
    """Run an index with few draws."""
    stages = {"impute": mi.MICEImputer(3, max_iter=2), "random_state": 0} | stages
    return mi.CompositeIndex(hierarchy or tree(), **stages).fit(frame).result_


def panel():
    """Make a panel of four units and three years, with a gap."""
    index = pd.MultiIndex.from_product(
        [["A", "=B", "C", "D"], [2020, 2021, 2022]], names=["city", "year"]
    )
    return units(index)
