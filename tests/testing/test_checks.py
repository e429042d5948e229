"""What a check finds: planted faults, each by its own law, and nothing else."""

import itertools

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import mcdm_index as mi
from mcdm_index.errors import DomainError, LawsBroken, UnknownMethodError
from mcdm_index.testing import (
    check_grading,
    check_imputer,
    check_normalization,
    check_scoring,
    check_weighting,
)

FEW = {"max_examples": 25, "broken": "report"}


def broken_by(report):
    return {outcome.law.name for outcome in report.failed}


# ---- weights


def share(X):
    return mi.weighting.entropy(X)


def raw_spread(X):
    spread = X.std(axis=0)
    return spread / spread.sum() if spread.sum() else mi.weighting.equal(X)


def is_mixed(X):
    constant = X.min(axis=0) == X.max(axis=0)
    return constant.any() and not constant.all()


def negative(X):
    return 1 / X.shape[1] + 3 * (share(X) - 1 / X.shape[1])


def on_its_own_scale(X):
    return share(X) * (2 if X.shape[1] > 1 else 1)


def in_reverse(X):
    return share(X)[::-1]


def of_the_first_row(X):
    return X[0] / X[0].sum()


def in_place(X):
    w = share(X)
    X -= 1
    return w


def never_the_same(X, *, calls=itertools.count()):  # noqa: B008 it is to be kept
    return share(X) + 1e-16 * (next(calls) % 2)


def without_one_unit(X):
    return share(X) * (np.nan if len(X) == 1 else 1)


def without_equal_units(X):
    equal = len(X) > 1 and (X[0] == X).all()
    return share(X) * (np.nan if equal else 1)


def without_one_criterion(X):
    return share(X) * (np.nan if X.shape[1] == 1 and np.ptp(X) else 1)


def without_a_constant(X):
    if is_mixed(X):
        raise ZeroDivisionError
    return share(X)


def without_ties(X):
    tied = len(set(X[:, 0])) < len(X)
    told = X.shape[1] > 1 and np.ptp(X, axis=0).all() and tied
    return share(X) * (np.nan if told else 1)


def without_small_numbers(X):
    return share(np.where(X < 1e-9, np.nan, X))


def with_a_warning(X):
    np.ones(1) / np.zeros(1)
    return share(X)


def equal_weights(X):
    return np.full(X.shape[1], 1 / X.shape[1])


def but_for_the_copy(X):
    w = share(X)
    w[-1] = w[-1] if len(w) == 1 else 0
    return w / w.sum() if w.sum() else [*mi.weighting.equal(X[:, :-1]), 0]


@pytest.mark.parametrize(
    ("weighting", "promises", "laws"),
    [
        (share, ("scale", "constant_gets_zero", "duplicates_share"), set()),
        (negative, (), {"weights_are_not_negative"}),
        (on_its_own_scale, (), {"weights_sum_to_one"}),
        (in_reverse, (), {"permuting_the_criteria_permutes_the_weights"}),
        (of_the_first_row, (), {"permuting_the_units_leaves_the_weights"}),
        (in_place, (), {"the_arguments_are_not_changed"}),
        (never_the_same, (), {"a_second_call_gives_the_same_bits"}),
        (without_one_unit, (), {"one_unit_alone_is_answered"}),
        (without_equal_units, (), {"equal_units_are_answered"}),
        (without_one_criterion, (), {"one_criterion_alone_gets_all_the_weight"}),
        (without_a_constant, (), {"a_constant_criterion_is_answered"}),
        (without_ties, (), {"every_other_table_is_answered"}),
        (without_small_numbers, (), {"many_magnitudes_are_answered"}),
        (with_a_warning, (), {"no_warning_is_given"}),
        (raw_spread, ("scale",), {"the_unit_of_a_criterion_does_not_matter"}),
        (share, ("shift",), {"the_origin_of_a_criterion_does_not_matter"}),
        (
            equal_weights,
            ("constant_gets_zero",),
            {
                "a_constant_criterion_gets_no_weight",
                "rounding_gives_no_weight_to_a_constant",
            },
        ),
        (
            of_the_first_row,
            ("constant_gets_zero",),
            {
                "a_constant_criterion_gets_no_weight",
                "rounding_gives_no_weight_to_a_constant",
                "constant_criteria_alone_are_weighted_alike",
                "permuting_the_units_leaves_the_weights",
            },
        ),
        (
            but_for_the_copy,  # equal columns in another order are the same table
            ("duplicates_share",),
            {
                "a_copy_of_a_criterion_gets_what_the_criterion_gets",
                "permuting_the_criteria_permutes_the_weights",
            },
        ),
    ],
)
def test_a_planted_fault_of_weights_breaks_its_own_law(weighting, promises, laws):
    report = check_weighting(weighting, promises=promises, rounding=0, **FEW)
    assert broken_by(report) == laws


