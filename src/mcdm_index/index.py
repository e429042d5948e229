"""The composite index: from a table and a tree of criteria to an `IndexResult`.

Every imputation draw goes through every stage, so that each has goalposts, weights and
ideals of its own; scores are means over the draws, and ranks are those of the means.
"""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from mcdm_index import provenance as provenances
from mcdm_index import spec
from mcdm_index._numeric import Matrix
from mcdm_index._progress import track
from mcdm_index._seeds import derived_seed, take_seed
from mcdm_index.accounts import stage_tables, treated_cells, treated_columns
from mcdm_index.aggregation import FittedTree, Scheme, fit_tree, learn_columns
from mcdm_index.drift import drift, learned_ranges
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import MissingDataError, ReplayError, listing
from mcdm_index.estimators import (
    Grader,
    Normalizer,
    Scorer,
    Screener,
    TierClusterer,
    Treater,
    Weighter,
)
from mcdm_index.examination import Examination, examine
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import Imputations, MICEImputer
from mcdm_index.preparation import (
    check_bounds,
    check_labels,
    find_denominators,
    imputer_for,
    match_table,
    screen_table,
)
from mcdm_index.result import IndexResult
from mcdm_index.stages import Goalposts, Stages

__all__ = ["CompositeIndex", "IndexResult"]


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
    impute : MICEImputer or "mice", optional
        How gaps are filled. Without it, a gap is an error.
    treat : str or Treater, optional
        What is done about outliers; nothing by default, but for criteria that say so
        themselves.
    normalize : str or Normalizer, default "minmax"
    weights : str, callable, array_like or Weighter, default "entropy"
        Learned from normalized values; or one weight per leaf; or "given", for the
        weights in the hierarchy.
    aggregate : str or Scorer, default "topsis"
        How a node is scored; "weighted_sum" for a weighted mean.
    scheme : {"flat", "nested"}, default "flat"
        Score a node from all leaves below it, with weights learned over all leaves; or
        from its children, level by level.
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
        For a panel: the level of the row index that names the period. Rows of all
        periods share goalposts and weights; ranks are given within each period.
    random_state : int, optional
        Seed of imputation and clustering. Without one a fresh seed is drawn, which
        `provenance` records.
    verbose : bool, default False
        Whether a progress bar is shown on work over a second.

    Attributes
    ----------
    result_ : IndexResult
    trees_ : tuple of FittedTree
        What was learned from each draw.
    imputer_ : MICEImputer or None
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
        impute: str | MICEImputer | None = None,
        treat: str | Treater | None = None,
        normalize: str | Normalizer = "minmax",
        weights: Any = "entropy",
        aggregate: str | Scorer = "topsis",
        scheme: Scheme = "flat",
        grade: str | Grader | None = "quantile",
        tiers: str | TierClusterer | None = "kmeans",
        keep_donors: bool = False,
        goalposts: Goalposts = "per draw",
        period: str | None = None,
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
        self.grade = grade
        self.tiers = tiers
        self.keep_donors = keep_donors
        self.goalposts = goalposts
        self.period = period
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
        return cls(read.hierarchy, **(read.stages | changes))

    @classmethod
    def from_spec(cls, content: Mapping[str, Any]) -> "CompositeIndex":
        """Build an index from plain values, as in a file or in provenance.

        Parameters
        ----------
        content : mapping
            See `spec.parse`.
        """
        read = spec.parse(content)
        return cls(read.hierarchy, **read.stages)

    @classmethod
    def replay(
        cls, provenance: Mapping[str, Any] | str | Path, X: Any, *, weights: Any = None
    ) -> "CompositeIndex":
        """Repeat a recorded run on the same data.

        Parameters
        ----------
        provenance : mapping, str or Path
            `IndexResult.provenance`, or its JSON file, or what was read from that.
        X : DataFrame
            The data of that run.
        weights : callable, optional
            The function of one's own that gave the weights, if one did.

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
        if weights is None:
            index = cls.from_spec(content)
        else:
            rest = {key: content[key] for key in content if key != "weights"}
            index = cls.from_spec(rest).with_(weights=weights)
        table = match_table(X, index.hierarchy).table
        found = provenances.fingerprint(table, index.hierarchy.leaves)
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

    def fit(self, X: Any, y: Any = None) -> "CompositeIndex":
        """Run all stages on a table and keep what they learned.

        Parameters
        ----------
        X : DataFrame or array_like of shape (n_units, n_columns)
            Columns are found by code, name or alias of the criteria, others are left
            alone; an array has one column per leaf, in order. The row index names the
            units.
        y : ignored

        Returns
        -------
        CompositeIndex

        Raises
        ------
        UnknownColumnError, DuplicateLabelError, EmptyDataError, NotNumericError,
        NonFiniteError, MissingDataError
            Naming what is wrong and where.
        """
        del y
        return self._fit(X)

    def _fit(self, X: Any, without: Collection[str] = ()) -> "CompositeIndex":
        """Run all stages, with some leaves taken out as if they were screened."""
        stages = Stages.of(self)
        seed = take_seed(self.random_state)
        frame, denominated = match_table(X, self.hierarchy)
        check_labels(frame, self.period)
        check_bounds(frame, self.hierarchy)
        tree, kept, screened, aside = screen_table(
            frame, self.hierarchy, self.screen, without
        )
        self.screener_ = None if self.screen is None else clone(self.screen)
        weights = stages.weights_for(self.hierarchy, tree)
        everyone = pd.concat([kept, aside]) if self.keep_donors else kept
        draws = self._draws(everyone, tree, stages.impute, seed).head(len(kept))
        tables = list(draws)
        self.trees_ = trees = self._learn(stages, tree, weights, kept, tables)
        accounts = {
            "denominated": denominated,
            "screened": screened,
            "imputed": draws.log(),
            "treated": treated_cells(trees, tables),
            "treatment": treated_columns(trees, tables),
            "stages": stage_tables(kept, trees, tables),
            "rerun": partial(_again, self.with_(random_state=seed), X),
        }
        scores = [tree(table) for tree, table in zip(trees, tables, strict=True)]
        record = provenances.record(
            X, frame, self.hierarchy.leaves, self.to_spec(), seed
        )
        self.result_ = self._result(stages, np.array(scores), accounts, record)
        return self

    def _learn(
        self,
        stages: Stages,
        tree: Hierarchy,
        weights: Weighter | Literal["given"],
        kept: pd.DataFrame,
        tables: list[pd.DataFrame],
    ) -> tuple[FittedTree, ...]:
        """Learn everything from treatment on, from each completed table."""
        learned = None
        if stages.goalposts == "observed":
            columns = stages.treat, stages.normalize
            learned = learn_columns(kept, tree, *columns, missing="omit")
        fit = partial(
            fit_tree,
            hierarchy=tree,
            treat=stages.treat,
            normalize=stages.normalize,
            weights=weights,
            aggregate=stages.aggregate,
            scheme=stages.scheme,
            learned=learned,
        )
        return tuple(
            fit(table) for table in track(tables, "scoring", show=self.verbose)
        )

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
        """Tell how many new values lie outside of what was seen in `fit`.

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
        leaves = result.hierarchy.leaves
        ranges = learned_ranges(
            result.stages["divided"], Stages.of(self).goalposts_of(result.hierarchy)
        )
        return drift(self._matched(X)[list(leaves)], ranges)

    def _matched(self, X: Any) -> pd.DataFrame:
        """Take the columns of the leaves that stayed from a table, divided."""
        tree = self.trees_[0].hierarchy
        named = hasattr(X, "columns")
        frame = match_table(X, tree if named else self.hierarchy).table
        return frame if named else frame[list(tree.leaves)]

    def score_samples(self, X: Any) -> pd.Series:
        """Score rows on what was learned in `fit`; nothing is refitted.

        Parameters
        ----------
        X : DataFrame or array_like
            As for `fit`.

        Returns
        -------
        Series
            Score at the top, the mean over the draws. A unit of which nothing is
            observed scores NaN, and so does one that lacks more of the criteria than
            the screening limit allows. Gaps are filled by the fitted chains with noise
            keyed by the row, so that a row with gaps scores near, but not exactly at,
            what it scored in the fit; a complete row scores the same, to the bit.
        """
        return self.score_nodes(X)[self.result_.hierarchy.root]

    def score_nodes(self, X: Any) -> pd.DataFrame:
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
        tree = self.trees_[0].hierarchy
        frame = self._matched(X)
        check_bounds(frame, tree)
        table = open_rows(frame)
        check_finite(table, allow_missing=self.imputer_ is not None)
        data = np.array(table.values, dtype=float)
        usable = ~np.isnan(data).all(axis=1)
        if self.screener_ is not None:
            usable &= self.screener_.passing(data)
        scores = np.full((len(frame), len(tree)), np.nan)
        if usable.any():
            kept = pd.DataFrame(data, index=frame.index, columns=list(tree.leaves))
            scores[usable] = self._score(kept[usable])
        return pd.DataFrame(scores, index=frame.index, columns=list(tree.codes))

    def _score(self, kept: pd.DataFrame) -> Matrix:
        tables = [kept] * len(self.trees_)
        if self.imputer_ is not None:
            tables = list(self.imputer_.draws(kept))
        # A table without gaps left a single tree, through which every draw goes.
        trees = self.trees_ * (len(tables) // len(self.trees_))
        draws = [tree(table) for tree, table in zip(trees, tables, strict=True)]
        return np.asarray(np.mean(draws, axis=0))

    def _draws(
        self,
        kept: pd.DataFrame,
        tree: Hierarchy,
        imputer: MICEImputer | None,
        seed: int,
    ) -> Imputations:
        """Fill the gaps, once per draw; a complete table is its own single draw."""
        data = kept.to_numpy()
        gaps = np.isnan(data)
        if imputer is None:
            self.imputer_ = None
            _check_complete(kept, gaps)
        else:
            told = imputer_for(imputer, self.hierarchy, tree, kept)
            told.set_params(random_state=derived_seed(seed, "impute"))
            self.imputer_ = told.fit(kept)
        cells = np.empty((1, 0))
        if self.imputer_ is not None and gaps.any():
            cells = self.imputer_.imputations_.cells
        return Imputations(data, cells, tuple(kept.columns), kept.index)

    def _result(
        self,
        stages: Stages,
        scores: NDArray[np.float64],
        accounts: dict[str, Any],
        record: dict[str, Any],
    ) -> IndexResult:
        """Grade, cluster and label."""
        tree = self.trees_[0].hierarchy
        seed = record["spec"]["seed"]
        mean = scores.mean(axis=0)
        top = mean[:, [tree.codes.index(tree.root)]]
        below = mean[:, [tree.codes.index(code) for code in tree.dimensions]]
        self.grader_, self.tiers_ = stages.grade, stages.tiers
        if self.grader_ is not None:
            self.grader_ = clone(self.grader_).fit(top)
        if self.tiers_ is not None:
            seeded = clone(self.tiers_).set_params(
                random_state=derived_seed(seed, "tiers")
            )
            self.tiers_ = seeded.fit(below)
        grader, tiers = self.grader_, self.tiers_
        return IndexResult(
            hierarchy=tree,
            index=accounts["stages"]["divided"].index,
            score_draws=scores,
            weight_draws=_weight_draws(self.trees_),
            grade_codes=None if grader is None else grader.transform(top)[:, 0],
            tier_codes=None if tiers is None else tiers.labels_,
            grade_labels=None if grader is None else grader.labels,
            tier_labels=None if tiers is None else tiers.labels,
            n_grades=0 if grader is None else grader.k,
            n_tiers=0 if tiers is None else tiers.n_tiers,
            cuts=None if grader is None else grader.cuts_[0],
            **accounts,
            period=self.period,
            provenance=record,
        )


def _again(
    index: CompositeIndex, X: Any, without: Collection[str] = (), **changes: Any
) -> IndexResult:
    """Fit an index with some parameters changed, by the seed of the first run."""
    return index.with_(**changes)._fit(X, without).result_


def _check_complete(kept: pd.DataFrame, gaps: NDArray[np.bool_]) -> None:
    """Refuse gaps where there is nothing to fill them with."""
    if gaps.any():
        rows = open_rows(kept)
        where = listing(rows.cell(int(i), int(j)) for i, j in np.argwhere(gaps))
        msg = (
            f"missing value in {where}, and no imputation. Give the index "
            "impute=MICEImputer(), or its specification a section [impute]"
        )
        raise MissingDataError(msg)


def _weight_draws(trees: tuple[FittedTree, ...]) -> NDArray[np.float64]:
    codes = trees[0].hierarchy.codes
    return np.array(
        [[(tree.local[c], tree.effective[c]) for c in codes] for tree in trees]
    )
