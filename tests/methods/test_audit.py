"""Audit of printed entropy tables: right ones, wrong factors, misprints, refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import DomainError, ShapeError, UnknownColumnError
from mcdm_index.methods.audit import audit_entropy_table

N, T = 31, 9
PANEL = np.random.default_rng(0).lognormal(
    sigma=[0.3, 0.5, 0.8, 1, 1.5], size=(N * T, 5)
)
RIGHT = mi.weighting.entropy(PANEL)


def printed(base, decimals, X=PANEL):
    """Print the table that division by ln(base) gives."""
    p = X / X.sum(axis=0)
    e = -(p * np.log(p)).sum(axis=0) / np.log(base)
    w = (1 - e) / (1 - e).sum()
    return [[f"{v:.{decimals}f}" for v in column] for column in (e, 1 - e, w)]


@pytest.mark.parametrize("decimals", [3, 4, 6])
def test_a_right_table_is_consistent(decimals):
    found = audit_entropy_table(*printed(N * T, decimals), n=N, T=T)
    assert (found.consistent, found.factor, found.findings) == (True, "1/ln(nT)", ())


@pytest.mark.parametrize(
    ("base", "factor"), [(T, "1/ln(T)"), (N, "1/ln(n)"), (np.e, "none")]
)
def test_a_wrong_factor_is_told_from_the_entropies(base, factor):
    found = audit_entropy_table(*printed(base, 4), n=N, T=T)
    assert (found.consistent, found.factor) == (False, factor)
    assert "entropies are at most 1" in found.findings[0]


@pytest.mark.parametrize("base", [T, N, np.e])
def test_the_right_weights_are_recovered(base):
    found = audit_entropy_table(*printed(base, 8), n=N, T=T)
    assert_allclose(found.weights, RIGHT, rtol=1e-5)
    assert_allclose(found.divergences, 1 - found.entropies, rtol=0)


@pytest.mark.parametrize("base", [T, N, N * T, np.e])
@pytest.mark.parametrize("decimals", [2, 3, 4, 6])
def test_the_right_weights_lie_within_what_rounding_allows(base, decimals):
    found = audit_entropy_table(*printed(base, decimals), n=N, T=T)
    assert ((found.least <= RIGHT) & (found.most >= RIGHT)).all()


def test_negative_divergences_turn_the_order_of_the_weights_around():
    e, d, w = printed(T, 6)
    found = audit_entropy_table(e, d, w, n=N, T=T)
    assert found.inverted
    order = np.argsort(found.weights)
    assert_array_equal(np.argsort(np.array(w, float)), order[::-1])


def test_the_shares_of_negative_divergences_are_not_called_misprints():
    findings = audit_entropy_table(*printed(T, 4), n=N, T=T).findings
    assert not any("is printed as" in finding for finding in findings)


def test_factors_that_would_do_as_well_are_named():
    found = audit_entropy_table(["1.80", "1.85"], n=10, T=9)
    assert found.factors == ("1/ln(n)", "1/ln(T)")
    assert "1/ln(n) in its place explains them (1/ln(T) would" in found.findings[0]
    assert_array_equal(found.alternatives["1/ln(n)"], found.weights)
    assert found.alternatives["1/ln(T)"][0] < found.weights[0]


def test_entropies_that_no_factor_explains_are_called_so():
    found = audit_entropy_table([9.2, 0.9], n=N, T=T)
    assert (found.factor, found.weights) == ("unknown", None)
    assert "no factor that is known explains them" in found.findings[0]


def test_one_entropy_beyond_one_makes_divergences_of_both_signs():
    found = audit_entropy_table(["0.95", "1.30"], w=["0.5", "0.5"], n=N, T=T)
    assert not found.inverted
    assert "divergences have both signs" in found.findings[-1]


def test_weights_that_are_shares_of_both_signs_are_not_called_misprints():
    w = ["-0.2000", "0.4000", "0.8000"]
    found = audit_entropy_table(["1.05", "0.90", "0.80"], w=w, n=N, T=T)
    assert not any("is printed as" in finding for finding in found.findings)
    assert "weights are negative: -0.2" in found.findings


def test_entropies_hardly_beyond_one_are_not_explained_by_a_far_factor():
    found = audit_entropy_table(["1.0004", "0.9900"], n=N, T=T)
    assert (found.factor, found.weights) == ("unknown", None)


# ---- one misprint among right numbers


def test_of_an_entropy_and_a_divergence_that_differ_the_weights_tell_the_right_one():
    e, d, w = ["0.980", "0.920", "0.900"], ["0.020", "0.060", "0.100"], None
    w = ["0.111", "0.333", "0.556"]
    found = audit_entropy_table(e, d, w, n=31)
    assert_allclose(found.entropies, [0.98, 0.94, 0.90])
    found = audit_entropy_table(
        ["0.980", "0.940", "0.900"], ["0.020", "0.080", "0.100"], w, n=31
    )
    assert_allclose(found.entropies, [0.98, 0.94, 0.90])


@pytest.mark.parametrize("base", [T, N * T])
@given(data=st.data())
def test_one_misprint_does_not_hide_what_was_done(base, data):
    table = printed(base, 4)
    column = data.draw(st.integers(0, 1))
    j = data.draw(st.integers(0, 4))
    table[column][j] = data.draw(st.sampled_from(["0.1234", "1.9876", "0.5"]))
    found = audit_entropy_table(*table, n=N, T=T)
    assert found.factor == {T: "1/ln(T)", N * T: "1/ln(nT)"}[base]
    assert not found.consistent
    assert_allclose(found.weights, RIGHT, atol=1e-3)
    assert ((found.least <= found.weights) & (found.weights <= found.most)).all()


@pytest.mark.parametrize(
    "w", [["11.11", "33.33", "55.56"], ["11.11%", "33.33%", "55.56%"]]
)
def test_weights_may_be_in_percent(w):
    assert audit_entropy_table(["0.98", "0.94", "0.90"], w=w, n=31).consistent


def test_an_entropy_that_rounds_to_one_is_no_error():
    found = audit_entropy_table(["1.000", "0.912"], ["0.000", "0.088"], n=20)
    assert found.consistent
    assert_array_equal(found.weights, [0, 1])


def test_a_divergence_that_is_not_the_rest_is_found():
    found = audit_entropy_table(["0.90", "0.80"], ["0.10", "0.30"], n=20)
    assert found.findings == ("column 1: d is printed as 0.30, and 1 - e is 0.20",)


def test_a_weight_that_is_no_share_is_found_by_its_name():
    found = audit_entropy_table(
        {"gdp": "0.900", "area": "0.700"}, w={"area": "0.70", "gdp": "0.30"}, n=20
    )
    assert len(found.findings) == 2
    assert found.findings[0].startswith("gdp: the weight is printed as 0.30; from the")


def test_a_negative_entropy_is_found():
    assert "< 0" in audit_entropy_table([-0.2, 0.5], n=20).findings[0]


def test_weights_of_twelve_banks_sum_to_more_than_one():
    # Xie and Zhong (2002): the sixth is .1187, misprinted as .1197
    w = [0.1374, 0.1397, 0.1545, 0.1587, 0.1448, 0.1197, 0.1462]
    found = audit_entropy_table(None, w=w, n=12)
    assert found.findings == (
        "the weights sum to 1.0010, which rounding to 4 decimals does not explain",
    )
    w[5] = 0.1187
    assert audit_entropy_table(None, w=w, n=12).consistent


def test_the_table_of_four_banks_follows_from_its_entropies():
    # Wang and Song (2003): what is wrong there is in the data, not in the table.
    e = ["0.62", "0.39", "0.98", "0.77", "0.66"]
    w = ["0.24", "0.39", "0.02", "0.14", "0.21"]
    assert audit_entropy_table(e, w=w, n=4).consistent


def test_negative_weights_are_found():
    assert "negative: -0.2" in audit_entropy_table(None, w=[1.2, -0.2], n=5).findings[0]


def test_divergences_alone_are_enough():
    e, d, _ = printed(N * T, 6)
    found = audit_entropy_table(None, d, n=N, T=T)
    assert_allclose(found.weights, audit_entropy_table(e, n=N, T=T).weights, rtol=1e-3)


def test_the_column_with_more_decimals_is_taken():
    e, d = printed(N * T, 2)[0], printed(N * T, 8)[1]
    found = audit_entropy_table(e, d, n=N, T=T)
    assert_allclose(found.weights, RIGHT, rtol=1e-5)


def test_decimals_can_be_said():
    assert not audit_entropy_table(
        [0.9, 0.8], w=[0.33, 0.67], n=9, decimals=4
    ).consistent
    assert audit_entropy_table([0.9, 0.8], w=[0.33, 0.67], n=9, decimals=2).consistent


def test_a_minus_sign_from_a_page_is_read():
    found = audit_entropy_table(["1.48", "1.31"], ["−0.48", "−0.31"], n=31, T=9)
    assert found.inverted


def test_a_series_is_read_by_its_labels():
    e = pd.Series([0.9, 0.8], index=["a", "b"])
    found = audit_entropy_table(e, pd.Series([0.2, 0.1], index=["b", "a"]), n=9)
    assert found.consistent


@given(
    sigma=st.lists(st.integers(1, 20), min_size=2, max_size=6),
    n=st.integers(3, 40),
    periods=st.integers(2, 12),
    decimals=st.integers(2, 6),
)
def test_what_was_computed_right_is_never_faulted(sigma, n, periods, decimals):
    rng = np.random.default_rng(n * periods)
    X = rng.lognormal(sigma=np.array(sigma) / 10, size=(n * periods, len(sigma)))
    table = printed(n * periods, decimals, X)
    found = audit_entropy_table(*table, n=n, T=periods, decimals=decimals)
    assert found.findings == ()


@pytest.mark.parametrize(
    ("table", "size", "words"),
    [
        ([["x", "0.9"]], {"n": 9}, "e must hold finite numbers, got 'x'"),
        ([[np.nan, 0.9]], {"n": 9}, "finite numbers, got nan"),
        ([[0.9]], {"n": 0}, "n must be a whole number, 1 or more, got 0"),
        ([[0.9]], {"n": 9, "T": 1.5}, r"T must be a whole number.*got 1\.5"),
        ([[0.9]], {"n": True}, "got True"),
        ([[0.9]], {"n": 1}, "two cells or more, got n = 1, T = 1"),
        ([[0.9]], {"n": 9, "decimals": "3"}, "decimals must be a whole number"),
        ([[0.9]], {"n": 9, "decimals": -1}, "decimals must be .* 0 or more, got -1"),
        ([["1e308"]], {"n": 9}, "got '1e308'"),
    ],
)
def test_what_is_no_number_is_refused(table, size, words):
    with pytest.raises(DomainError, match=words):
        audit_entropy_table(*table, **size)


@pytest.mark.parametrize(
    "table", [(None,), ([0.9, 0.8], [0.1]), ([],), (None, None, []), ([[0.9, 0.8]],)]
)
def test_columns_that_do_not_fit_are_refused(table):
    with pytest.raises(ShapeError, match="one number per criterion"):
        audit_entropy_table(*table, n=9)


@pytest.mark.parametrize("names", [("a",), ("a", "b", "c")])
def test_names_that_do_not_fit_are_refused(names):
    with pytest.raises(ShapeError, match=f"and {len(names)} names"):
        audit_entropy_table([0.98, 0.94], n=9, names=names)


def test_a_panel_of_any_size_is_read():
    assert audit_entropy_table(["0.98", "0.94"], n=10**400).consistent


def test_columns_of_different_criteria_are_refused():
    with pytest.raises(UnknownColumnError, match="w by label"):
        audit_entropy_table({"a": 0.9}, w={"b": 1.0}, n=9)


def test_one_misprint_among_percentages_is_the_only_one():
    e, d = ["0.90", "0.80"], ["0.10", "0.20"]
    findings = audit_entropy_table(e, d, ["33.3", "69.7"], n=9).findings
    assert [finding.split(":")[0] for finding in findings] == [
        "the weights sum to 1.030, which rounding to 3 decimals does not explain",
        "column 1",
    ]


def test_entropies_in_percent_are_read():
    assert audit_entropy_table(["98%", "95%"], n=9).entropies.tolist() == [0.98, 0.95]


def test_what_can_be_any_weight_is_between_0_and_1():
    found = audit_entropy_table(["1.00", "1.00"], w=["0.3", "0.7"], n=9)
    assert (found.least.tolist(), found.most.tolist()) == ([0, 0], [1, 1])


@pytest.mark.parametrize("names", [3, "ab"])
def test_names_that_are_none_are_refused(names):
    with pytest.raises(ShapeError, match="names must be a sequence"):
        audit_entropy_table([0.9, 0.8], n=9, names=names)