@pytest.mark.parametrize(
    ("weighting", "shape"),
    [
        (without_one_unit, (1, 1)),
        (without_equal_units, (2, 1)),
        (without_a_constant, (2, 2)),
        (in_reverse, (2, 3)),  # of two columns, turned around is permuted
        (of_the_first_row, (2, 2)),
    ],
)
def test_a_counterexample_is_as_small_as_can_be(weighting, shape):
    (failed,) = check_weighting(weighting, **FEW).failed
    assert failed.counterexample.values["X"].shape == shape


def test_what_raises_on_every_table_breaks_the_laws_that_ask_for_an_answer():
    def useless(X):
        raise RuntimeError(X.shape)

    report = check_weighting(useless, **FEW)
    answers = {o.law.name for o in report.failed}
    assert answers == {
        "one_unit_alone_is_answered",
        "one_criterion_alone_gets_all_the_weight",
        "equal_units_are_answered",
        "a_constant_criterion_is_answered",
        "every_other_table_is_answered",
    }
    assert report["weights_sum_to_one"].reason.startswith("no example had an answer")


@pytest.mark.parametrize("came", [None, "text", [1.0], [[0.5, 0.5]], 1.0, 1j])
def test_what_is_no_vector_of_weights_is_no_answer(came):
    report = check_weighting(lambda _: came, rows=(2, 3), columns=(2, 2), **FEW)
    assert "every_other_table_is_answered" in broken_by(report)


# ---- how a method is called


def test_a_polarity_is_handed_over_where_the_signature_has_one():
    seen = []

    def weigh(X, polarity):
        seen.append(polarity)
        return share(X)

    assert check_weighting(weigh, **FEW).ok
    assert {sign for polarity in seen for sign in polarity.tolist()} == {1, -1}


def test_call_says_how_a_method_is_called():
    def by_name(*, matrix, kinds):
        assert len(kinds) == matrix.shape[1]
        return share(matrix)

    report = check_weighting(
        by_name, call=lambda f, X, polarity: f(matrix=X, kinds=polarity), **FEW
    )
    assert report.ok


def test_a_registered_function_is_known_as_such():
    assert check_weighting(mi.weighting.critic, max_examples=5).method == "critic"


def test_what_the_registry_promises_is_asked():
    names = {o.law.promise for o in check_weighting("critic", max_examples=2).outcomes}
    assert {"scale", "shift", "constant_gets_zero"} <= names


def test_a_false_promise_of_a_registered_method_fails():
    mi.register("weighting", name="boastful", promises=("shift",))(share)
    try:
        with pytest.raises(LawsBroken, match="the_origin_of_a_criterion"):
            check_weighting("boastful", max_examples=20)
    finally:
        mi._registry.unregister("weighting", "boastful")


def test_options_are_handed_over():
    report = check_weighting("critic", options={"correlation": "kendall"}, **FEW)
    assert report.ok


def test_a_method_is_judged_on_legal_tables_alone():
    report = check_weighting(without_one_unit, legal=lambda X, _: len(X) > 1, **FEW)
    assert report["one_unit_alone_is_answered"].status == "skipped"
    assert report.ok


def test_a_law_is_skipped_with_its_reason():
    skip = {"one_unit_alone_is_answered": "documented: two units are needed"}
    report = check_weighting(without_one_unit, skip=skip, max_examples=5)
    assert [(o.law.name, o.reason) for o in report.skipped] == list(skip.items())


def test_laws_that_ask_for_other_tables_are_skipped():
    report = check_weighting(without_one_unit, rows=(3, 4), max_examples=5)
    assert "rows=(3, 4)" in report["one_unit_alone_is_answered"].reason


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"promises": ("scael",)}, UnknownMethodError, "Did you mean 'scale'"),
        ({"promises": ("dominance",)}, UnknownMethodError, "no law of weighting"),
        ({"domain": "positiv"}, UnknownMethodError, "Did you mean 'positive'"),
        ({"skip": {"one_unit": "so"}}, UnknownMethodError, "no law of weighting named"),
        ({"rows": (0, 3)}, DomainError, "rows must be a pair"),
        ({"columns": (4, 3)}, DomainError, "columns must be a pair"),
        ({"max_examples": 0}, DomainError, "max_examples must be 1 or more"),
        ({"rounding": -1.0}, DomainError, "rounding must be 0 or more"),
        ({"broken": "ignore"}, DomainError, "broken must be 'raise' or 'report'"),
    ],
)
def test_an_argument_that_is_none_is_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        check_weighting(share, **{"max_examples": 1} | arguments)


