"""The three national agglomerations: which cities belong to them, by published plan."""

import tomllib
from importlib.resources import files
from typing import Any, Literal, TypeAlias, get_args

import pandas as pd

from mcdm_index.errors import UnknownMethodError, suggestion

__all__ = ["agglomeration_plans", "agglomerations"]

Names: TypeAlias = Literal["zh", "zh_short", "en"]


def agglomerations(
    version: str | None = None, *, names: Names = "zh"
) -> dict[str, tuple[str, ...]]:
    """Give the cities of the three national agglomerations, as one version has them.

    Parameters
    ----------
    version : str, optional
        Which published plans to go by; see `agglomeration_plans`. "2019-core", the
        default, has the central area of the Yangtze River Delta (27 cities),
        "2019-whole" all of it (41), "2016" and "2010" the plans of that time. The
        report does not say which it goes by: the default is ours.
    names : {"zh", "zh_short", "en"}, default "zh"
        What cities and agglomerations are called: 杭州市, 杭州 or Hangzhou, to be the
        same as in the table of the index. English names that two cities share carry
        their province: "Suzhou, Jiangsu" and "Suzhou, Anhui".

    Returns
    -------
    dict
        From agglomerations to cities, for `concentration`.

    Raises
    ------
    UnknownMethodError
        There is no such version, or no such kind of names.

    Examples
    --------
    >>> {name: len(cities) for name, cities in agglomerations(names="en").items()}
    {'Beijing-Tianjin-Hebei': 13, 'Yangtze River Delta': 27, \
'Guangdong-Hong Kong-Macao Greater Bay Area': 9}
    >>> agglomerations("2016", names="zh_short")["珠三角"][:3]
    ('广州', '深圳', '珠海')
    """
    data = _data()
    version = data["default"] if version is None else version
    _check(version, tuple(data["versions"]), "version")
    _check(names, get_args(Names), "kind of names")
    plans = [data["plans"][key] for key in data["versions"][version]]
    calls = {
        "zh": lambda city: city,
        "zh_short": lambda city: city.removesuffix("市"),
        "en": data["cities"].__getitem__,
    }
    lang = "en" if names == "en" else "zh"
    return {
        plan["group"][lang]: tuple(calls[names](city) for city in plan["cities"])
        for plan in plans
    }


def agglomeration_plans() -> pd.DataFrame:
    """List the plans that each version of the agglomerations goes by, to be cited.

    Returns
    -------
    DataFrame
        One row per version and agglomeration: title of the plan in English and in
        Chinese, year, source, scope, and the number of cities.

    Examples
    --------
    >>> agglomeration_plans()["cities"].groupby("version", sort=False).sum().to_dict()
    {'2019-core': 49, '2019-whole': 63, '2016': 48, '2010': 35}
    """
    data = _data()
    rows = [
        {
            "version": version,
            "agglomeration": plan["group"]["en"],
            "title": plan["title"]["en"],
            "title_zh": plan["title"]["zh"],
            "year": plan["year"],
            "source": plan["source"],
            "scope": plan["scope"],
            "cities": len(plan["cities"]),
        }
        for version, keys in data["versions"].items()
        for plan in (data["plans"][key] for key in keys)
    ]
    return pd.DataFrame(rows).set_index(["version", "agglomeration"])


def _data() -> dict[str, Any]:
    return tomllib.loads(
        (files(__package__) / "agglomerations.toml").read_text("utf-8")
    )


def _check(given: object, known: tuple[str, ...], what: str) -> None:
    if given not in known:
        hint = suggestion(str(given), known)
        msg = f"unknown {what} {given!r}; use one of {', '.join(known)}.{hint}"
        raise UnknownMethodError(msg)
