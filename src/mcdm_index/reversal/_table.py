"""All methods under test: from a table to how often each of them reverses an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mcdm_index._progress import track
from mcdm_index._registry import list_methods
from mcdm_index.comparison import named_runs
from mcdm_index.errors import DuplicateLabelError, EmptyDataError, MCDMError, bullets
from mcdm_index.reversal._changes import read_table
from mcdm_index.reversal._judge import Freeze
from mcdm_index.reversal._reversal import RankReversal, rank_reversal, read_tests

__all__ = ["ReversalTable", "reversal_table"]


@dataclass(frozen=True, eq=False)
class ReversalTable:
    """What the tests of several methods found on one table.

    Attributes
    ----------
    table : DataFrame
        One row per method; for each test the cases, those that failed, the share of
        the others that reverse an order, the largest number of swapped pairs, and the
        number of cases in which the winner changed. NA for a method that cannot score
        the table, and for a share of no cases.
    excluded : Series
        Methods that cannot score the table, and why.
    results : dict of str to RankReversal
        The others, with everything that was found.
    """

    table: pd.DataFrame
    excluded: pd.Series
    results: dict[str, RankReversal]


def reversal_table(
    X: Any,
    methods: Any = None,
    weights: Any = "entropy",
    polarity: object = None,
    *,
    tests: str | Iterable[str] | None = None,
    freeze: Freeze = "nothing",
    step: float = 0.05,
    verbose: bool = False,
) -> ReversalTable:
    """Test the rank reversal of several methods on one table.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values; every method normalizes them as it does when called alone.
    methods : sequence or mapping, optional
        Names of registered scoring methods, functions of X, weights and polarity, or
        pairs of one of these and its options. A mapping goes from what a method is to
        be called. All registered methods by default.
    weights, polarity, tests, freeze, step
        As in `rank_reversal`.
    verbose : bool, default False
        Whether a progress bar is shown on work over a second.

    Returns
    -------
    ReversalTable

    Raises
    ------
    DuplicateLabelError
        Two methods have one name.
    DomainError, ShapeError
        As in `rank_reversal`.
    EmptyDataError
        No method can score the table.

    Examples
    --------
    >>> X = [[1, 5], [4, 2], [3, 3], [5, 1]]
    >>> found = reversal_table(X, ["topsis", "copeland"], "equal", tests="drop_unit")
    >>> found.table["drop_unit"][["cases", "share", "most_swapped"]]
    measure   cases  share  most_swapped
    topsis        4   0.25             3
    copeland      4    0.0             0
    """
    asked = read_tests(tests, freeze)
    read_table(X, polarity)  # what is wrong with the table is no fault of a method
    if methods is None:
        methods = [method.name for method in list_methods("scoring")]
    results: dict[str, RankReversal] = {}
    reasons: dict[str, str] = {}
    runs = named_runs(methods, "method")
    for name, method, options in track(runs, "testing", show=verbose):
        if name in results or name in reasons:
            msg = f"two methods are called {name!r}: name them in a mapping"
            raise DuplicateLabelError(msg)
        try:
            results[name] = rank_reversal(
                X,
                method,
                weights,
                polarity,
                tests=asked,
                options=options,
                freeze=freeze,
                step=step,
            )
        except MCDMError as error:
            reasons[name] = str(error)
    if not results:
        texts = [f"{name}: {reason}" for name, reason in reasons.items()]
        raise EmptyDataError(bullets(texts, "methods, none of which can be tested"))
    names = [name for name, _, _ in runs]
    excluded = pd.Series(reasons, dtype=object, name="reason").rename_axis("method")
    return ReversalTable(_side_by_side(results).reindex(names), excluded, results)


_SHOWN = ["cases", "failed", "share", "most_swapped", "winner_changed"]


def _side_by_side(results: dict[str, RankReversal]) -> pd.DataFrame:
    """Put the summaries of the methods below each other, the tests side by side."""
    kinds = dict.fromkeys(_SHOWN, "Int64") | {"share": "Float64"}
    tests = next(iter(results.values())).summary.index
    columns = pd.MultiIndex.from_product([tests, _SHOWN], names=["test", "measure"])
    rows = {
        name: [result.summary.loc[test, shown] for test, shown in columns]
        for name, result in results.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index", dtype=object)
    table.columns = columns
    return table.astype({column: kinds[column[1]] for column in columns})