@pytest.mark.parametrize(
    ("check", "method", "error", "words"),
    [
        (check_weighting, 3, DomainError, "name of a registered method"),
        (check_weighting, "entorpy", UnknownMethodError, "Did you mean 'entropy'"),
        (check_weighting, lambda: 1, DomainError, "takes nothing"),
        (check_weighting, np.put_along_axis, DomainError, "call="),
        (check_scoring, lambda X: X, DomainError, "X, weights and polarity|takes X"),
        (check_imputer, MinMaxScaler, DomainError, "make one of the class"),
        (check_imputer, share, DomainError, "estimator with fit_transform"),
    ],
)
def test_a_method_that_cannot_be_called_is_refused(check, method, error, words):
    with pytest.raises(error, match=words):
        check(method, max_examples=1)


def test_the_same_seed_finds_the_same_counterexample():
    first, second = (check_weighting(in_reverse, seed=7, **FEW) for _ in range(2))
    assert first.failed[0].code == second.failed[0].code


def test_rounding_is_allowed_for_where_it_is_asked():
    def rounded(X):
        return np.round(share(X), 6)

    assert not check_weighting(rounded, **FEW).ok
    assert check_weighting(rounded, rounding=1e-5, **FEW).ok


# ---- scores


def total(X, w, polarity):
    spread = np.ptp(X, axis=0)
    Z = (X - X.min(axis=0)) / np.where(spread > 0, spread, 1)
    return np.where(polarity > 0, Z, 1 - Z) @ w


def of_costs_as_benefits(X, w, polarity):  # noqa: ARG001 it is its fault
    return total(X, w, np.ones(len(w)))


def of_gaps_as_nothing(X, w, polarity):
    return total(np.nan_to_num(X), w, polarity)


def by_position(X, w, polarity):
    return total(X, w, polarity) + 1e-3 * np.arange(len(X)) * np.ptp(X, axis=0).any()


def with_weights_sorted(X, w, polarity):
    return total(X, np.sort(w), polarity)


def against_uneven_profiles(X, w, polarity):
    Z = np.apply_along_axis(lambda x: total(X, x, polarity), 1, np.eye(len(w))).T
    return Z @ w - 2 * np.ptp(Z, axis=1)


@pytest.mark.parametrize(
    ("score", "promises", "laws"),
    [
        (total, ("dominance", "scale", "zero_weight_is_irrelevant"), set()),
        (of_costs_as_benefits, (), {"larger_is_better"}),
        (of_gaps_as_nothing, (), {"a_unit_with_a_gap_is_not_scored"}),
        (by_position, (), {"permuting_the_units_permutes_the_scores"}),
        (with_weights_sorted, (), {"permuting_the_criteria_leaves_the_scores"}),
        (
            against_uneven_profiles,
            ("dominance",),
            {
                "a_unit_that_is_nowhere_worse_never_scores_below",
                "the_ideal_unit_scores_best",
            },
        ),
        (mi.scoring.topsis, ("best_is_one",), set()),
        (
            lambda X, w, polarity: 2 * mi.scoring.topsis(X, w, polarity),
            ("best_is_one",),
            {"the_ideal_unit_scores_one"},
        ),
        (
            lambda X, w, polarity: total(X, w, polarity) / len(w),
            ("zero_weight_is_irrelevant",),
            {"a_criterion_without_weight_might_as_well_be_absent"},
        ),
    ],
)
def test_a_planted_fault_of_scores_breaks_its_own_law(score, promises, laws):
    report = check_scoring(score, promises=promises, rounding=1e-9, **FEW)
    assert broken_by(report) == laws


def test_a_score_of_which_smaller_is_better_is_turned_around():
    def badness(X, w, polarity):
        return -total(X, w, polarity)

    assert broken_by(check_scoring(badness, **FEW)) == {"larger_is_better"}
    turned = check_scoring(badness, call=lambda f, *given: -f(*given), **FEW)
    assert turned.ok


def test_laws_of_registered_methods_are_not_asked_of_a_function():
    reason = check_scoring(total, **FEW)[
        "many_weight_vectors_at_once_score_as_one_by_one"
    ].reason
    assert "mi.register" in reason


# ---- normalizations


def minmax(X, polarity):
    return mi.normalization.minmax(X, polarity)


@pytest.mark.parametrize(
    ("normalize", "promises", "laws"),
    [
        (minmax, ("in_order", "scale", "shift"), set()),
        (
            lambda X: minmax(X, None) * X.max(),
            (),
            {"a_criterion_is_normalized_by_itself"},
        ),
        (
            lambda X: X / X[0],
            (),
            {"permuting_the_units_permutes_the_values"},
        ),
        (
            lambda X, polarity: minmax(X, abs(polarity)),
            ("in_order",),
            {"a_better_value_is_never_normalized_to_less"},
        ),
        (
            lambda X: 2 * minmax(X, None),
            (),
            {"no_value_leaves_the_range_that_is_stated"},
        ),
    ],
)
def test_a_planted_fault_of_a_normalization_breaks_its_own_law(
    normalize, promises, laws
):
    within = (0, 1) if promises or "no_value" in str(laws) else None
    report = check_normalization(
        normalize, promises=promises, within=within, rounding=1e-9, **FEW
    )
    assert broken_by(report) == laws


