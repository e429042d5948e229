"""Engines: what runs an imputation, our chains or another package, in one form."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.engine import Rows
from mcdm_index.errors import ColumnError, DomainError, UnknownMethodError, suggestion
from mcdm_index.imputation.later import Later, Past
from mcdm_index.imputation.panel import Labels
from mcdm_index.imputation.plan import Plan, Start
from mcdm_index.imputation.sampler import Chains, run
from mcdm_index.imputation.targets import Indices, Stack
from mcdm_index.imputation.traces import Traces

if TYPE_CHECKING:
    from mcdm_index.imputation.foreign import Filled

__all__ = [
    "ENGINES",
    "Engine",
    "Filling",
    "Order",
    "Outcome",
    "check_engine",
    "go",
    "names_of_others",
]

Engine: TypeAlias = Literal["chained", "sklearn", "miceforest"]
ENGINES: Final[tuple[Engine, ...]] = get_args(Engine)
# Fills later rows, part by part.
Filling: TypeAlias = Callable[
    [Rows, Matrix, Labels | None], Iterator[tuple[Indices, Stack]]
]

# Cells of all chains that run together, with their column of ones: 256 MiB.
_CELLS: Final = 2**25


class Order(NamedTuple):
    """What is asked of an engine.

    Attributes
    ----------
    engine : {"chained", "sklearn", "miceforest"}
    m, sweeps : int
        Tables, and rounds over the columns.
    seeds : SeedSequence
    n_jobs : int
    donors : int
    regressor : regressor of scikit-learn or None
    labels : Labels or None
        Of the rows of a panel.
    """

    engine: Engine
    m: int
    sweeps: int
    seeds: np.random.SeedSequence
    n_jobs: int
    donors: int
    regressor: Any = None
    labels: Labels | None = None


class Outcome(NamedTuple):
    """What an engine gives.

    Attributes
    ----------
    tables : ndarray of shape (m, n, p)
        Completed, on the scale of imputation.
    traces : Traces
        Of all columns of the table; NaN where the engine keeps none.
    far_donors : ndarray of shape (p,)
        Share of gaps whose donors are far, in the columns of the plan; NaN where none
        are used, or known.
    later : callable
        Fills rows that come later.
    """

    tables: Stack
    traces: Traces
    far_donors: Vector
    later: Filling


def go(order: Order, plan: Plan, start: Start, width: int) -> Outcome:
    """Run an engine.

    Parameters
    ----------
    order : Order
    plan, start : Plan, Start
    width : int
        Number of columns of the table.
    """
    if order.engine == "chained":
        return _chained(order, plan, start, width)
    return _foreign(order, plan, start, width)


def check_engine(engine: Any, regressor: Any, wishes: dict[str, Any]) -> None:
    """Refuse an engine that there is not, and wishes that it cannot fulfil.

    Parameters
    ----------
    engine : str
    regressor : regressor of scikit-learn or None
    wishes : dict
        Those that only our chains can fulfil, where they are not None.

    Raises
    ------
    DomainError, UnknownMethodError
    """
    if not isinstance(engine, str) or engine not in ENGINES:
        hint = suggestion(str(engine), ENGINES)
        msg = f"unknown engine {engine!r}.{hint} Use one of {', '.join(ENGINES)}"
        raise UnknownMethodError(msg)
    if regressor is not None and engine != "sklearn":
        msg = f"regressor goes with engine 'sklearn', and the engine is {engine!r}"
        raise DomainError(msg)
    asked = [name for name, wish in wishes.items() if wish is not None]
    if engine != "chained" and asked:
        msg = (
            f"engine {engine!r} knows no {', '.join(asked)}; leave it out, or take "
            "engine='chained'"
        )
        raise DomainError(msg)


def names_of_others(engine: Engine, regressor: Any) -> dict[str, str]:
    """Say what does the work of our methods in another engine."""
    if engine == "miceforest":
        return dict.fromkeys(("bridge", "pmm", "logreg"), "miceforest")
    if regressor is not None:
        return dict.fromkeys(("bridge", "norm"), type(regressor).__name__)
    return {}


def _chained(order: Order, plan: Plan, start: Start, width: int) -> Outcome:
    """Run all chains, as many together as fit in memory and processes."""
    generators = [np.random.default_rng(seed) for seed in order.seeds.spawn(order.m)]
    jobs = int(effective_n_jobs(order.n_jobs))
    together = max(1, min(_CELLS // (start.z.size + 1), -(-order.m // jobs)))
    groups = [generators[i : i + together] for i in range(0, order.m, together)]
    one = partial(run, sweeps=order.sweeps, kept=start.kept, panel=start.panel)
    chains: Sequence[Chains]
    if jobs == 1:
        chains = [one(start.z, start.targets, group) for group in groups]
    else:
        chains = Parallel(n_jobs=order.n_jobs)(
            delayed(one)(start.z, start.targets, group) for group in groups
        )
    past = None
    if order.labels is not None:
        past = Past.of(order.labels.take(start.rows), start.z, chains)
    entropy: Any = order.seeds.entropy
    return Outcome(
        np.concatenate([group.tables for group in chains]),
        Traces.joined([group.traces for group in chains], plan.columns, width),
        np.concatenate([group.far_donors for group in chains]).mean(axis=0),
        Later.of(plan, chains, int(entropy), order.sweeps, past),
    )


def _foreign(order: Order, plan: Plan, start: Start, width: int) -> Outcome:
    """Run another package on the columns that are no copies."""
    from mcdm_index.imputation.foreign import run_forest, run_sklearn

    own = np.array([target.column for target in start.targets], dtype=np.intp)
    seeds = order.seeds.spawn(order.m)
    z = start.z[:, own]
    runs: Filled | None
    if not len(own):
        runs = None
    elif order.engine == "sklearn":
        runs = run_sklearn(
            z,
            seeds,
            order.sweeps,
            regressor=_usual(start) if order.regressor is None else order.regressor,
            donors=order.donors,
            matched=_matched(start),
            n_jobs=order.n_jobs,
        )
    else:
        try:
            runs = run_forest(
                z, seeds, order.sweeps, donors=order.donors, n_jobs=order.n_jobs
            )
        except ColumnError as error:
            raise ColumnError(own[error.column], str(error)) from None
    tables = np.repeat(start.z[None], order.m, axis=0)
    if runs is not None:
        tables[:, :, own] = runs.tables
    unknown = np.full((order.m, order.sweeps, width), np.nan)
    return Outcome(
        tables,
        Traces(unknown, unknown),
        np.full(start.z.shape[1], np.nan),
        Others(plan, runs, own, order.m),
    )


def _matched(start: Start) -> list[int]:
    """Say which of the columns are filled with observed values."""
    methods = [target.method for target in start.targets]
    return [i for i, method in enumerate(methods) if method in ("pmm", "logreg")]


def _usual(start: Start) -> Any:
    """Take the regressor that does what the method of all columns says."""
    from mcdm_index.imputation.regressors import BayesianRegressor

    methods = {target.method for target in start.targets} - {"pmm", "logreg"}
    if not methods <= {"bridge"} and methods != {"norm"}:
        msg = (
            "engine 'sklearn' draws all columns by 'bridge' or all by 'norm', beside "
            f"those by 'pmm', got {', '.join(sorted(methods))}"
        )
        raise DomainError(msg)
    return BayesianRegressor("norm" if methods == {"norm"} else "bridge")


@dataclass(frozen=True)
class Others:
    """What fills rows that come later, by the models of another package.

    Attributes
    ----------
    plan : Plan
    runs : Filled, or None if no column was drawn
    own : ndarray of int
        The columns of the plan that are no copies.
    m : int
    """

    plan: Plan
    runs: "Filled | None"
    own: Indices
    m: int

    def __call__(
        self, rows: Rows, data: Matrix, panel: Labels | None = None
    ) -> Iterator[tuple[Indices, Stack]]:
        """Fill rows, all at once: their noise depends on the rows beside them."""
        del panel
        gaps = np.isnan(data)
        part = np.flatnonzero(gaps.any(axis=1) & ~gaps.all(axis=1))
        if not len(part):
            return
        z = self.plan.standardize(data[part])
        tables = np.repeat(z[None], self.m, axis=0)
        if self.runs is not None:
            tables[:, :, self.own] = self.runs.fill(z[:, self.own])
        yield part, self.plan.complete(data[part], tables, rows.at(part))
