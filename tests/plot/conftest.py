"""Small results to draw: simulated cities, and a panel without gaps."""

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index.presets import npindex

pytest.importorskip("matplotlib")

LATIN = ["Ada", "Bel", "Cor", "Dun", "Eri", "Fos", "Gor", "Hul", "Ith"]
CHINESE = ["甲市", "乙市", "丙市", "丁市", "戊市", "己市", "庚市", "辛市", "壬市"]


@pytest.fixture(scope="session")
def cities():
    index = npindex.index(impute=mi.MICEImputer(8), random_state=0)
    return index.fit(npindex.simulate_cities(60, rng=0)).result_


@pytest.fixture(scope="session")
def panel():
    return index_of().fit(table_of(LATIN)).result_


@pytest.fixture(scope="session")
def chinese():
    return index_of().fit(table_of(CHINESE)).result_


@pytest.fixture(scope="session")
def robust():
    index = index_of(period=None, tiers=None, grade=None)
    last = table_of(LATIN).xs(2022, level="year")
    vary = {"weight_noise": 0.2, "aggregate": ["topsis", "weighted_sum"]}
    return mi.robustness(index, last, vary, 60, rng=0)


def index_of(**changes):
    """Build an index over two dimensions of three criteria each."""
    names = {"A": {"zh": "投入", "en": "Input"}, "B": {"zh": "产出", "en": "Output"}}
    leaves = [
        mi.Criterion(f"{d}{i}", d, {k: f"{v} {i}" for k, v in said.items()}, "+")
        for d, said in names.items()
        for i in (1, 2, 3)
    ]
    dimensions = [mi.Criterion(d, names=said) for d, said in names.items()]
    root = mi.Criterion("I", names={"zh": "指数", "en": "Index"})
    tree = mi.Hierarchy.of([*dimensions, *leaves], root)
    options = {
        "grade": mi.Grader(
            k=3, labels={"en": ["A", "B", "C"], "zh": ["甲", "乙", "丙"]}
        ),
        "tiers": mi.TierClusterer("ward", n_tiers=2),
        "period": "year",
        "random_state": 0,
    }
    return mi.CompositeIndex(tree, **(options | changes))


def table_of(names):
    rng = np.random.default_rng(4)
    labels = pd.MultiIndex.from_product([names, [2020, 2021, 2022]])
    level = np.repeat(np.linspace(3, 1, len(names)), 3)[:, None]
    values = level + rng.random((len(labels), 6))
    columns = [f"{d}{i}" for d in "AB" for i in (1, 2, 3)]
    return pd.DataFrame(values, labels.set_names(["city", "year"]), columns)
