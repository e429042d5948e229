"""Profiles: what the report calls cities that one dimension leads."""

from typing import Final

from mcdm_index.errors import DomainError, listing

__all__ = ["profile_types"]

_TYPES: Final = {
    "en": {"A": "science-led", "B": "industry-led", "C": "factor-led"},
    "zh": {"A": "科创引领型", "B": "产业见长型", "C": "要素驱动型"},
}


def profile_types(lang: str = "en") -> dict[str, str]:
    """Name the types of cities by the dimension that leads them.

    Parameters
    ----------
    lang : {"en", "zh"}, default "en"

    Returns
    -------
    dict of str to str
        From codes of dimensions, for `IndexResult.profiles`.

    Raises
    ------
    DomainError
        There are no names in that language.

    Notes
    -----
    The report speaks of cities led by science (科创引领) and strong in industry
    (产业见长), and of many-sided ones; the third name is ours.

    Examples
    --------
    >>> profile_types()["A"]
    'science-led'
    """
    if lang not in _TYPES:
        msg = f"names come in {listing(_TYPES)}, got {lang!r}"
        raise DomainError(msg)
    return dict(_TYPES[lang])
