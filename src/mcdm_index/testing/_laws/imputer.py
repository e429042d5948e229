"""The laws of imputation: from a table with gaps and an imputer to whether each holds.

In the formulas, :math:`z_{ij}(X)` is what cell (i, j) becomes; of the drawn tables one
value in each row and in each column is observed.
"""

from typing import Final

import numpy as np

from mcdm_index._numeric import Matrix
from mcdm_index.testing._law import equal, law, near, require
from mcdm_index.testing._subjects import ImputerSubject, suppose

# Chained equations are solved to so many digits, and columns are of order 100.
_ROUNDING: Final = (1e-6, 1e-6)


def _all_differ(X: Matrix) -> None:
    rows = np.where(np.isnan(X), np.inf, X)
    suppose(len(np.unique(rows, axis=0)) == len(X))


@law("imputer", rows=(2, 8), columns=(1, 4))
def every_gap_is_filled(impute: ImputerSubject, with_gaps: Matrix) -> None:
    r"""A table in which each row and each column has a value is filled, all of it.

    .. math:: z_{ij}(X) \in \mathbb{R}

    Imputers that need two values of a column, or more rows than columns, break it.
    """
    impute.must_answer(with_gaps)


@law("imputer", rows=(1, 1), columns=(1, 4))
def one_unit_alone_is_answered(impute: ImputerSubject, with_gaps: Matrix) -> None:
    r"""A table of one row without gaps is given back.

    .. math:: n = 1 \;\Rightarrow\; z(X) = X

    Imputers that divide by a standard deviation, or by n - 1, break it.
    """
    equal(impute.must_answer(with_gaps), with_gaps)


@law("imputer", rows=(2, 8), columns=(1, 4))
def observed_cells_are_untouched(impute: ImputerSubject, with_gaps: Matrix) -> None:
    r"""What was observed stays, to the last bit.

    .. math:: x_{ij} \in \mathbb{R} \;\Rightarrow\; z_{ij}(X) = x_{ij}

    Imputers that scale a table and scale it back break it, and those that smooth.
    """
    there = ~np.isnan(with_gaps)
    equal(impute(with_gaps)[there], with_gaps[there])


@law("imputer", rows=(2, 8), columns=(1, 4))
def the_same_seed_gives_the_same_values(
    impute: ImputerSubject, with_gaps: Matrix
) -> None:
    """Two runs with one seed fill the same values, to the last bit.

    Imputers that draw from numpy's global generator break it, and those that keep
    something from run to run. An estimator whose ``random_state`` is None gets one.
    """
    first = impute(with_gaps)
    equal(impute(with_gaps), first)


@law("imputer", rows=(2, 8), columns=(1, 4))
def the_table_is_not_changed(impute: ImputerSubject, with_gaps: Matrix) -> None:
    """What is handed over stays as it is.

    Imputers that fill in place break it: what was a gap is then no longer known.
    """
    equal(impute.changed(with_gaps)[0], with_gaps)


@law("imputer", rows=(2, 8), columns=(1, 4))
def no_warning_is_given(impute: ImputerSubject, with_gaps: Matrix) -> None:
    """Where gaps are filled, numpy has nothing to warn of.

    A warning of a mean of nothing whose result is then overwritten breaks it.
    """
    require(not (told := impute.warned(with_gaps)), "; ".join(told), "no warning")


@law("imputer", promise="rows_in_any_order", rows=(2, 8), columns=(1, 4))
def permuting_the_units_permutes_what_is_filled_in(
    impute: ImputerSubject, with_gaps: Matrix, row_order: list[int]
) -> None:
    r"""With the units in another order each is filled alike.

    .. math:: z_{ij}(P X) = z_{P(i)j}(X)

    Imputers that draw for one row after the other break it, and those that carry the
    last value forward. Which of several equal units gets which value does not matter,
    so that tables with equal rows are left out.
    """
    _all_differ(with_gaps)
    expected = impute(with_gaps)[row_order]
    near(impute(with_gaps[row_order]), expected, *_ROUNDING)


@law("imputer", promise="columns_in_any_order", rows=(2, 8), columns=(1, 4))
def permuting_the_criteria_permutes_what_is_filled_in(
    impute: ImputerSubject, with_gaps: Matrix, column_order: list[int]
) -> None:
    r"""With the criteria in another order each is filled alike.

    .. math:: z_{ij}(X P) = z_{iP(j)}(X)

    Chained equations that visit columns from left to right break it. Tables are left
    out in which two columns hold the same values, in whatever order: if rows can be
    exchanged with them, nothing but their place tells such columns apart.
    """
    _all_differ(np.sort(with_gaps, axis=0).T)
    expected = impute(with_gaps)[:, column_order]
    near(impute(with_gaps[:, column_order]), expected, *_ROUNDING)


@law("imputer", promise="donors", rows=(2, 8), columns=(1, 4))
def what_is_filled_in_was_observed(impute: ImputerSubject, with_gaps: Matrix) -> None:
    r"""An imputed value is one that another unit has in the same criterion.

    .. math:: z_{ij}(X) \in \{x_{kj} : x_{kj} \in \mathbb{R}\}

    Means and predictions of a regression break it; predictive mean matching and other
    draws from donors keep it.
    """
    Z = impute(with_gaps)
    for j, column in enumerate(with_gaps.T):
        donors = column[~np.isnan(column)]
        require(np.isin(Z[:, j], donors).all(), Z[:, j], f"values of {donors.tolist()}")


@law("imputer", promise="within_range", rows=(2, 8), columns=(1, 4))
def what_is_filled_in_lies_between_what_was_observed(
    impute: ImputerSubject, with_gaps: Matrix
) -> None:
    r"""An imputed value is within the range of the observed ones of its criterion.

    .. math:: \min_k x_{kj} \le z_{ij}(X) \le \max_k x_{kj}

    Predictions of a regression break it: counts below 0, shares above 1.
    """
    Z = impute(with_gaps)
    low, high = np.nanmin(with_gaps, axis=0), np.nanmax(with_gaps, axis=0)
    around = 4 * np.finfo(float).eps * np.maximum(abs(low), abs(high))
    fits = ((low - around <= Z) & (high + around >= Z)).all()
    require(fits, Z, f"values from {low.tolist()} to {high.tolist()}")
