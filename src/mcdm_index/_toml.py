"""TOML files: from a path to plain values, or one error that names the file."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from mcdm_index.errors import Problem, SpecError, bullets

__all__ = ["in_file", "lines_of", "load"]


Keys: TypeAlias = tuple[str | int, ...]


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


def in_file(error: SpecError, path: str | Path) -> SpecError:
    """Say of every problem on which line of a TOML file it stands.

    Parameters
    ----------
    error : SpecError
    path : str or Path
        A file that can be read.
    """
    lines = lines_of(Path(path).read_text(encoding="utf-8-sig"))
    texts = [_with_line(problem, lines) for problem in error.problems]
    text = bullets(texts, "problems") if texts else str(error)
    colon = ", " if len(texts) == 1 and text.startswith("line ") else ": "
    return SpecError(f"{path}{colon}{text}", error.problems)


def _with_line(problem: Problem, lines: dict[Keys, int]) -> str:
    """Name the line of the deepest key that the file has."""
    for depth in range(len(problem.path), 0, -1):
        line = lines.get(problem.path[:depth])
        if line is not None:
            return f"line {line}: {problem.text}"
    return problem.text


def lines_of(text: str) -> dict[Keys, int]:
    r"""Find on which line each key of a TOML text stands, counting from 1.

    Parameters
    ----------
    text : str
        TOML that can be read.

    Returns
    -------
    dict of tuple to int
        By the keys that lead there; entries of a list count from 0.

    Examples
    --------
    >>> lines_of("[a]\nx = 1\n[[b]]\ny = 2")
    {('a',): 1, ('a', 'x'): 2, ('b', 0): 3, ('b', 0, 'y'): 4}
    """
    found: dict[Keys, int] = {}
    lists: dict[Keys, int] = {}
    table: Keys = ()
    for number, said, header in _statements(text):
        keys = _way(said)
        if not header:
            keys = table + keys
        elif header == 2:
            keys = _resolved(keys[:-1], lists) + keys[-1:]
            lists[keys] = lists.get(keys, -1) + 1
            keys = table = (*keys, lists[keys])
        else:
            keys = table = _resolved(keys, lists)
        for depth in range(len(table) or 1, len(keys) + 1):
            found.setdefault(keys[:depth], number)
    return found


# Lines after which a list is no longer tried before its brackets close.
_PATIENCE = 20


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any], int]]:
    """Give line, content and number of brackets of every header and every value."""
    start, chunk = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        start, chunk = (start, f"{chunk}\n{line}") if chunk else (number, line)
        if number - start > _PATIENCE and chunk.count("[") > chunk.count("]"):
            continue  # a long list, which would be read anew for every line
        try:
            said = tomllib.loads(chunk)
        except tomllib.TOMLDecodeError:
            continue  # it goes on in the next line
        if said:
            first = chunk.lstrip()
            brackets = len(first) - len(first.lstrip("["))
            yield start, said, brackets
        chunk = ""


def _way(said: Any) -> Keys:
    """Follow the keys of what one statement holds, down to its value."""
    keys: list[str] = []
    while isinstance(said, dict) and len(said) == 1:
        key, said = next(iter(said.items()))
        keys.append(key)
    return tuple(keys)


def _resolved(keys: Keys, lists: dict[Keys, int]) -> Keys:
    """Put the position of the last entry behind every key that is a list."""
    done: Keys = ()
    for key in keys:
        done = (*done, key)
        if done in lists:
            done = (*done, lists[done])
    return done
