"""Files: what is written stands there whole, or not at all."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from mcdm_index.errors import WriteError

__all__ = ["write_whole"]


def write_whole(path: str | Path, write: Callable[[Path], None]) -> Path:
    """Let something be written beside its place, and move it there at the end.

    Parameters
    ----------
    path : str or Path
        An existing file is replaced.
    write : callable
        Writes to the path that it is given.

    Raises
    ------
    WriteError
        The folder is not there, a folder stands in the place, or it cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        msg = f"{path}: is a folder, not a file"
        raise WriteError(msg)
    if not path.parent.is_dir():
        msg = f"{path}: there is no folder {path.parent}"
        raise WriteError(msg)
    try:
        with tempfile.TemporaryDirectory(prefix=".mcdm-index-", dir=path.parent) as at:
            draft = Path(at) / path.name
            write(draft)
            draft.replace(path)
    except WriteError:
        raise
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror or error}"
        raise WriteError(msg) from None
    return path
