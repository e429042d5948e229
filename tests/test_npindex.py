"""The preset of the report: its tree, its simulated cities, and one whole run."""

import numpy as np
import pytest

from mcdm_index import BENEFIT, COST
from mcdm_index.errors import DomainError
from mcdm_index.presets import npindex


@pytest.fixture(scope="module")
def cities():
    return npindex.simulate_cities(rng=0)


@pytest.fixture(scope="module")
def result(cities):
    return npindex.index(random_state=0).fit(cities).result_


def test_the_tree_has_3_dimensions_10_sub_dimensions_and_24_indicators():
    tree = npindex.hierarchy()
    depths = [tree.depth(code) for code in tree.codes]
    assert [depths.count(d) for d in range(4)] == [1, 3, 10, 24]


def test_two_indicators_are_costs_energy_and_carbon_per_gdp():
    tree = npindex.hierarchy()
    costs = [c for c in tree.leaves if tree[c].polarity == COST]
    assert [tree[c].name("zh") for c in costs] == [
        "单位GDP能耗",
        "单位GDP二氧化碳排放量",
    ]
    assert all(tree[c].polarity in (BENEFIT, COST) for c in tree.leaves)


def test_every_node_has_a_name_in_both_languages():
    tree = npindex.hierarchy()
    assert all({"en", "zh"} <= dict(node.names).keys() for node in tree)


def test_the_repaired_rows_of_the_printed_table_stand_where_the_text_puts_them():
    tree = npindex.hierarchy()
    zh = {node.name("zh"): node for node in tree}
    assert tree[zh["主体能级"].parent].name("zh") == "产业创新"
    assert tree[zh["全要素生产率"].parent].name("zh") == "市场效能"
    assert "R&D投入强度" in zh


def test_columns_are_found_by_code_short_name_chinese_and_english_name():
    tree = npindex.hierarchy()
    for kind in (
        lambda n: n.aliases[0],
        lambda n: n.name("zh"),
        lambda n: n.name("en"),
    ):
        columns = [kind(tree[leaf]) for leaf in tree.leaves]
        assert list(tree.match(columns).values()) == columns


def test_stages_and_names_are_those_of_the_report():
    index = npindex.index()
    assert (index.normalize.method, index.weights.method) == ("minmax", "entropy")
    assert index.aggregate.method == "topsis"
    assert index.grade.labels["zh"] == ["六星", "五星", "四星", "三星", "二星", "一星"]
    assert index.tiers.labels["zh"] == [
        "综合领先型",
        "均衡发展型",
        "特色追赶型",
        "基础追赶型",
    ]


def test_a_parameter_of_the_call_overrides_the_preset():
    assert npindex.index(weights="critic").weights == "critic"


def test_simulated_cities_have_the_shape_of_the_report(cities):
    assert cities.shape == (287, 24)
    assert list(cities.columns) == list(npindex.hierarchy().leaves)


def test_simulated_cities_say_so_in_every_label(cities):
    assert all(name.startswith("Simulated city ") for name in cities.index)
    assert cities.index.name == "simulated_city"
    assert cities.attrs["simulated"] is True


def test_simulated_data_have_heavy_tails_correlated_ranks_and_block_gaps(cities):
    assert cities["A2.1"].skew() > 3
    assert cities["A1.1"].corr(cities["A3.1"], method="spearman") > 0.6
    assert cities["C2.3"].corr(cities["B4.1"], method="spearman") < -0.3
    both = cities[["A2.1", "A2.2"]].isna()
    assert (both.all(axis=1).sum()) > 0.5 * both["A2.1"].sum()


def test_simulated_rates_stay_within_0_and_100(cities):
    rates = cities[["B4.3", "B4.4"]]
    assert ((rates > 0) & (rates < 100) | rates.isna()).all(axis=None)


def test_the_same_seed_simulates_the_same_cities():
    assert npindex.simulate_cities(5, rng=3).equals(npindex.simulate_cities(5, rng=3))


def test_no_city_cannot_be_simulated():
    with pytest.raises(DomainError, match="n must be 1 or more"):
        npindex.simulate_cities(0)


def test_cities_with_many_gaps_are_screened_out(cities, result):
    silent = cities.index[cities.isna().mean(axis=1) > 0.3]
    assert len(silent) > 0
    assert set(result.screened["label"]) == set(silent)
    assert len(result.index) == 287 - len(silent)


def test_scores_lie_between_0_and_1_on_every_node(result):
    assert ((result.scores >= 0) & (result.scores <= 1)).all(axis=None)


def test_stars_fall_with_the_rank(result):
    main = result.table()
    stars = main["grade"].cat.codes.to_numpy()
    assert (np.diff(stars) <= 0).all()
    assert main["grade"].nunique() == 6


def test_tiers_fall_in_the_mean_of_the_dimensions(result):
    means = result.scores[["A", "B", "C"]].mean(axis=1)
    by_tier = means.groupby(result.tiers, observed=True).mean()
    assert by_tier.is_monotonic_increasing
    assert len(by_tier) == 4


def test_the_result_says_that_the_data_are_simulated(result):
    assert result.provenance["data"]["simulated"] is True


def test_the_diagnosis_of_the_report_runs_on_simulated_cities():
    result = npindex.index(random_state=0).fit(npindex.simulate_cities(rng=0)).result_
    profiles = result.profiles(npindex.profile_types("zh")).table["type"]
    assert set(profiles.unique()) <= {
        "科创引领型",
        "产业见长型",
        "要素驱动型",
        "balanced",
    }
    table = result.champions(2, exclude_top=10).table
    assert len(table) == 10
    refused = table[table["champion"].isna()]
    assert refused["reason"].notna().all()
    sure = result.grade_probabilities()
    assert next(iter(sure.columns)) == "six stars"


def test_types_have_names_in_two_languages():
    with pytest.raises(DomainError, match="names come in en, zh"):
        npindex.profile_types("fr")
