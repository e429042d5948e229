"""Simulated cities: a table of the shape of the report's, in which no city is real."""

import tomllib
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import DomainError

__all__ = ["simulate_cities"]


def simulate_cities(
    n: int = 287, *, rng: int | np.random.Generator | None = None
) -> pd.DataFrame:
    """Draw simulated cities: heavy tails, correlated ranks, gaps by source.

    Parameters
    ----------
    n : int, default 287
        Number of cities.
    rng : None, int or numpy.random.Generator, optional
        Source of randomness.

    Returns
    -------
    DataFrame of shape (n, 24)
        Columns are the codes of the indicators; rows are called "Simulated city 001"
        and so on; ``attrs["simulated"]`` is True. The data are SIMULATED: no number
        describes a real city.

    Raises
    ------
    DomainError
        ``n < 1``.

    Examples
    --------
    >>> cities = simulate_cities(3, rng=0)
    >>> cities.index[0], cities.shape, cities.attrs
    ('Simulated city 001', (3, 24), {'simulated': True})
    """
    if n < 1:
        msg = f"n must be 1 or more, got {n}"
        raise DomainError(msg)
    plan = tomllib.loads((files(__package__) / "simulation.toml").read_text("utf-8"))
    generator = np.random.default_rng(rng)
    indicators = plan["indicators"]
    common = _common_factors(n, plan["correlation"], generator)
    columns = [_indicator(common, recipe, generator) for recipe in indicators.values()]
    data = np.column_stack(columns)
    sources = np.array([recipe["source"] for recipe in indicators.values()])
    data[_gaps(n, sources, plan["gaps"], generator)] = np.nan
    names = [f"Simulated city {i:03d}" for i in range(1, n + 1)]
    index = pd.Index(names, name="simulated_city")
    cities = pd.DataFrame(data, index=index, columns=list(indicators))
    cities.attrs["simulated"] = True
    return cities


def _common_factors(
    n: int, correlation: float, generator: np.random.Generator
) -> Matrix:
    """Draw size and level of each city, two correlated standard normals."""
    size, own = generator.standard_normal((2, n))
    level = correlation * size + np.sqrt(1 - correlation**2) * own
    return np.column_stack([size, level])


def _indicator(
    common: Matrix, recipe: dict[str, Any], generator: np.random.Generator
) -> Vector:
    loadings = np.array([recipe["size"], recipe["level"]])
    latent = common @ loadings + 0.5 * generator.standard_normal(len(common))
    value = recipe["spread"] * latent
    match recipe["shape"]:
        case "lognormal":
            return np.asarray(recipe["center"] * np.exp(value))
        case "share":
            return np.asarray(100 / (1 + np.exp(-(recipe["center"] + value))))
        case _:
            return np.asarray(recipe["center"] + value)


def _gaps(
    n: int, sources: np.ndarray[Any, Any], plan: dict[str, Any], generator: Any
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Mark missing cells: single ones, whole sources, and cities that hardly report."""
    gaps = generator.random((n, len(sources))) < plan["sporadic"]
    blocks = np.array(plan["blocks"])
    lacking = generator.random(n) < plan["block"]
    chosen = generator.choice(blocks, size=n)
    gaps |= lacking[:, None] & (chosen[:, None] == sources)
    silent = generator.random(n) < plan["silent"]
    return np.asarray(gaps | (silent[:, None] & np.isin(sources, blocks)))
