"""Provenance: what a result came from, so that the run can be repeated."""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix
from mcdm_index.engine import open_rows
from mcdm_index.errors import ReplayError

__all__ = ["fingerprint", "read", "record", "record_streamed", "versions"]

_PACKAGES = ("mcdm-index", "numpy", "scipy", "pandas", "scikit-learn")


def versions() -> dict[str, str]:
    """Give the versions of Python and of the packages that shape the numbers."""
    return {"python": platform.python_version()} | {
        package: version(package) for package in _PACKAGES
    }


def read(record: Mapping[str, Any] | str | Path) -> tuple[dict[str, Any], str]:
    """Give the specification and the fingerprint of a recorded run.

    Parameters
    ----------
    record : mapping, str or Path
        What `record` wrote, or its JSON file.

    Raises
    ------
    ReplayError
        It cannot be read, or is no such record.
    """
    content: Any = record
    if isinstance(record, str | Path):
        try:
            content = json.loads(Path(record).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            msg = f"{record}: not a readable JSON file: {error}"
            raise ReplayError(msg) from None
    try:
        return content["spec"], content["data"]["sha256"]
    except (KeyError, TypeError):
        msg = "this is no provenance: it lacks 'spec' or 'data' with 'sha256'"
        raise ReplayError(msg) from None


def record(
    X: Any,
    frame: pd.DataFrame,
    leaves: tuple[str, ...],
    spec: dict[str, Any],
    seed: int,
    beside: pd.Series | None = None,
) -> dict[str, Any]:
    """Write down what a run needs to be repeated.

    Parameters
    ----------
    X : DataFrame or array_like
        What the user gave.
    frame : DataFrame of shape (n_units, n_leaves)
        What was taken of it.
    leaves : tuple of str
        Codes of its columns.
    spec : dict
        The methodology as plain values.
    seed : int
        The seed that was given or drawn.
    beside : Series, optional
        Labels beside the criteria that were read as well.
    """
    return {
        "versions": versions(),
        "spec": spec | {"seed": seed},
        "data": {
            "sha256": fingerprint(frame, leaves, beside),
            "units": len(frame),
            "criteria": len(leaves),
            "missing_cells": int(frame.isna().to_numpy().sum()),
            "simulated": bool(getattr(X, "attrs", {}).get("simulated", False)),
        },
    }


def record_streamed(
    kind: str, leaves: tuple[str, ...], spec: dict[str, Any], seed: int
) -> dict[str, Any]:
    """Write down what can be said of a run on rows that are not in memory.

    They have no fingerprint, which would take another pass; such a run is repeated by
    fitting the same specification, with the same seed, on the same files.

    Parameters
    ----------
    kind : str
        What held the rows.
    leaves, spec, seed
        As for `record`.
    """
    return {
        "versions": versions(),
        "spec": spec | {"seed": seed},
        "data": {"container": kind, "criteria": len(leaves)},
    }


def fingerprint(
    frame: pd.DataFrame, criteria: tuple[str, ...], beside: pd.Series | None = None
) -> str:
    """Hash a table: labels of units, codes of criteria, and every number, to the bit.

    Parameters
    ----------
    frame : DataFrame of shape (n_units, n_criteria)
        NaN where a value is missing.
    criteria : tuple of str
        Codes of the columns.
    beside : Series, optional
        Labels beside the criteria.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    digest = hashlib.sha256()
    data: Matrix = np.asarray(open_rows(frame).values, dtype=float)
    for text in (repr([_text(label) for label in frame.index]), repr(list(criteria))):
        digest.update(text.encode())
    if beside is not None:
        digest.update(repr([_text(label) for label in beside]).encode())
    canonical = np.where(np.isnan(data), np.nan, data + 0.0)
    digest.update(np.ascontiguousarray(canonical, dtype="<f8").tobytes())
    return digest.hexdigest()


def _text(label: Any) -> Any:
    return tuple(map(str, label)) if isinstance(label, tuple) else str(label)
