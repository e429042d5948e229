"""Tables of every shape, and what an index makes of them."""

from functools import cache

import numpy as np
import pandas as pd

import mcdm_index as mi

HOSTILE = [
    "=cmd()",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a&b\"c'd",
    "{{7*7}}",
    "{unit}",
    "a\u2028b",
    "#unit=1&period=2",
    "+1%20",
    "北京市",
    "--></style>",
    "Ｆｕｌｌ",
]


def flat(names):
    return mi.Hierarchy.of([mi.Criterion(name, polarity="+") for name in names])


def fit(table, **options):
    tree = flat(list(table.columns))
    return mi.CompositeIndex(tree, **({"random_state": 0} | options)).fit(table).result_


def table(n=12, m=3, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.random((n, m)), columns=list("abcdefgh")[:m])


def weighted(Z, w):
    return Z @ w


def with_gaps():
    gaps = table()
    gaps.iloc[0, :2] = gaps.iloc[1, 1] = np.nan
    return gaps


def tuples():
    labels = [(f"p{i % 3}", i) for i in range(12)]
    return table().set_axis(pd.MultiIndex.from_tuples(labels))


PLAIN = {"grade": None, "tiers": None}
OWN = {"weights": "equal", "aggregate": weighted, "scheme": "nested"}
SHAPES = {
    "running numbers": lambda: fit(table()),
    "tuples": lambda: fit(tuples()),
    "one criterion": lambda: fit(table(12, 1)),
    "no classes": lambda: fit(table(3), **PLAIN),
    "all equal": lambda: fit(table(3) * 0 + 1, weights="equal", **PLAIN),
    "one unit": lambda: fit(table(1), weights="equal", **PLAIN),
    "gaps left": lambda: fit(with_gaps(), min_present=0.6, aggregate="weighted_sum"),
    "filled once": lambda: fit(with_gaps(), impute="mean"),
    "standard scores": lambda: fit(
        table(), normalize="zscore", weights="equal", aggregate="weighted_sum"
    ),
    "own functions": lambda: fit(table(), **OWN),
    "large numbers": lambda: fit(table() * 1e280, aggregate="weighted_sum"),
}


@cache
def shape_of(name):
    return SHAPES[name]()
