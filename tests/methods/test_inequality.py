"""Indices of inequality: small cases by hand, laws, parts, and what is refused."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.methods.inequality import (
    coefficient_of_variation,
    dagum,
    gini,
    hhi,
    location_quotient,
    theil,
    theil_parts,
)


def mean_log_deviation(x, weights=None):
    return theil(x, weights, index="L")


INDICES = {
    "gini": gini,
    "theil": theil,
    "mean_log_deviation": mean_log_deviation,
    "coefficient_of_variation": coefficient_of_variation,
}
indices = pytest.mark.parametrize("f", INDICES.values(), ids=INDICES)


def of_values(f):
    """Make of what takes groups what takes values alone, all of which it refuses."""
    return lambda x: f(x, ["a"])


READERS = [*INDICES.values(), of_values(dagum), of_values(theil_parts), hhi]
readers = pytest.mark.parametrize("f", READERS, ids=[*INDICES, "dagum", "parts", "hhi"])

positive = st.lists(st.integers(1, 40).map(lambda q: q / 4), min_size=1, max_size=12)
nonnegative = st.lists(
    st.integers(0, 40).map(lambda q: q / 4), min_size=1, max_size=12
).filter(any)


@st.composite
def grouped(draw, least=0):
    """Draw values with many ties, and groups of some of them."""
    n = draw(st.integers(1, 14))
    some = st.integers(least, 20).map(lambda q: q / 4)
    x = draw(st.lists(some, min_size=n, max_size=n).filter(any))
    groups = draw(st.lists(st.sampled_from("abcd"), min_size=n, max_size=n))
    return np.array(x), groups


@st.composite
def weighted(draw):
    """Draw values with whole weights, some of them 0."""
    x, groups = draw(grouped(least=1))
    n = len(x)
    w = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n).filter(any))
    return x, groups, w


# ---- by hand


def test_a_gini_coefficient_is_half_the_mean_difference_over_the_mean():
    # differences 1, 3, 4, 2, 3, 1 each counted twice, of 16 pairs, over 2 * 3
    assert gini([1, 2, 4, 5]) == pytest.approx(28 / 16 / 6, rel=1e-15)


def test_who_has_everything_makes_the_largest_gini_coefficient():
    assert gini([0, 0, 0, 0, 7]) == pytest.approx(0.8, rel=1e-15)
    assert gini([0, 0, 0, 0, 7], corrected=True) == pytest.approx(1, rel=1e-15)


def test_a_theil_index_is_that_of_shares():
    T = 0.25 * math.log(0.5) + 0.75 * math.log(1.5)
    L = -(math.log(0.5) + math.log(1.5)) / 2
    assert theil([1, 3]) == pytest.approx(T, rel=1e-14)
    assert theil([1, 3], index="L") == pytest.approx(L, rel=1e-14)


def test_nothing_counts_as_nothing_in_theils_index():
    assert theil([0, 0, 9]) == pytest.approx(math.log(3), rel=1e-14)


def test_a_coefficient_of_variation_may_be_that_of_a_sample():
    assert coefficient_of_variation([1, 3]) == 0.5
    assert coefficient_of_variation([1, 3], ddof=1) == pytest.approx(math.sqrt(0.5))


def test_dagums_parts_by_hand():
    found = dagum([1, 5, 4, 8], list("wwee"))
    # of pairs one from each: east ahead by 3, 7, 3, west by 1, of 4; means 3 and 6
    assert found.total == pytest.approx(44 / 144, rel=1e-15)
    assert found.within == pytest.approx(1 / 9, rel=1e-15)
    assert found.between == pytest.approx(14 / 36 * 12 / 14 * (1 / 3 + 1 / 6))
    assert found.transvariation == pytest.approx(1 / 36, rel=1e-14)
    assert found.groups == ("w", "e")
    assert_allclose(found.gini, [[1 / 3, 14 / 36], [14 / 36, 1 / 6]], rtol=1e-15)
    assert_allclose(found.affluence, [[0, 12 / 14], [12 / 14, 0]], rtol=1e-15)
    assert_allclose(found.share_of_units, [0.5, 0.5], rtol=1e-15)
    assert_allclose(found.share_of_total, [1 / 3, 2 / 3], rtol=1e-15)


def test_four_steps_in_two_groups():
    # 20 / 16 over 2 * 2.5; within 1/6 * 1/2 * 3/10 + 1/14 * 1/2 * 7/10
    found = dagum([1, 2, 3, 4], list("aabb"))
    assert_allclose(found[:4], [0.25, 0.05, 0.20, 0], rtol=1e-14)


def test_groups_that_do_not_overlap_have_no_transvariation():
    found = dagum([1, 2, 5, 9], list("aabb"))
    assert found.transvariation == 0
    assert found.affluence[0, 1] == 1


def test_groups_with_equal_means_have_nothing_but_transvariation_between_them():
    found = dagum([1, 5, 2, 4], list("aabb"))
    assert found.between == 0
    assert found.affluence[0, 1] == 0
    assert found.transvariation == pytest.approx(found.total - found.within)
    assert found.transvariation > 0


def test_groups_in_which_all_have_the_same_do_not_differ():
    found = dagum([3, 3, 3, 3, 8], list("aabbc"))
    assert found.gini[0, 1] == found.affluence[0, 1] == 0


def test_a_group_that_has_nothing_is_a_group():
    found = dagum([0, 0, 4, 4], list("aabb"))
    assert (found.within, found.between, found.transvariation) == (0, 0.5, 0)
    assert found.gini.tolist() == [[0, 1], [1, 0]]
    parts = theil_parts([0, 0, 4, 4], list("aabb"))
    assert parts.between == pytest.approx(math.log(2), rel=1e-15)
    assert parts.inside.tolist() == parts.contribution.tolist() == [0, 0]


def test_theils_parts_by_hand():
    found = theil_parts([1, 3, 4, 4], list("wwee"))
    west = 0.25 * math.log(0.5) + 0.75 * math.log(1.5)
    assert_allclose(found.inside, [west, 0], rtol=1e-14)
    assert_allclose(found.share_of_total, [1 / 3, 2 / 3], rtol=1e-15)
    assert found.within == pytest.approx(west / 3, rel=1e-14)
    between = math.log(2 / 3) / 3 + math.log(4 / 3) * 2 / 3
    assert found.between == pytest.approx(between, rel=1e-14)


def test_the_contribution_to_the_mean_log_deviation_goes_by_units():
    found = theil_parts([1, 3, 4, 8, 8], list("wweee"), index="L")
    assert_allclose(found.contribution, found.inside * [0.4, 0.6], rtol=1e-15)


def test_concentration_on_equal_classes_is_least():
    assert hhi([5, 5, 5, 5]) == 0.25
    assert hhi([5, 5, 5, 5], normalized=True) == 0
    assert hhi([0, 0, 5, 0]) == hhi([0, 0, 5, 0], normalized=True) == 1
    assert hhi([5]) == hhi([5], normalized=True) == 1


def test_a_location_quotient_is_a_ratio_of_shares():
    assert location_quotient([1, 3], [50, 50]).tolist() == [0.5, 1.5]
    assert location_quotient([0, 3], [50, 50])[0] == 0


# ---- degenerate cases


@indices
@given(x=st.floats(1e-300, 1e300), n=st.integers(1, 9))
def test_where_all_have_the_same_there_is_no_inequality(f, x, n):
    assert f([x] * n) == 0


@indices
def test_one_unit_is_equal_to_itself(f):
    assert f([0.3]) == 0


def test_one_unit_stays_equal_when_corrected():
    assert gini([3], corrected=True) == coefficient_of_variation([3], ddof=1) == 0


@pytest.mark.parametrize("index", ["T", "L"])
def test_groups_of_equal_units_have_everything_between(index):
    x = np.repeat([0.1, 0.7, 0.3], 3)
    found = theil_parts(x, list("aaabbbccc"), index=index)
    assert found.within == 0
    assert_allclose(found.between, found.total, rtol=1e-14)


def test_one_group_has_everything_within():
    found, parts = (f([1, 2, 7], ["a"] * 3) for f in (dagum, theil_parts))
    assert found.within == found.total
    assert found.between == found.transvariation == parts.between == 0
    assert parts.within == parts.total


@pytest.mark.parametrize("spread", [1e-3, 1e-6, 1e-9])
def test_close_values_keep_their_digits(spread):
    # T and L of 1 +- d are d^2 / 2 (1 + d^2 / 6) and d^2 / 2 (1 + d^2 / 2), nearly
    d = math.ldexp(round(spread * 2**40), -40)
    x = [1 - d, 1 + d]
    assert theil(x) == pytest.approx(d * d / 2 * (1 + d * d / 6), rel=1e-11)
    assert theil(x, index="L") == pytest.approx(d * d / 2 * (1 + d * d / 2), rel=1e-11)
    assert gini(x) == pytest.approx(d / 2, rel=1e-14)


@indices
def test_huge_and_tiny_values_stay_within_the_floats(f):
    x = np.array([1.0, 2.0, 5.0])
    for factor in (1e-307, 1e307):
        assert f(x * factor) == pytest.approx(f(x), rel=1e-14)


def test_huge_values_have_parts():
    x, groups = np.array([1.0, 4.0, 5.0, 3.0]), list("aabb")
    for f in (dagum, theil_parts):
        assert_allclose(f(x * 1e307, groups)[:3], f(x, groups)[:3], rtol=1e-14)


# ---- laws


@indices
@given(x=positive, power=st.integers(-900, 900))
def test_a_power_of_two_as_unit_changes_nothing(f, x, power):
    assert f(np.ldexp(x, power)) == f(x)


@indices
@given(x=positive, factor=st.floats(1e-9, 1e9))
def test_the_unit_does_not_matter(f, x, factor):
    assert f(np.multiply(x, factor)) == pytest.approx(f(x), rel=1e-9, abs=1e-15)


@indices
@given(x=positive, data=st.data())
def test_the_order_of_the_units_does_not_show_in_the_last_bit(f, x, data):
    x = np.array(x) / 7
    assert f(x[data.draw(st.permutations(range(len(x))))]) == f(x)


@given(table=weighted(), data=st.data())
def test_the_order_does_not_show_in_parts_either(table, data):
    x, groups, w = table
    order = data.draw(st.permutations(range(len(x))))
    moved = np.array(groups)[order], np.array(w)[order]
    for f, n in ((dagum, 4), (theil_parts, 3)):
        assert f(x[order] / 7, *moved)[:n] == f(x / 7, groups, w)[:n]


@indices
@given(x=positive, times=st.integers(2, 4))
def test_a_table_that_is_repeated_is_as_unequal(f, x, times):
    assert f(x * times) == pytest.approx(f(x), rel=1e-12, abs=1e-15)


@indices
@given(x=positive, add=st.integers(1, 20))
def test_an_equal_gift_makes_more_equal(f, x, add):
    assert f(np.add(x, add)) <= f(x) + 1e-15


@indices
@given(x=positive, data=st.data())
def test_a_gift_from_rich_to_poor_makes_more_equal(f, x, data):
    i, j = (data.draw(st.integers(0, len(x) - 1)) for _ in range(2))
    low, high = sorted((x[i], x[j]))
    after = np.array(x)
    after[[i, j]] = (low + high) / 2
    assert f(after) <= f(x) + 1e-15


@indices
@given(x=nonnegative)
def test_inequality_is_never_negative(f, x):
    assert f(np.add(x, 0.25)) >= 0


@given(x=nonnegative)
def test_indices_stay_within_their_bounds(x):
    n = len(x)
    assert gini(x) <= 1 - 1 / n + 1e-15
    assert theil(x) <= math.log(n) + 1e-14
    assert coefficient_of_variation(x) <= math.sqrt(n - 1) + 1e-14
    assert 1 / n - 1e-15 <= hhi(x) <= 1


@indices
@given(table=weighted())
def test_a_weight_is_a_number_of_equal_units(f, table):
    x, _, w = table
    assert f(x, w) == pytest.approx(f(np.repeat(x, w)), rel=1e-12, abs=1e-15)


@given(table=weighted())
def test_a_weight_is_a_number_of_equal_units_in_parts_too(table):
    x, groups, w = table
    many = np.repeat(x, w), np.repeat(groups, w)
    for f, n in ((dagum, 4), (theil_parts, 3)):
        found, expected = f(x, groups, w), f(*many)
        assert_allclose(found[:n], expected[:n], rtol=1e-12, atol=1e-15)
        assert found.groups == expected.groups


@given(table=grouped())
def test_dagums_parts_add_up_to_the_gini_coefficient(table):
    found = dagum(*table)
    parts = (found.within, found.between, found.transvariation)
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(found.total, abs=1e-12)
    assert found.total == gini(table[0])


@given(table=grouped())
def test_dagums_parts_are_those_of_his_tables(table):
    _, w, nb, t, _, pairs, D, p, s = dagum(*table)
    between = np.triu(pairs * (np.outer(p, s) + np.outer(s, p)), 1)
    assert w == pytest.approx((np.diag(pairs) * p * s).sum(), abs=1e-14)
    assert nb == pytest.approx((between * D).sum(), abs=1e-14)
    assert t == pytest.approx((between * (1 - D)).sum(), abs=1e-14)
    assert ((D >= 0) & (D <= 1) & (pairs <= 1)).all()
    assert_array_equal(pairs, pairs.T)
    assert_array_equal(D, D.T)


@given(table=grouped(), power=st.integers(-900, 900))
def test_dagums_parts_have_no_unit(table, power):
    x, groups = table
    assert dagum(np.ldexp(x, power), groups)[:4] == dagum(x, groups)[:4]


@pytest.mark.parametrize("index", ["T", "L"])
@given(table=grouped(least=1))
def test_theils_parts_add_up(index, table):
    x, groups = table
    found = theil_parts(x, groups, index=index)
    assert found.within + found.between == pytest.approx(found.total, abs=1e-14)
    assert min(found.within, found.between) >= 0
    assert found.contribution.sum() == pytest.approx(found.within, abs=1e-15)
    assert found.total == theil(x, index=index)


@given(table=grouped(least=1))
def test_the_inequality_inside_a_group_is_that_of_the_group_alone(table):
    x, groups = table
    found, parts = dagum(x, groups), theil_parts(x, groups)
    for j, name in enumerate(found.groups):
        own = x[np.array(groups) == name]
        assert found.gini[j, j] == pytest.approx(gini(own), abs=1e-15)
        assert parts.inside[j] == pytest.approx(theil(own), abs=1e-15)


def test_labels_of_any_kind_name_groups():
    x = [1, 2, 3, 4]
    for groups in (
        [1, 1, 2, 2],
        np.array(["a", "a", "b", "b"]),
        pd.Categorical(["a", "a", "b", "b"]),
        pd.Series([True, True, False, False]),
        pd.Series([2, 2, 1, 1], dtype="Int64"),
        ["a", "a", 3.5, 3.5],
    ):
        assert dagum(x, groups)[:4] == dagum(x, list("aabb"))[:4]


def test_a_series_of_groups_or_weights_goes_by_its_labels():
    x = pd.Series([1.0, 5.0, 4.0, 8.0], index=list("ABCD"))
    groups = pd.Series(list("wwee"), index=list("ABCD"))
    w = pd.Series([1, 2, 3, 4], index=list("ABCD"))
    expected = dagum(x.to_numpy(), list("wwee"), [1, 2, 3, 4])
    found = dagum(x, groups[::-1], w.sample(frac=1, random_state=0))
    assert found[:5] == expected[:5]
    found = location_quotient(x, pd.Series([8.0, 4.0, 5.0, 1.0], index=list("DCBA")))
    assert found.tolist() == [1, 1, 1, 1]


def test_whole_nullable_and_masked_numbers_are_numbers():
    expected = gini([1.0, 2.0, 4.0])
    assert gini(pd.Series([1, 2, 4], dtype="Int64")) == expected
    assert gini(np.array([1, 2, 4], dtype=np.int8)) == expected
    assert gini([True, False]) == 0.5
    with pytest.raises(MissingDataError):
        gini(np.ma.array([1.0, 2.0], mask=[False, True]))


@given(table=weighted())
def test_the_input_is_left_as_it_was(table):
    x, groups, w = table
    copies = x.copy(), list(groups), list(w)
    dagum(x, groups, w)
    theil_parts(x, groups, w)
    assert_array_equal(x, copies[0])
    assert (groups, w) == copies[1:]


# ---- what is refused


@readers
def test_a_negative_value_is_named(f):
    with pytest.raises(DomainError, match=r"row 1 is -2, but .* must not be negative"):
        f([1, -2, 3])
    with pytest.raises(DomainError, match="unit 'Bel' is -2"):
        f(pd.Series([1, -2], index=["Ada", "Bel"]))


@readers
def test_gaps_and_infinities_are_named(f):
    with pytest.raises(MissingDataError, match="row 2 is nan, but"):
        f([1, 2, np.nan])
    with pytest.raises(MissingDataError, match="unit 'b' is nan"):
        f(pd.Series([1, None], index=["a", "b"], dtype="Float64"))
    with pytest.raises(NonFiniteError, match="row 0 is inf, but"):
        f([np.inf, 2])


@readers
def test_where_there_is_nothing_nothing_can_be_shared(f):
    with pytest.raises(DomainError, match="nothing to be shared"):
        f([0, 0])


@readers
@pytest.mark.parametrize(
    ("x", "error"),
    [
        ([], EmptyDataError),
        (3, ShapeError),
        ([[1, 2], [3, 4]], ShapeError),
        ([[1], [2, 3]], ShapeError),
        (["a", "b"], NotNumericError),
        ([1, "b"], NotNumericError),
        ([1, 2j], NotNumericError),
        (pd.DataFrame({"a": [1, 2], "b": [1, 2]}), ShapeError),
    ],
)
def test_values_are_numbers_one_per_unit(f, x, error):
    with pytest.raises(error):
        f(x)


def test_nothing_has_no_logarithm():
    for f in (mean_log_deviation, lambda x: theil_parts(x, list("aab"), index="L")):
        with pytest.raises(DomainError, match="row 1 is 0, and has no logarithm"):
            f([1, 0, 2])
    with pytest.raises(DomainError, match=r"row 1 is 1e-300"):
        mean_log_deviation([1e300, 1e-300])


def test_an_index_that_is_none_is_refused():
    for f in (theil, lambda x, index: theil_parts(x, ["a", "b"], index=index)):
        with pytest.raises(UnknownMethodError, match="unknown index 'l'"):
            f([1, 2], index="l")


@pytest.mark.parametrize(
    "w", [[1, -1], [1, np.nan], [1, np.inf], [0, 0], [1], ["a", "b"], [[1, 2]]]
)
def test_weights_are_checked(w):
    for f in (*INDICES.values(), lambda x, w: dagum(x, ["a", "b"], w)):
        with pytest.raises(WeightsError):
            f([1, 2], w)


def test_a_weight_that_is_none_is_named():
    with pytest.raises(WeightsError, match="unit 'b' has -1"):
        gini(pd.Series([1, 2], index=["a", "b"]), [1, -1])


def test_weights_and_a_correction_do_not_go_together():
    with pytest.raises(DomainError, match="no number n to correct by"):
        gini([1, 2], [1, 2], corrected=True)
    with pytest.raises(DomainError, match="ddof must be 0 or 1, and 0 with weights"):
        coefficient_of_variation([1, 2], [1, 2], ddof=1)
    with pytest.raises(DomainError, match="ddof must be 0 or 1"):
        coefficient_of_variation([1, 2], ddof=2)


@pytest.mark.parametrize("f", [dagum, theil_parts])
def test_every_unit_needs_a_group(f):
    with pytest.raises(ShapeError, match=r"3 labels, one per unit, got shape \(2,\)"):
        f([1, 2, 3], ["a", "b"])
    with pytest.raises(ShapeError, match="one per unit"):
        f([1, 2, 3], "abc")
    for gap in (None, np.nan, pd.NA, pd.NaT):
        with pytest.raises(MissingDataError, match="there is none for row 1"):
            f([1, 2, 3], ["a", gap, "b"])
    x = pd.Series([1, 2], index=["A", "B"])
    with pytest.raises(UnknownColumnError, match="groups must have the units"):
        f(x, pd.Series(["a", "b"], index=["A", "C"]))


def test_quotients_need_something_to_compare_with():
    with pytest.raises(DomainError, match="row 1 has nothing of the whole"):
        location_quotient([1, 0], [5, 0])
    with pytest.raises(DomainError, match="totals must be positive"):
        location_quotient([0, 0], [5, 5])
    with pytest.raises(DomainError, match="totals must be positive"):
        location_quotient([1, 1], [5, 5], totals=(2, np.inf))
    with pytest.raises(ShapeError, match="same classes, got 2 and 3"):
        location_quotient([1, 1], [5, 5, 5])
