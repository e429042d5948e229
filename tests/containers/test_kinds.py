"""Every container: the numbers are those of numpy, and what comes back is what came."""

import dask
import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.engine import column_stats, map_rows
from mcdm_index.errors import AllRowsError
from mcdm_index.methods._all_rows import streams

from .kinds import KINDS, LAZY, flat, table

POLARITY = ["max", "min", "max", "min"]
WEIGHTS = [0.4, 0.3, 0.2, 0.1]
# Options without which a method cannot be called.
NORMALIZE = {
    "goalposts": {"low": 0, "high": 5000},
    "distance_to_reference": {"reference": [2.0, 30.0, 300.0, 2.0]},
    "distance_to_target": {"target": [2.0, 30.0, 300.0, 2.0]},
}
SCORE = {
    "comet": {"characteristic_values": [[0, 1, 2]] * 4},
    "ervd": {"reference": [0.5] * 4},
    "rafsi": {"bounds": [(0, 5000)] * 4},
    "spotis": {"bounds": [(0, 5000)] * 4},
}

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
every_lazy = pytest.mark.parametrize("kind", [KINDS[name] for name in LAZY], ids=LAZY)


def names(what, *, streaming=True):
    found = [m for m in mi.list_methods(what) if streams(m) == streaming]
    return pytest.mark.parametrize("method", [m.name for m in found])


@pytest.fixture
def here(tmp_path):
    """Make a container; one after the other has a folder of its own."""
    made = []

    def make(kind, X):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(folder)
        return kind.make(X, folder)

    return make


def plain(kind, found, expected):
    """Estimators give arrays, save for what is lazy and what has coordinates."""
    if kind.lazy or kind.read is flat:
        assert isinstance(found, expected)
        return kind.read(found)
    assert isinstance(found, np.ndarray)
    return found


@pytest.mark.parametrize("dtype", [float, np.float32, np.int64])
@every_kind
def test_statistics_are_those_of_an_array(kind, here, dtype):
    X = table(dtype=dtype)
    found = column_stats(here(kind, X), ("comoment", "theil"))
    expected = column_stats(X, ("comoment", "theil"))
    assert found.n == expected.n
    for name in ("low", "high", "mean", "theil", "comoment"):
        assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-12)


@every_kind
def test_one_value_per_row_comes_back_in_the_kind_that_came(kind, here):
    X = table()
    found = map_rows(here(kind, X), lambda block: block.sum(axis=1))
    assert isinstance(found, kind.one)
    assert_allclose(kind.read(found), X.sum(axis=1), rtol=1e-15)


@every_kind
def test_one_value_per_cell_comes_back_in_the_kind_that_came(kind, here):
    X = table()
    found = map_rows(here(kind, X), lambda block: 2 * block)
    assert isinstance(found, kind.many)
    assert_allclose(kind.read(found), 2 * X, rtol=0)


@every_kind
def test_a_gap_stays_a_gap(kind, here):
    X = table(gaps=True)
    found = map_rows(here(kind, X), lambda b: 2 * b, missing="omit", by_column=True)
    assert_allclose(kind.read(found), 2 * X, rtol=0)


@names("normalization")
@every_kind
def test_normalized_values_are_those_of_an_array(kind, here, method):
    X, options = table(), NORMALIZE.get(method)
    found = mi.normalize(here(kind, X), method, POLARITY, options=options)
    assert isinstance(found, kind.many)
    expected = mi.normalize(X, method, POLARITY, options=options)
    assert_allclose(kind.read(found), expected, rtol=1e-12, atol=1e-14)


@names("weighting")
@every_kind
def test_weights_are_those_of_an_array(kind, here, method):
    X = table()
    found = mi.weighting.weigh(here(kind, X), method, POLARITY)
    assert_allclose(found, mi.weighting.weigh(X, method, POLARITY), rtol=1e-12)


@names("scoring")
@every_kind
def test_scores_are_those_of_an_array(kind, here, method):
    X, options = table(), SCORE.get(method)
    told = {"weights": WEIGHTS, "polarity": POLARITY, "options": options}
    found = mi.score(here(kind, X), method, **told)
    assert isinstance(found, kind.one)
    assert_allclose(kind.read(found), mi.score(X, method, **told), rtol=1e-12)


PAIRS = [
    (normalization, weights, method)
    for normalization in ("vector", "minmax")
    for weights in ("entropy", "critic", "merec")
    for method in ("topsis", "vikor", "weighted_sum")
]


@pytest.mark.parametrize("gaps", [False, True], ids=["whole", "with gaps"])
@pytest.mark.parametrize("triple", PAIRS, ids="-".join)
@every_kind
def test_a_scorer_agrees_with_that_of_an_array(kind, here, triple, gaps):
    normalization, weights, method = triple
    X = table(gaps=gaps)
    scorer = mi.Scorer(
        method,
        weights=weights,
        polarity=POLARITY,
        normalization=normalization,
        missing="omit" if gaps else "raise",
    )
    found = scorer.fit(here(kind, X)).score_samples(here(kind, X))
    values = plain(kind, found, kind.one)
    learned = scorer.weights_
    assert_allclose(values, scorer.fit(X).score_samples(X), rtol=1e-12, atol=1e-15)
    assert_allclose(learned, scorer.weights_, rtol=1e-12)


@pytest.mark.parametrize("method", ["minmax", "zscore", "vector"])
@every_kind
def test_a_normalizer_leaves_gaps_and_learns_the_rest(kind, here, method):
    X = table(gaps=True)
    normalizer = mi.Normalizer(method, polarity=POLARITY, missing="omit")
    found = normalizer.fit(here(kind, X)).transform(here(kind, X))
    values = plain(kind, found, kind.many)
    expected = normalizer.fit(X).transform(X)
    assert_allclose(values, expected, rtol=1e-12, atol=1e-14)


@every_kind
def test_what_was_normalized_is_undone(kind, here):
    X = table()
    fitted = mi.normalization.fit("zscore", here(kind, X), POLARITY)
    found = fitted.inverse(here(kind, fitted(X)))
    assert_allclose(kind.read(found), X, rtol=1e-12)


@every_lazy
def test_nothing_is_computed_to_score(kind, here):
    scorer = mi.Scorer(weights=WEIGHTS).fit(
        table() if not kind.named else here(kind, table())
    )
    X = here(kind, table())
    computed = []
    with dask.config.set(scheduler=lambda *_, **__: computed.append("dask")):
        scorer.score_samples(X)
    assert not computed


@names("weighting", streaming=False)
@every_lazy
def test_weights_that_need_all_rows_say_so(kind, here, method):
    X = here(kind, table())
    with pytest.raises(AllRowsError, match=f"weighting '{method}' needs all rows"):
        mi.weighting.weigh(X, method)


@names("weighting", streaming=False)
def test_the_function_itself_says_so_too(method):
    X = KINDS["dask array"].make(table(), None)
    with pytest.raises(AllRowsError, match=f"weighting '{method}' needs all rows"):
        getattr(mi.weighting, method)(X)


@names("normalization", streaming=False)
@every_lazy
def test_normalizations_that_need_all_rows_say_so(kind, here, method):
    X = here(kind, table())
    with pytest.raises(AllRowsError, match=f"normalization '{method}' needs all rows"):
        mi.normalize(X, method)


@names("scoring", streaming=False)
@every_lazy
def test_scores_that_need_all_rows_say_so(kind, here, method):
    X = here(kind, table())
    with pytest.raises(AllRowsError, match=f"scoring '{method}' needs all rows"):
        mi.score(X, method, weights=WEIGHTS)
