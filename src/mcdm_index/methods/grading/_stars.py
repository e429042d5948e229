"""Stars: from a number of grades to their names."""

from typing import Final

from mcdm_index.errors import DomainError
from mcdm_index.methods.grading._read import check_k

__all__ = ["star_names"]

_ENGLISH: Final = (
    *("one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)
_CHINESE: Final = "一二三四五六七八九十"


def star_names(k: int = 6) -> dict[str, list[str]]:
    """Name grades by stars, for the `labels` of a `Grader`.

    Parameters
    ----------
    k : int, default 6
        Number of grades, from 1 to 10.

    Returns
    -------
    dict
        Language ("en", "zh") to k names, best first.

    Raises
    ------
    DomainError
        `k` is not a whole number from 1 to 10.

    Examples
    --------
    >>> star_names(3)
    {'en': ['three stars', 'two stars', 'one star'], 'zh': ['三星', '二星', '一星']}
    """
    k = check_k(k)
    if k > len(_ENGLISH):
        msg = f"there are names for {len(_ENGLISH)} stars at most, got {k}"
        raise DomainError(msg)
    english = ["one star", *(f"{number} stars" for number in _ENGLISH[1:k])]
    chinese = [f"{number}星" for number in _CHINESE[:k]]
    return {"en": english[::-1], "zh": chinese[::-1]}
