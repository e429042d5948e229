"""Specification files: from a path to a specification, and back to the text of one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcdm_index._toml import in_file, load
from mcdm_index.errors import SpecError
from mcdm_index.spec._parse import Spec, parse

__all__ = ["read_toml", "to_toml"]


def read_toml(path: str | Path) -> Spec:
    """Read a specification file.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SpecError
        Naming the file and everything that is wrong in it, line by line.
    """
    content = load(path)
    try:
        return parse(content)
    except SpecError as error:
        raise in_file(error, path) from None


def to_toml(content: Mapping[str, Any]) -> str:
    """Write a specification as the text of a TOML file.

    Parameters
    ----------
    content : mapping
        As `describe` gives it.

    Raises
    ------
    SpecError
        Something in it has no place in a file.
    """
    import tomli_w

    parse(content)  # refuses what could not be read back
    try:
        return tomli_w.dumps(dict(content))
    except TypeError as error:
        msg = f"the methodology cannot be written to a file: {error}"
        raise SpecError(msg) from None
