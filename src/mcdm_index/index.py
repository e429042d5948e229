"""The composite index: from a table and a tree of criteria to an `IndexResult`.

Every imputation draw goes through every stage, so that each has goalposts, weights and
ideals of its own; scores are means over the draws, and ranks are those of the means.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from mcdm_index import provenance as provenances
from mcdm_index import spec
from mcdm_index._numeric import check_whole
from mcdm_index._seeds import take_seed
from mcdm_index.aggregation import Scheme
from mcdm_index.criterion import Criterion
from mcdm_index.drift import drift, learned_ranges
from mcdm_index.engine import (
    Kernel,
    check_finite,
    column_names,
    is_streamed,
    like,
    map_rows,
    open_rows,
)
from mcdm_index.errors import ReplayError, SpecError, listing, located
from mcdm_index.estimators import (
    Grader,
    Normalizer,
    Scorer,
    Screener,
    TierClusterer,
    Treater,
)
from mcdm_index.examination import Examination, examine
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import FillImputer, MICEImputer
from mcdm_index.learning import (
    classify,
    fill_gaps,
    labels_beside,
    learn,
)
from mcdm_index.periods import rows_of_base
from mcdm_index.polarity import BENEFIT
from mcdm_index.preparation import (
    check_bounds,
    find_denominators,
    match_table,
    prepare,
)
from mcdm_index.result import IndexResult
from mcdm_index.rules import Levels
from mcdm_index.run import Run, gather
from mcdm_index.stages import Goalposts, Stages
from mcdm_index.streamed import (
    Blocks,
    RowScores,
    StreamedResult,
    learn_streamed,
    match_rows,
    take_leaves,
)

__all__ = ["CompositeIndex", "IndexResult"]

_GOALPOSTS: Final = {
    "per draw": "learned in each imputation draw",
    "observed": "learned once from the observed cells",
}


class CompositeIndex(BaseEstimator):
    """Score units over a tree of criteria.

    Each stage may be given by the name of its method, or as an estimator where options
    are needed.

    Parameters
    ----------
    hierarchy : Hierarchy
        The tree. Polarity comes from here.
    screen : Screener, optional
        Which units and criteria say too little; none are screened by default.
    impute : str, MICEImputer or FillImputer, optional
        How gaps are filled: "mice", several times, or once, by the name of a method of
        `FillImputer`. Without it, a gap is an error unless `min_present` takes it.
    treat : str or Treater, optional
        What is done about outliers; nothing by default, but for criteria that say so
        themselves.
    normalize : str or Normalizer, default "minmax"
    weights : str, callable, array_like or Weighter, default "entropy"
        Learned from normalized values; or one weight per leaf; or "given", for the
        weights in the hierarchy.
    aggregate : str, callable or Scorer, default "topsis"
        How a node is scored; "weighted_sum" for a weighted mean; or a function of
        normalized rows and weights that scores each row by what stands in it.
    scheme : {"flat", "nested"}, default "flat"
        Score a node from all leaves below it, with weights learned over all leaves; or
        from its children, level by level.
    levels : mapping of int to mapping, optional
        What holds for the groups of a depth (0 for the root): any of ``aggregate``,
        ``min_present`` and, in the nested scheme, ``weights``, each merged with what
        the index says for all. What a node of the hierarchy says goes before both.
    min_present : float, optional
        The share of what is below a group that a unit must have to be scored on it;
        with less it scores NaN, and with some missing the weights are shared out among
        those that are there, which `IndexResult.partial` lists. By default gaps are
        refused. Where gaps are imputed it has no effect.
    grade : str, Grader or None, default "quantile"
        Ordered classes of the score at the top.
    tiers : str, TierClusterer or None, default "kmeans"
        Clusters of the units on the scores of the dimensions.
    keep_donors : bool, default False
        Whether units that are screened out still take part in the imputation, so that
        what is known of them helps to fill the others. They get no score.
    goalposts : {"per draw", "observed"}, default "per draw"
        From what treatment and normalization are learned where cells are imputed: anew
        from each completed table, so that imputed values move the goalposts for all; or
        once from the observed cells. Imputed values may then lie beyond the goalposts,
        and their normalized values beyond the scale, unless the normalization clips.
    period : str, optional
        For a panel: the level of the row index that names the period. Ranks are given
        within each period.
    base : "each period", label or list of labels, optional
        For a panel: the period or periods from which treatment, goalposts, weights,
        ideals and the cuts of grades are learned; all rows by default. With "each
        period" every period has those of its own, so that scores cannot be compared
        over time; grades are then cut over all rows. Screening, imputation and tiers
        are always over all rows.
    random_state : int, optional
        Seed of imputation and clustering. Without one a fresh seed is drawn, which
        `provenance` records.
    verbose : bool, default False
        Whether a progress bar is shown on work over a second.

    Attributes
    ----------
    result_ : IndexResult, or StreamedResult of rows that are not in memory
    trees_ : tuple of FittedTree or PeriodTrees
        What was learned from each draw.
    imputer_ : MICEImputer, FillImputer or None
    grader_ : Grader or None
    tiers_ : TierClusterer or None

    Examples
    --------
    >>> import pandas as pd
    >>> import mcdm_index as mi
    >>> tree = mi.Hierarchy.of(
    ...     [mi.Criterion("income", polarity="+"), mi.Criterion("crime", polarity="-")]
    ... )
    >>> table = pd.DataFrame({"income": [3, 9, 6], "crime": [1, 4, 2]}, list("abc"))
    >>> index = mi.CompositeIndex(tree, weights="equal", random_state=0).fit(table)
    >>> index.result_.scores["index"].round(3).to_dict()
    {'a': 0.5, 'b': 0.5, 'c': 0.581}
    """

    def __init__(
        self,
        hierarchy: Hierarchy,
        *,
        screen: Screener | None = None,
        impute: str | MICEImputer | FillImputer | None = None,
        treat: str | Treater | None = None,
        normalize: str | Normalizer = "minmax",
        weights: Any = "entropy",
        aggregate: str | Callable[..., Any] | Scorer = "topsis",
        scheme: Scheme = "flat",
        levels: Levels | None = None,
        min_present: float | None = None,
        grade: str | Grader | None = "quantile",
        tiers: str | TierClusterer | None = "kmeans",
        keep_donors: bool = False,
        goalposts: Goalposts = "per draw",
        period: str | None = None,
        base: Any = None,
        random_state: int | None = None,
        verbose: bool = False,
    ) -> None:
        self.hierarchy = hierarchy
        self.screen = screen
        self.impute = impute
        self.treat = treat
        self.normalize = normalize
        self.weights = weights
        self.aggregate = aggregate
        self.scheme = scheme
        self.levels = levels
        self.min_present = min_present
        self.grade = grade
        self.tiers = tiers
        self.keep_donors = keep_donors
        self.goalposts = goalposts
        self.period = period
        self.base = base
        self.random_state = random_state
        self.verbose = verbose

    @classmethod
    def from_toml(cls, path: str | Path, **changes: Any) -> "CompositeIndex":
        """Build an index from a specification file.

        Parameters
        ----------
        path : str or Path
        **changes
            Parameters of `CompositeIndex` that override the file.

        Raises
        ------
        SpecError
            Naming everything that is wrong in the file.
        """
        read = spec.read_toml(path)
        index = cls(read.hierarchy, **(read.stages | changes))
        try:
            Stages.of(index)
        except SpecError as error:
            raise located(error, path) from None
        return index

    @classmethod
    def from_spec(cls, content: Mapping[str, Any]) -> "CompositeIndex":
        """Build an index from plain values, as in a file or in provenance.

        Parameters
        ----------
        content : mapping
            See `spec.parse`.
        """
        read = spec.parse(content)
        index = cls(read.hierarchy, **read.stages)
        Stages.of(index)  # refuses what does not go together
        return index

    @classmethod
    def replay(
        cls, provenance: Mapping[str, Any] | str | Path, X: Any, **functions: Any
    ) -> "CompositeIndex":
        """Repeat a recorded run on the same data.

        Parameters
        ----------
        provenance : mapping, str or Path
            `IndexResult.provenance`, or its JSON file, or what was read from that.
        X : DataFrame
            The data of that run.
        **functions
            What a record cannot hold: parameters of `CompositeIndex` with a function of
            one's own, such as weights, aggregate, levels or hierarchy.

        Returns
        -------
        CompositeIndex
            Fitted. On one machine, with the same versions, the numbers are the same.

        Raises
        ------
        ReplayError
            The data are not those of the run, or the record cannot be read.
        """
        content, recorded = provenances.read(provenance)
        index = cls.from_spec(spec.without(content, functions)).with_(**functions)
        other = spec.differences(index.to_spec(), content)
        if other:
            msg = (
                f"with {listing(functions)} as given the methodology is not that of "
                f"the record: {listing(other)} differ"
            )
            raise ReplayError(msg)
        table = match_table(X, index.hierarchy).table
        beside = labels_beside(table, X, index.impute)
        found = provenances.fingerprint(table, index.hierarchy.leaves, beside)
        if found != recorded:
            msg = (
                "the data are not those of the recorded run: SHA-256 is "
                f"{found[:12]}..., recorded was {recorded[:12]}..."
            )
            raise ReplayError(msg)
        return index.fit(X)

    def with_(self, **changes: Any) -> "CompositeIndex":
        """Copy the index, unfitted, with some parameters changed.

        Parameters
        ----------
        **changes
            Parameters of `CompositeIndex`.
        """
        copy: CompositeIndex = clone(self)
        copy.set_params(**changes)
        return copy

    def to_spec(self) -> dict[str, Any]:
        """Write the methodology as plain values, which `from_spec` reads back."""
        return spec.describe(self.hierarchy, Stages.of(self))

    def to_toml(self, path: str | Path | None = None) -> str:
        """Write the methodology as a specification file, which `from_toml` reads back.

        Parameters
        ----------
        path : str or Path, optional
            Where to write it, in UTF-8; an existing file is replaced.

        Returns
        -------
        str
            The text of the file.

        Raises
        ------
        SpecError
            A function or an object is part of the methodology, which no file can hold.
        """
        text = spec.to_toml(self.to_spec())
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text

    def fit(self, X: Any, y: Any = None, *, sample: int = 100_000) -> "CompositeIndex":
        """Run all stages on a table and keep what they learned.

        Parameters
        ----------
        X : DataFrame or array_like of shape (n_units, n_columns)
            Columns are found by code, name or alias of the criteria, others are left
            alone; an array has one column per leaf, in order. The row index names the
            units. Or a table that need not fit in memory: of dask, a polars LazyFrame,
            an Arrow Dataset, layers of xarray; see Notes.
        y : ignored
        sample : int, default 100000
            Of a table that need not fit in memory: how many rows are drawn for what
            must have rows in memory.

        Returns
        -------
        CompositeIndex

        Raises
        ------
        UnknownColumnError, DuplicateLabelError, EmptyDataError, NotNumericError,
        NonFiniteError, MissingDataError
            Naming what is wrong and where.
        AllRowsError
            The methodology needs all rows in memory; naming what does.

        Notes
        -----
        Of a table that need not fit in memory, what scores depend on is learned from
        all rows, in a few passes, and `result_` is a `StreamedResult`, which is lazy.
        Cuts of grades and tiers are learned from a sample; so is everything where
        cells are imputed or rows screened. A row without any value scores NaN and takes
        no part. `provenance` says what was learned from which rows.
        """
        del y
        return self._fit_streamed(X, sample) if is_streamed(X) else self._fit(X)

    def _fit_streamed(self, X: Any, sample: int) -> "CompositeIndex":
        """Run all stages on rows that come in chunks, or have coordinates."""
        stages = Stages.of(self)
        seed = take_seed(self.random_state)
        rows = match_rows(X, self.hierarchy)
        size = check_whole(sample, "sample")
        learned = learn_streamed(rows, self.hierarchy, stages, seed=seed, size=size)
        self.trees_, self.imputer_ = learned.trees, learned.imputer
        self.screener_ = learned.scores.screener
        self.grader_, self.tiers_ = learned.classes.grader, learned.classes.tiers
        told = provenances.record_streamed(
            rows.source.kind, self.hierarchy.leaves, self.to_spec(), seed
        )
        told["data"]["units"] = learned.account.pop("units")
        result = StreamedResult(
            rows, learned.scores, self.grader_, self.tiers_, told | learned.account
        )
        self.result_ = cast("IndexResult", result)  # it has what can be had of them
        return self

    def _fit(self, X: Any, without: Collection[str] = ()) -> "CompositeIndex":
        """Run all stages, with some leaves taken out as if they were screened."""
        stages = Stages.of(self)
        seed = take_seed(self.random_state)
        frame, denominated, ready = prepare(
            X,
            self.hierarchy,
            period=self.period,
            screen=self.screen,
            without=without,
        )
        beside = labels_beside(frame, X, stages.impute)
        self.screener_ = None if self.screen is None else clone(self.screen)
        self.imputer_, draws = fill_gaps(
            ready, self.hierarchy, stages=stages, beside=beside, seed=seed
        )
        weights = stages.weights_for(self.hierarchy, ready.hierarchy)
        tables = list(draws)
        self.trees_ = learn(
            stages, self.hierarchy, ready, weights, tables, show=self.verbose
        )
        run = Run(ready, self.trees_, tables, draws.log(), denominated)
        classes = classify(stages, ready.hierarchy, run.mean, ready.table.index, seed)
        self.grader_, self.tiers_ = classes.grader, classes.tiers
        rules = stages.rules(ready.hierarchy)
        self.result_ = gather(
            run,
            classes,
            scorers={code: rule.aggregate for code, rule in rules.items()},
            weighters=stages.weighters(ready.hierarchy, weights),
            period=self.period,
            base=stages.base,
            provenance=provenances.record(
                X, frame, self.hierarchy.leaves, self.to_spec(), seed, beside
            )
            | {
                "goalposts": _GOALPOSTS[stages.goalposts],
                "defaults": _left_as_usual(self.to_spec()),
            },
            rerun=partial(_again, self.with_(random_state=seed), X),
        )
        return self

    def examine(self, X: Any) -> Examination:
        """Report what the table of the index is like, without doing anything to it.

        Parameters
        ----------
        X : DataFrame or array_like
            As for `fit`. Criteria with a denominator are examined as quotients, and all
            beside the denominators.

        Returns
        -------
        Examination
        """
        tree = self.hierarchy
        frame = match_table(X, tree).table.set_axis(list(tree.leaves), axis=1)
        beside = find_denominators(X, tree) if hasattr(X, "columns") else None
        return examine(frame, denominators=beside)

    def drift(self, X: Any) -> pd.DataFrame:
        """Tell how many new values lie outside of what was learned from in `fit`.

        Parameters
        ----------
        X : DataFrame or array_like
            As for `fit`.

        Returns
        -------
        DataFrame
            One row per criterion: low and high, the ends of what was seen, or fixed
            goalposts; values; the shares missing, below and above; and furthest, how
            far beyond the ends, in widths of the range.
        """
        check_is_fitted(self)
        result = self.result_
        leaves, stages = result.hierarchy.leaves, Stages.of(self)
        known = result.stages["divided"]
        base = rows_of_base(known.index, stages.period, stages.base)
        ranges = learned_ranges(
            known if base is None else known[base],
            stages.goalposts_of(result.hierarchy),
        )
        return drift(self._matched(X)[list(leaves)], ranges)

    def _matched(self, X: Any) -> pd.DataFrame:
        """Take the columns of the leaves that stayed from a table, divided."""
        tree = self.trees_[0].hierarchy
        named = hasattr(X, "columns")
        frame = match_table(X, tree if named else self.hierarchy).table
        return frame if named else frame[list(tree.leaves)]

    def score_samples(self, X: Any) -> Any:
        """Score rows on what was learned in `fit`; nothing is refitted.

        Parameters
        ----------
        X : DataFrame or array_like
            As for `fit`.

        Returns
        -------
        Series, or what came
            Score at the top, the mean over the draws; a column in the kind of container
            that came in, lazy if that is, and a Series for an array. A unit of which
            nothing is observed scores NaN, and so does one that lacks more of the
            criteria than the screening limit allows. Gaps are filled by the fitted
            chains with noise keyed by the row, so that a row with gaps scores near, but
            not exactly at, what it scored in the fit; a complete row scores the same,
            to the bit.
        """
        check_is_fitted(self)
        root = self.trees_[0].hierarchy.root
        if is_streamed(X):
            place = self.trees_[0].hierarchy.codes.index(root)
            return self._stream(X, Blocks(self._row_scores(), place))
        return like(self.score_nodes(X)[root], X)

    def score_nodes(self, X: Any) -> Any:
        """Score rows on every node by what was learned in `fit`.

        Parameters
        ----------
        X : DataFrame or array_like
            As for `fit`.

        Returns
        -------
        DataFrame
            One column per node.
        """
        check_is_fitted(self)
        learned = self._row_scores()
        if is_streamed(X):
            codes = list(learned.hierarchy.codes)
            return self._stream(X, Blocks(learned), codes)
        tree = learned.hierarchy
        frame = self._matched(X)
        check_bounds(frame, tree)
        table = open_rows(frame)
        check_finite(table, allow_missing=True)
        data = np.array(table.values, dtype=float)
        kept = pd.DataFrame(data, index=frame.index, columns=list(tree.leaves))
        scores = learned(kept, labels_beside(frame, X, self.imputer_))
        return pd.DataFrame(scores, index=frame.index, columns=list(tree.codes))

    def _row_scores(self) -> RowScores:
        rules = Stages.of(self).rules(self.trees_[0].hierarchy)
        return RowScores(self.trees_, self.imputer_, self.screener_, rules)

    def _stream(self, X: Any, kernel: Kernel, names: list[str] | None = None) -> Any:
        """Map rows that come in chunks, or have coordinates."""
        tree = self.trees_[0].hierarchy
        rows = match_rows(X, tree if column_names(X) is not None else self.hierarchy)
        rows = take_leaves(rows, tree)
        return map_rows(rows, kernel, missing="keep", names=names)


def _again(
    index: CompositeIndex, X: Any, without: Collection[str] = (), **changes: Any
) -> IndexResult:
    """Fit an index with some parameters changed, by the seed of the first run."""
    return index.with_(**changes)._fit(X, without).result_


@cache
def _usual() -> dict[str, Any]:
    """Write down what an index does by default."""
    tree = Hierarchy.of([Criterion("any", polarity=BENEFIT)])
    content = CompositeIndex(tree).to_spec()
    return {key: content[key] for key in content if key not in ("criteria", "data")}


def _left_as_usual(content: Mapping[str, Any]) -> list[str]:
    """Name the stages of a specification that are as they are by default."""
    other = spec.differences(content, _usual())
    return [key for key in _usual() if key not in other]
