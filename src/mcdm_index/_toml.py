"""TOML files: from a path to plain values, or one error that names the file."""

import tomllib
from pathlib import Path
from typing import Any

from mcdm_index.errors import SpecError

__all__ = ["load"]


def load(path: str | Path) -> dict[str, Any]:
    """Read a TOML file in UTF-8.

    Raises
    ------
    SpecError
        The file is not there or not TOML.
    """
    path = Path(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        msg = f"{path}: no such file"
        raise SpecError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        msg = f"{path}: not a readable TOML file in UTF-8: {error}"
        raise SpecError(msg) from None
