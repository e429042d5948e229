"""ASEM, 51 countries by 49 indicators: the same figures as COINr 1.1.14, step by step.

Figures agree to a relative 1e-12. Where COINr has exactly 0 (zeros of the table, least
values under minmax), ours must be exactly 0 too: no absolute tolerance is granted.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi

ASEM = Path(__file__).parents[2] / "shared/data/asem"

pytestmark = pytest.mark.skipif(
    not ASEM.exists(), reason="the ASEM tables lie beside the project, not in it"
)

NUMBERS = {
    "min": "Min",
    "max": "Max",
    "mean": "Mean",
    "median": "Median",
    "sd": "Std",
    "skewness": "Skew",
    "kurtosis": "Kurt",
    "n_available": "N.Avail",
    "n_nonzero": "N.NonZero",
    "n_unique": "N.Unique",
    "n_same": "N.Same",
    "available": "Frc.Avail",
    "nonzero": "Frc.NonZero",
    "unique": "Frc.Unique",
    "same": "Frc.Same",
}
FLAGS = {
    "few_available": ("Flag.Avail", "LOW"),
    "few_nonzero": ("Flag.NonZero", "LOW"),
    "few_unique": ("Flag.Unique", "LOW"),
    "outliers": ("Flag.SkewKurt", "OUT"),
}
NODES = [
    "Physical",
    "ConEcFin",
    "Political",
    "Instit",
    "P2P",
    "Environ",
    "Social",
    "SusEcFin",
    "Conn",
    "Sust",
    "Index",
]
COMPOSITE = {
    "treat": "skew_kurtosis",
    "normalize": mi.Normalizer("minmax", options={"out_range": (0, 100)}),
    "weights": "given",
    "aggregate": "weighted_sum",
    "scheme": "nested",
    "grade": None,
    "tiers": None,
}


def computed(name):
    return pd.read_csv(ASEM / "expected" / f"{name}.csv", index_col=0)


def points():
    """Cells that COINr moved, with the end at which it did."""
    table = computed("06_treated_pipeline_default_points")
    cells = table.reset_index().melt("uCode", var_name="iCode").dropna()
    return set(cells.itertuples(index=False, name=None))


def assert_same(found, expected):
    found = pd.DataFrame(found, expected.index, expected.columns)
    np.testing.assert_allclose(found, expected.astype(float), rtol=1e-12, atol=0)


@pytest.fixture(scope="module")
def meta():
    table = pd.read_csv(ASEM / "asem_iMeta.csv").set_index("iCode")
    return table[table["Type"].isin(["Indicator", "Aggregate"])]


@pytest.fixture(scope="module")
def indicators(meta):
    return meta[meta["Type"] == "Indicator"]


@pytest.fixture(scope="module")
def data():
    return pd.read_csv(ASEM / "asem_iData.csv").set_index("uCode").sort_index()


@pytest.fixture(scope="module")
def raw(data, indicators):
    return data[list(indicators.index)].astype(float)


@pytest.fixture(scope="module")
def examined(raw):
    return mi.examine(raw).criteria


@pytest.fixture(scope="module")
def denominated(data, raw, indicators):
    by = indicators["Denominator"].dropna().to_dict()
    return mi.denominate(raw, by, denominators=data)


@pytest.fixture(scope="module")
def complete(data, denominated):
    table = denominated.table
    means = table.groupby(data["EurAsia_group"]).transform("mean")
    return table.fillna(means)


@pytest.fixture(scope="module")
def treater(complete):
    return mi.Treater("skew_kurtosis").fit(complete)


@pytest.fixture(scope="module")
def treated(complete, treater):
    return pd.DataFrame(
        treater.transform(complete), complete.index, list(complete.columns)
    )


def hierarchy(meta, *, denominators=False):
    nodes = []
    for code, row in meta.iterrows():
        leaf = row["Type"] == "Indicator"
        divided = denominators and leaf and isinstance(row["Denominator"], str)
        nodes.append(
            mi.Criterion(
                code,
                row["Parent"] if isinstance(row["Parent"], str) else None,
                polarity={1: "+", -1: "-"}[row["Direction"]] if leaf else None,
                weight=row["Weight"],
                denominator=row["Denominator"] if divided else None,
            )
        )
    return mi.Hierarchy.of(nodes)


@pytest.fixture(scope="module")
def result(complete, meta):
    return mi.CompositeIndex(hierarchy(meta), **COMPOSITE).fit(complete).result_


@pytest.mark.parametrize(("ours", "theirs"), NUMBERS.items())
def test_a_statistic_of_the_raw_table_is_the_same(examined, ours, theirs):
    assert_same(examined[[ours]].to_numpy(), computed("02_stats_raw")[[theirs]])


@pytest.mark.parametrize("ours", FLAGS)
def test_the_same_indicators_are_flagged(examined, ours):
    column, word = FLAGS[ours]
    expected = computed("02_stats_raw")[column] == word
    assert examined.index[examined[ours]].tolist() == expected.index[expected].tolist()


def test_the_denominated_table_is_the_same(denominated):
    expected = computed("03_denominated")
    assert_same(denominated.table.loc[expected.index], expected)


def test_63_gaps_become_65(raw, denominated):
    gaps = [int(table.isna().sum().sum()) for table in (raw, denominated.table)]
    assert gaps == [63, 65]


def test_the_account_says_which_two_cells_were_lost(denominated):
    account = denominated.account
    lost = account.loc[account["lost"] > 0, ["criterion", "denominator", "lost"]]
    assert lost.to_numpy().tolist() == [["Elec", "Energy", 1], ["Gas", "Energy", 1]]


def test_the_two_lost_cells_are_those_of_laos(raw, denominated):
    lost = denominated.table.isna() & raw.notna()
    assert lost.index[lost.any(axis=1)].tolist() == ["LAO"]


def test_the_treated_table_is_the_same(treated):
    expected = computed("06_treated_pipeline_default")
    assert_same(treated.loc[expected.index], expected)


def test_the_same_points_are_moved(treater):
    ends = {"high": "winhi", "low": "winlo"}
    moved = treater.points_
    cells = zip(moved["unit"], moved["criterion"], moved["end"].map(ends), strict=True)
    assert sorted(cells) == sorted(points())


def test_35_points_are_moved(treater):
    assert len(treater.points_) == 35


def test_the_minmax_of_the_treated_table_is_the_same(treated, indicators):
    expected = computed("07_norm_treated_minmax_0_100")
    found = mi.normalize(
        treated,
        "minmax",
        list(indicators["Direction"]),
        options={"out_range": (0, 100)},
    )
    assert_same(found.loc[expected.index], expected)


def test_the_z_score_of_the_treated_table_is_the_same(treated, indicators):
    expected = computed("07_norm_treated_zscore_0_1")
    found = mi.normalize(treated, "zscore", list(indicators["Direction"]))
    assert_same(found.loc[expected.index], expected)


def test_an_index_has_the_same_normalized_values(result, indicators):
    expected = computed("07_norm_treated_minmax_0_100")
    assert_same(result.scores.loc[expected.index, list(indicators.index)], expected)


def test_an_index_lists_the_same_35_points(result):
    moved = result.treated
    found = list(zip(moved["unit"], moved["criterion"], strict=True))
    assert sorted(found) == sorted((unit, code) for unit, code, _ in points())


@pytest.mark.parametrize("node", NODES)
def test_the_arithmetic_mean_of_a_node_is_the_same(result, node):
    expected = computed("09_agg_amean_0_100_Original")[[node]]
    assert_same(result.scores.loc[expected.index, [node]], expected)


@pytest.mark.parametrize("node", NODES)
def test_the_ranks_of_a_node_are_the_same(result, node):
    expected = computed("10_rank_amean_0_100_Original")[node]
    assert result.ranks.loc[expected.index, node].tolist() == expected.tolist()


def test_a_tree_with_denominators_equals_the_table_denominated_beforehand(
    data, meta, denominated
):
    table = denominated.table.dropna()
    beforehand = mi.CompositeIndex(hierarchy(meta), **COMPOSITE).fit(table)
    tree = hierarchy(meta, denominators=True)
    found = mi.CompositeIndex(tree, **COMPOSITE).fit(data.loc[table.index])
    pd.testing.assert_frame_equal(
        found.result_.scores, beforehand.result_.scores, check_exact=True
    )
