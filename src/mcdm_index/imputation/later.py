"""Later rows: filled by the equations of fitted chains, and nothing is refitted."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.engine import Rows
from mcdm_index.imputation.panel import Labels, Panel
from mcdm_index.imputation.plan import Plan
from mcdm_index.imputation.sampler import Beside, Chains, Rule, replay
from mcdm_index.imputation.state import Tables
from mcdm_index.imputation.targets import Indices, Stack

__all__ = ["Later", "Past"]

# Random numbers of all chains, sweeps and columns at once: 256 MiB.
_CELLS: Final = 2**25


@dataclass(frozen=True)
class Past:
    """The fitted rows of a panel, which later ones stand beside.

    Attributes
    ----------
    labels : Labels
    observed : ndarray of shape (n, p)
        Standardized; gaps are NaN.
    tables : tuple of ndarray of shape (m, n, p)
        Completed, for each group of chains.
    slopes : tuple of ndarray of shape (m, p)
        The common trends of the columns.
    effects : tuple of mapping
        Of periods; see `Chains`.
    """

    labels: Labels
    observed: Matrix
    tables: tuple[Stack, ...]
    slopes: tuple[Matrix, ...]
    effects: tuple[Mapping[int, Stack], ...]

    @classmethod
    def of(cls, labels: Labels, observed: Matrix, chains: Sequence[Chains]) -> "Past":
        """Keep the tables of a panel, and their trends."""
        panel = labels.panel()
        done = [Tables(group.tables, panel) for group in chains]
        slopes = [
            np.array([each.slope(j) for j in range(each.Y.shape[2])])
            .reshape(each.Y.shape[2], len(each.Y))
            .T
            for each in done
        ]
        effects = tuple(group.effects for group in chains)
        tables = tuple(each.Y for each in done)
        return cls(labels, observed, tables, tuple(slopes), effects)


@dataclass(frozen=True)
class Later:
    """What fills rows that come later.

    Attributes
    ----------
    plan : Plan
    rules : tuple of tuple of Rule
        Of the last sweep, for each group of chains.
    sizes : tuple of int
        Numbers of chains.
    sweeps : int
    seed : int
        Of the fit; the noise of a row is keyed by it and by what the row holds.
    past : Past or None
        In a panel.
    """

    plan: Plan
    rules: tuple[tuple[Rule, ...], ...]
    sizes: tuple[int, ...]
    sweeps: int
    seed: int
    past: Past | None = None

    @property
    def m(self) -> int:
        """Number of all chains."""
        return sum(self.sizes)

    @classmethod
    def of(
        cls,
        plan: Plan,
        chains: Sequence[Chains],
        seed: int,
        sweeps: int,
        past: Past | None = None,
    ) -> "Later":
        """Keep of chains what later rows need."""
        sizes = tuple(len(group.tables) for group in chains)
        rules = tuple(group.rules for group in chains)
        return cls(plan, rules, sizes, sweeps, seed, past)

    def __call__(
        self, rows: Rows, data: Matrix, panel: Labels | None = None
    ) -> Iterator[tuple[Indices, Stack]]:
        """Fill rows, part by part.

        Yields
        ------
        part : ndarray of int
            Which rows.
        tables : ndarray of shape (m, len(part), p)
            Completed.
        """
        if self.past is not None and panel is not None:
            yield self._beside_the_past(rows, data, panel, self.past)
            return
        gaps = np.isnan(data)
        incomplete = np.flatnonzero(gaps.any(axis=1) & ~gaps.all(axis=1))
        cells = 2 * self.m * self.sweeps * max(data.shape[1], 1)
        step = max(1, _CELLS // cells)
        for i in range(0, len(incomplete), step):
            part = incomplete[i : i + step]
            z = self.plan.standardize(data[part])
            filled = self._fill(data[part], z, [""] * len(z))
            yield part, self.plan.complete(data[part], filled, rows.at(part))

    def _beside_the_past(
        self, rows: Rows, data: Matrix, new: Labels, past: Past
    ) -> tuple[Indices, Stack]:
        """Fill the new rows of a panel; fitted ones of the same label give way."""
        keys = set(new.keys)
        stays = np.array(
            [i for i, key in enumerate(past.labels.keys) if key not in keys], np.intp
        )
        something = np.flatnonzero(~np.isnan(data).all(axis=1))
        known = {past.labels.units[i] for i in stays} | {
            new.units[i] for i in something
        }
        part = np.array([i for i, u in enumerate(new.units) if u in known], np.intp)
        history = past.labels.take(stays)
        periods, n_units = np.unique(past.labels.times), len(set(past.labels.units))
        panel = Panel.of(history + new.take(part), periods, n_units)
        z = self.plan.standardize(data[part])
        names = [repr(key) for key in new.take(part).keys]
        groups = zip(past.tables, past.slopes, past.effects, strict=True)
        beside = [
            Beside(panel, past.observed[stays], tables[:, stays], slopes, effects)
            for tables, slopes, effects in groups
        ]
        filled = self._fill(data[part], z, names, beside)
        return part, self.plan.complete(data[part], filled, rows.at(part))

    def _fill(
        self,
        data: Matrix,
        z: Matrix,
        names: Sequence[str],
        beside: Sequence[Beside] | None = None,
    ) -> Stack:
        """Fill standardized rows by the rules of every chain."""
        kept = self.plan.kept(np.isnan(data))
        noise = np.empty((self.m, len(z), self.sweeps, z.shape[1], 2))
        for i, (row, name) in enumerate(zip(z, names, strict=True)):
            noise[:, i] = _noise(row, f"{self.seed}{name}", noise[:, 0, ..., 0].shape)
        parts, first = [], 0
        pasts: Sequence[Beside | None] = beside or [None] * len(self.rules)
        for rules, m, past in zip(self.rules, self.sizes, pasts, strict=True):
            own = noise[first : first + m]
            parts.append(replay(rules, z, self.sweeps, own, kept=kept, beside=past))
            first += m
        return np.concatenate(parts)


def _noise(row: Vector, key: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Make a normal and a uniform number for each chain, round and column.

    They come from the row itself, chain after chain, so that neither the rows beside it
    nor the number of chains matter.
    """
    content = np.where(np.isnan(row), np.nan, row + 0.0).tobytes()
    parts = []
    for use in (b"normal", b"uniform"):
        digest = hashlib.blake2b(content + use + key.encode(), digest_size=16)
        generator = np.random.default_rng(int.from_bytes(digest.digest(), "big"))
        draw = generator.standard_normal if use == b"normal" else generator.random
        parts.append(draw(shape))
    return np.stack(parts, axis=-1)