@pytest.mark.parametrize("scaler", [MinMaxScaler(), StandardScaler()], ids=repr)
def test_an_estimator_is_held_to_its_inverse(scaler):
    report = check_normalization(scaler, promises=("invertible", "in_order"), **FEW)
    assert report["the_inverse_gives_back_the_raw_values"].status == "passed"


def test_an_estimator_of_this_library_is_told_the_polarity():
    report = check_normalization(
        mi.Normalizer("minmax"), promises=("in_order", "invertible"), **FEW
    )
    assert report.ok


def test_an_estimator_that_learns_again_is_found():
    class Learning(MinMaxScaler):
        def transform(self, X):
            return MinMaxScaler().fit_transform(X)

    report = check_normalization(Learning(), **FEW)
    assert broken_by(report) == {
        "a_row_is_normalized_alike_whichever_rows_stand_beside_it"
    }


# ---- grades


def quantiles(scores, k):
    return mi.grading.grade(scores, mi.grading.quantile(scores, k))


@pytest.mark.parametrize(
    ("rule", "promises", "laws"),
    [
        (quantiles, ("best_on_top",), set()),
        (lambda s, k: quantiles(s, k) - 1, (), {"every_score_has_a_grade"}),
        (
            lambda s, k: k + 1 - quantiles(s, k),
            (),
            {"a_larger_score_never_has_a_lower_grade"},
        ),
        (
            lambda s, k: np.maximum(quantiles(s, k) - (len(set(s)) > 1), 1),
            ("best_on_top",),
            {"the_best_score_is_in_the_best_class"},
        ),
    ],
)
def test_a_planted_fault_of_a_rule_breaks_its_own_law(rule, promises, laws):
    report = check_grading(rule, gives="grades", promises=promises, **FEW)
    assert broken_by(report) == laws


def test_cuts_that_do_not_ascend_are_found():
    def falling(scores, k):
        return mi.grading.quantile(scores, k)[::-1]

    assert "cuts_ascend" in broken_by(check_grading(falling, **FEW))


# ---- imputers


class Filling(BaseEstimator):
    """Fill with the mean of the column, with one fault."""

    def __init__(self, fault=""):
        self.fault = fault

    def fit_transform(self, X):
        Z = X.copy() if self.fault != "in place" else X
        if self.fault == "one row" and len(X) == 1:
            raise ValueError(X.shape)
        gap = np.isnan(X)
        means = np.nanmean(X, axis=0)
        fill = np.broadcast_to(means, X.shape)[gap]
        if self.fault == "random":
            fill = fill + np.random.default_rng().normal(size=fill.shape)
        if self.fault == "order of rows":
            fill = fill + np.nonzero(gap)[0]
        if self.fault == "order of columns":
            fill = fill + np.nonzero(gap)[1]
        Z[gap] = fill
        if self.fault == "smooths":
            Z = Z + 1e-9 * (len(X) > 1)
        if self.fault == "leaves":
            Z[gap.all(axis=0) | (gap.sum(axis=0) > 1) & gap] = np.nan
        return Z


@pytest.mark.parametrize(
    ("fault", "promises", "laws"),
    [
        ("", ("rows_in_any_order", "columns_in_any_order", "within_range"), set()),
        ("in place", (), {"the_table_is_not_changed"}),
        ("one row", (), {"one_unit_alone_is_answered"}),
        ("random", (), {"the_same_seed_gives_the_same_values"}),
        ("smooths", (), {"observed_cells_are_untouched"}),
        ("leaves", (), {"every_gap_is_filled"}),
        (
            "order of rows",
            ("rows_in_any_order",),
            {"permuting_the_units_permutes_what_is_filled_in"},
        ),
        (
            "order of columns",
            ("columns_in_any_order",),
            {"permuting_the_criteria_permutes_what_is_filled_in"},
        ),
        (
            "order of rows",
            ("within_range",),
            {"what_is_filled_in_lies_between_what_was_observed"},
        ),
        ("", ("donors",), {"what_is_filled_in_was_observed"}),
    ],
)
def test_a_planted_fault_of_an_imputer_breaks_its_own_law(fault, promises, laws):
    report = check_imputer(Filling(fault), promises=promises, **FEW)
    assert broken_by(report) == laws
