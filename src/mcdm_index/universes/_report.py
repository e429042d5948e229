"""The report: from the scores of all universes to what can be read off them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pandas as pd

from mcdm_index._numeric import Vector, ranks
from mcdm_index.errors import DomainError, bullets
from mcdm_index.index import CompositeIndex
from mcdm_index.methods.agreement import kendall, spearman
from mcdm_index.universes._choices import Universe
from mcdm_index.universes._drivers import drivers

__all__ = ["Multiverse", "gather", "none_left"]


@dataclass(frozen=True, eq=False)
class Multiverse:
    """The ranking of the units under every combination of choices.

    Universes are numbered from 1 over all combinations, so that one number names the
    same universe in every table.

    Attributes
    ----------
    runs : DataFrame
        One row per universe that ran: its choices, and Spearman's and Kendall's
        correlation of its ranking with the reference.
    scores, ranks : DataFrame of shape (n_units, n_universes)
        Of the whole index; rank 1 is the best, within each period if there are periods.
        NaN for a unit without a score.
    units : DataFrame
        One row per unit: its rank in the reference; over the universes the median, the
        best and the worst rank, their distance (range), the quartiles and their
        distance (iqr); and share_top, the share of the universes in which it is one of
        the first `top`. NaN for a unit that never has a rank.
    drivers : DataFrame
        One row per unit: for each choice that varies, the share of the variance of the
        unit's rank that it has ``first``, by itself, and in ``total``, with all in
        which it goes along with others. NA for a unit whose rank never changes.
    overall : DataFrame
        The same of all units together, one row per choice: their sums of squares added,
        so that units that move far count for more.
    excluded : DataFrame
        Combinations that cannot work, which was found before the run: choices, reason.
    failed : DataFrame
        Combinations that failed all the same: choices, reason.
    reference : Series
        The ranks that the universes are compared with.
    top : int
    seed : int
        The ``random_state`` of every index in `indices`.
    indices : dict of int to CompositeIndex
        The index of every universe that ran or failed, unfitted.
    """

    runs: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    units: pd.DataFrame
    drivers: pd.DataFrame
    overall: pd.DataFrame
    excluded: pd.DataFrame
    failed: pd.DataFrame
    reference: pd.Series
    top: int
    seed: int
    indices: dict[int, CompositeIndex]


def none_left(
    combined: Sequence[Universe], reasons: dict[int, str | None], what: str
) -> DomainError:
    """Say why nothing is left, each reason once."""
    texts = list(dict.fromkeys(str(reasons[u.number]) for u in combined))
    return DomainError(f"{what}: {bullets(texts, 'reasons')}")


def gather(
    combined: Sequence[Universe],
    outcomes: dict[int, Vector | str],
    reasons: dict[int, str | None],
    told: tuple[pd.Index, Hashable, Vector | None],
    top: int,
    seed: int,
) -> Multiverse:
    """Label everything and put it together."""
    rows, period, reference = told
    wrong = {n: o for n, o in outcomes.items() if isinstance(o, str)}
    good = {n: o for n, o in outcomes.items() if not isinstance(o, str)}
    if not good:
        ran = [u for u in combined if u.number in wrong]
        raise none_left(ran, dict(wrong), "every combination failed")
    scores = pd.DataFrame(good, index=rows).rename_axis(columns="universe")
    placed = _places(scores, period)
    if reference is None:
        middle = -placed.median(axis=1).to_frame()
        compared = _places(middle, period).iloc[:, 0]
    else:
        compared = _places(pd.DataFrame(reference, rows), period).iloc[:, 0]
    labels = pd.DataFrame({u.number: u.labels for u in combined}).T.rename_axis(
        "universe"
    )
    by_unit, overall = drivers(placed, labels.loc[placed.columns])
    excluded = {n: text for n, text in reasons.items() if text is not None}
    return Multiverse(
        runs=labels.loc[placed.columns].join(_agreement(placed, compared)),
        scores=scores,
        ranks=placed,
        units=_units(placed, compared, top),
        drivers=by_unit,
        overall=overall,
        excluded=_with_reason(labels, excluded),
        failed=_with_reason(labels, wrong),
        reference=compared.rename("rank"),
        top=int(top),
        seed=seed,
        indices={u.number: u.index for u in combined if u.number in outcomes},
    )


def _with_reason(labels: pd.DataFrame, reasons: dict[int, str]) -> pd.DataFrame:
    told = pd.Series(reasons, index=list(reasons), dtype=object)
    return labels.loc[list(reasons)].assign(reason=told)


def _places(scores: pd.DataFrame, period: Hashable) -> pd.DataFrame:
    """Rank each column, within each period if there are periods."""

    def place(part: pd.DataFrame) -> pd.DataFrame:
        found = ranks(part.to_numpy().T).T
        return pd.DataFrame(found, part.index, part.columns)

    if period is None:
        return place(scores)
    parts = [place(part) for _, part in scores.groupby(level=period, sort=False)]
    return pd.concat(parts).reindex(scores.index)


def _agreement(placed: pd.DataFrame, compared: pd.Series) -> pd.DataFrame:
    """Correlate each ranking with the reference, over the units that both rank."""
    rows = {}
    for number, column in placed.items():
        both = (column.notna() & compared.notna()).to_numpy()
        pair = column.to_numpy()[both], compared.to_numpy()[both]
        rows[number] = {"spearman": spearman(*pair), "kendall": kendall(*pair)}
    return pd.DataFrame.from_dict(rows, orient="index")


def _units(placed: pd.DataFrame, compared: pd.Series, top: int) -> pd.DataFrame:
    """Sum up the ranks of each unit."""
    low, high = (placed.quantile(q, axis=1) for q in (0.25, 0.75))
    best, worst = placed.min(axis=1), placed.max(axis=1)
    ranked = placed.notna().sum(axis=1)
    return pd.DataFrame(
        {
            "reference": compared,
            "median": placed.median(axis=1),
            "best": best,
            "worst": worst,
            "range": worst - best,
            "q25": low,
            "q75": high,
            "iqr": high - low,
            "share_top": (placed <= top).sum(axis=1) / ranked.where(ranked > 0),
        }
    )
