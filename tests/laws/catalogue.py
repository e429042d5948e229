"""Which registered methods a law is run over, and with which options.

A method that needs options is given examples of them, so that none escapes the laws. An
example speaks of each criterion by itself, and fits whatever values it has.
"""

import inspect

import numpy as np
import pytest

import mcdm_index as mi
from mcdm_index.polarity import COST, Direction


def methods(kind, promise=None):
    """List the methods of a kind that can be run and promise a law."""
    return [
        pytest.param(method, id=method.name)
        for method in mi.list_methods(kind)
        if (promise is None or promise in method.promises)
        and (method.name in _EXAMPLES or not required_options(method))
    ]


def held(kind, settings=lambda _: {}):
    """List every law that a registered method of a kind is held to.

    What cannot be run without options is given examples of them; `settings` gives more
    arguments of `parametrize_with_laws`.
    """
    return [
        pytest.param(*law.values, id=f"{method.name}-{law.id}")
        for method in mi.list_methods(kind)
        for law in _laws(kind, method, settings(method))
    ]


def _laws(kind, method, more):
    settings = {"seed": None} | _HELD.get(method.name, {}) | more
    if method.name in _EXAMPLES:
        settings["options"] = lambda X, polarity: example_options(method, X, polarity)
    mark = mi.testing.parametrize_with_laws(method, kind, **settings)
    return [p for p in mark.args[1] if p.values[0].can_be_tried]


def required_options(method):
    parameters = inspect.signature(method.func).parameters.values()
    return [
        p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty
    ]


def example_options(method, X, polarity):
    """Give options that a method needs, fit for a table without gaps or with some."""
    example = _EXAMPLES.get(method.name)
    return {} if example is None else example(np.asarray(X, float), polarity)


def grades_targets(method):
    """Tell whether criteria may have targets and intervals."""
    return method.name not in {"distance_to_reference", "logarithmic"}


def _within_reach(X, polarity):
    """Half-way from the worst value to the best, or beyond a constant."""
    low, high = np.nanmin(X, axis=0), np.nanmax(X, axis=0)
    cost = np.array([kind == COST for kind in polarity])
    worst, best = np.where(cost, high, low), np.where(cost, low, high)
    step = np.where(worst == 0, 1.0, np.abs(worst) / 2)
    beyond = worst + np.where(cost, -step, step)
    goal = np.where(low < high, worst + (best - worst) / 2, beyond)
    return np.where(goal == worst, best, goal)  # no float lies between them


def _goalposts(X, polarity):
    """Around all targets, so that they can be graded; some values lie beyond."""
    del X
    around = [isinstance(kind, Direction) for kind in polarity]
    return {"low": np.where(around, -20.0, -60.0), "high": np.where(around, 20.0, 60.0)}


# COMET compares 3**m objects; linear programs are solved to so many digits.
_HELD = {
    "comet": {"columns": (1, 5)},
    "benefit_of_the_doubt": {"rounding": 1e-13},
}
_EXAMPLES = {
    "goalposts": _goalposts,
    "distance_to_target": lambda X, polarity: {"target": _within_reach(X, polarity)},
    "distance_to_reference": lambda X, polarity: {
        "reference": _within_reach(X, polarity)
    },
}
