"""Coupling coordination: how far the dimensions of a unit are developed together."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, get_args

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector, real_numbers
from mcdm_index.diagnosis._table import check_word, open_table
from mcdm_index.errors import DomainError
from mcdm_index.methods.coupling import Form, coupling_degree
from mcdm_index.methods.grading import grade

__all__ = ["COORDINATION_GRADES", "coupling"]

COORDINATION_GRADES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "extreme disorder",
        "severe disorder",
        "moderate disorder",
        "mild disorder",
        "on the verge of disorder",
        "bare coordination",
        "primary coordination",
        "intermediate coordination",
        "good coordination",
        "quality coordination",
    ),
    "zh": (
        "极度失调",
        "严重失调",
        "中度失调",
        "轻度失调",
        "濒临失调",
        "勉强协调",
        "初级协调",
        "中级协调",
        "良好协调",
        "优质协调",
    ),
}
_TENTHS: Final = tuple(i / 10 for i in range(1, 10))


def coupling(
    scores: Any,
    weights: Any = None,
    form: Form = "classic",
    *,
    cuts: Sequence[float] | None = None,
    labels: Sequence[str] | None = None,
    lang: Literal["en", "zh"] = "en",
) -> pd.DataFrame:
    r"""Measure how far the dimensions of each unit are developed, and how evenly.

    With the scores :math:`U_i` of p dimensions and weights :math:`a_i`, the coupling
    degree C is, in its *classic* form,

    .. math::

        C = \frac{p \, (\prod_i U_i)^{1/p}}{\sum_i U_i},

    and, *corrected* by Wang Shujia et al. [1]_,

    .. math::

        C = \sqrt{\left[1 - \frac{\sum_{i > j} |U_i - U_j|}{\sum_{m=1}^{p-1} m}\right]
        \left(\prod_i \frac{U_i}{\max_k U_k}\right)^{1/(p-1)}}.

    The coordination index T and the coupling coordination degree D follow from it:

    .. math::

        T = \sum_i a_i U_i, \qquad D = \sqrt{C \, T} .

    Parameters
    ----------
    scores : array_like or DataFrame of shape (n_units, n_dimensions)
        Within [0, 1], two dimensions or more.
    weights : array_like, mapping or Series of shape (n_dimensions,), optional
        Of the dimensions in T; equal by default. They are scaled to sum 1.
    form : {"classic", "corrected"}, default "classic"
    cuts : sequence of float, optional
        Ascending values of D that separate the grades. By default 0.1, 0.2, ..., 0.9,
        the ten grades of Liao Chongbin [2]_. A D equal to a cut belongs to the grade
        above it.
    labels : sequence of str, optional
        Names of the grades, from the worst to the best; with cuts of your own they are
        called by their numbers if there are none.
    lang : {"en", "zh"}, default "en"
        Language of the names of the ten grades, see `COORDINATION_GRADES`.

    Returns
    -------
    DataFrame
        One row per unit: C, T and D, within [0, 1]; grade, from 1 for the worst; name,
        an ordered category. Where one dimension is 0, C and D are 0, also where all
        are: D is 0 then whatever C is said to be.

    Raises
    ------
    DomainError
        A score lies outside [0, 1], or cuts and labels do not fit.
    ShapeError
        There is only one dimension.
    UnknownMethodError
        `form` or `lang` is none of the above.
    DuplicateLabelError, EmptyDataError, MissingDataError, NonFiniteError
    NotNumericError, UnknownColumnError, WeightsError

    Notes
    -----
    Reference [1]_ counts four misuses: formulas written wrongly, the coefficient p left
    out (C then reaches 1 / p at most, and D is too small), weights put into C, and
    models that do not hold. By another count about half of 379 papers computed C
    wrongly [3]_. It also objects to the classic C itself: it gathers near 1, so that D
    says little more than T. The corrected C spreads over [0, 1]; it depends on the
    level of the scores and not on their ratios alone. Neither can be compared between
    studies that normalize over different units or years.

    References
    ----------
    .. [1] Wang, S., Kong, W., Ren, L., Zhi, D. and Dai, B. (2021). Research on misuses
       and modification of coupling coordination degree model in China. Journal of
       Natural Resources 36(3), 793-810 (in Chinese). doi:10.31497/zrzyxb.20210319
    .. [2] Liao, C. (1999). Quantitative judgement and classification system for
       coordinated development of environment and economy. Tropical Geography 19(2),
       171-177 (in Chinese).
    .. [3] Liu, C. (2017). Common mistakes in computing the coupling degree (in
       Chinese). Journal of Huaiyin Teachers College (Natural Science) 16(1), 18-22.

    Examples
    --------
    >>> S = pd.DataFrame({"people": [0.2, 0.5], "ideas": [0.8, 0.5]}, ["Ada", "Bel"])
    >>> coupling(S).round(3)
           C    T      D  grade                       name
    Ada  0.8  0.5  0.632      7       primary coordination
    Bel  1.0  0.5  0.707      8  intermediate coordination
    >>> coupling(S, form="corrected")["name"].tolist()
    ['mild disorder', 'intermediate coordination']
    """
    check_word(form, get_args(Form), "form")
    check_word(lang, tuple(COORDINATION_GRADES), "lang")
    table = open_table(scores, columns=2, what="coupled dimensions")
    U, a = table.within_unit(), table.weights(weights)
    at, names = _grades(cuts, labels, lang)
    C = coupling_degree(U, form)
    T = np.clip(U @ a, 0.0, 1.0)
    D = np.sqrt(C * T)
    grades = grade(D, at)
    called = pd.Categorical.from_codes(grades - 1, pd.Index(names), ordered=True)
    found = {"C": C, "T": T, "D": D, "grade": grades, "name": called}
    return pd.DataFrame(found, index=table.index)


def _grades(cuts: Any, labels: Any, lang: str) -> tuple[Vector, Sequence[Any]]:
    """Settle the cuts and what the grades between them are called."""
    at = real_numbers(_TENTHS if cuts is None else list(cuts))
    if at is None or at.ndim != 1 or not np.isfinite(at).all():
        msg = f"cuts must be finite numbers that ascend, got {cuts!r}"
        raise DomainError(msg)
    if (np.diff(at) <= 0).any() or not len(at) or at[0] <= 0 or at[-1] > 1:
        msg = f"cuts must ascend between 0 and 1, got {cuts!r}"
        raise DomainError(msg)
    k = len(at) + 1
    if labels is None:
        return at, range(1, k + 1) if cuts is not None else COORDINATION_GRADES[lang]
    names = [] if isinstance(labels, str) else list(labels)
    if len(names) != k or len(set(names)) != k:
        msg = f"labels must be {k} different names, worst first, got {labels!r}"
        raise DomainError(msg)
    return at, names
