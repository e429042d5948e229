"""Results to report on: simulated cities, a small panel, names that would do harm."""

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index.presets import npindex
from tests.report.tables import HOSTILE


@pytest.fixture(scope="session")
def cities():
    """Eighty simulated cities: imputed, graded, in tiers, on three levels."""
    table = npindex.simulate_cities(80, rng=3)
    index = npindex.index(impute=mi.MICEImputer(m=8, max_iter=3), random_state=1)
    return index.fit(table).result_


@pytest.fixture(scope="session")
def panel():
    """Ten units over four periods, of which one unit lacks two."""
    rng = np.random.default_rng(5)
    rows = pd.MultiIndex.from_product(
        [[f"unit {c}" for c in "abcdefghij"], [2020, 2021, 2022, 2023]],
        names=["unit", "year"],
    )
    table = pd.DataFrame(rng.random((40, 4)), rows, list("wxyz")).iloc[2:]
    nodes = [mi.Criterion("A"), mi.Criterion("B")] + [
        mi.Criterion(name, parent, polarity="+")
        for name, parent in zip("wxyz", "AABB", strict=True)
    ]
    index = mi.CompositeIndex(mi.Hierarchy.of(nodes), period="year", random_state=0)
    return index.fit(table).result_


@pytest.fixture(scope="session")
def hostile():
    """Units with names that would do harm if they were taken for anything but text."""
    table = pd.DataFrame(
        np.random.default_rng(0).random((12, 3)), HOSTILE, ["x", "y", "z"]
    )
    table.iloc[1, 1] = np.nan
    bad = "</title><script>alert(2)</script>"
    nodes = [
        mi.Criterion("x", polarity="+", names={"en": bad}, unit="<i>kg"),
        mi.Criterion("y", polarity="-"),
        mi.Criterion("z", polarity="+"),
    ]
    grader = mi.Grader("quantile", k=3, labels={"en": ["<b>", "&amp;", "'\">"]})
    index = mi.CompositeIndex(
        mi.Hierarchy.of(nodes, mi.Criterion("top", names={"en": bad})),
        impute=mi.MICEImputer(m=5),
        grade=grader,
        random_state=0,
    )
    return index.fit(table).result_
