"""Provenance: what a result came from, so that the run can be repeated."""

import hashlib
import platform
from importlib.metadata import version
from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix

__all__ = ["fingerprint", "versions"]

_PACKAGES = ("mcdm-index", "numpy", "scipy", "pandas", "scikit-learn")


def versions() -> dict[str, str]:
    """Give the versions of Python and of the packages that shape the numbers."""
    return {"python": platform.python_version()} | {
        package: version(package) for package in _PACKAGES
    }


def fingerprint(labels: Any, criteria: tuple[str, ...], data: Matrix) -> str:
    """Hash a table: labels of units, codes of criteria, and every number, to the bit.

    Parameters
    ----------
    labels : iterable
        Of units.
    criteria : tuple of str
        Codes of the columns.
    data : ndarray of shape (n_units, n_criteria)
        NaN where a value is missing.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    digest = hashlib.sha256()
    for text in (repr([_text(label) for label in labels]), repr(list(criteria))):
        digest.update(text.encode())
    canonical = np.where(np.isnan(data), np.nan, data + 0.0)
    digest.update(np.ascontiguousarray(canonical, dtype="<f8").tobytes())
    return digest.hexdigest()


def _text(label: Any) -> Any:
    return tuple(map(str, label)) if isinstance(label, tuple) else str(label)
