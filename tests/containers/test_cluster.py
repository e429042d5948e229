"""Work that is spread: the same numbers on a cluster, also when a worker is killed."""

import os
import signal
import threading
import time

import dask.array as da
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.filterwarnings("ignore"),  # those of distributed are its own
]


@pytest.fixture(scope="module")
def client():
    distributed = pytest.importorskip("distributed", exc_type=ImportError)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def table(n=4000):
    return np.random.default_rng(0).lognormal(size=(n, 5))


def slowly(block):
    """Take a while, so that a worker can be killed meanwhile."""
    time.sleep(0.1)
    return block


def scorer():
    return mi.Scorer("vikor", weights="critic", normalization="minmax")


@pytest.mark.usefixtures("client")
def test_scores_on_a_cluster_are_those_in_memory():
    X = table()
    lazy = da.from_array(X, (100, -1))
    found = scorer().fit(lazy).score_samples(lazy).compute()
    assert_allclose(found, scorer().fit(X).score_samples(X), rtol=1e-12)


def test_they_are_so_when_a_worker_is_killed_in_the_middle(client):
    X = table()
    lazy = da.from_array(X, (100, -1)).map_blocks(slowly, dtype=float)
    before = client.run(os.getpid)
    victim = next(iter(before.values()))
    timer = threading.Timer(1.0, os.kill, (victim, signal.SIGKILL))
    timer.start()
    fitted = scorer().fit(lazy)
    timer.join()
    found = fitted.score_samples(lazy).compute()
    assert victim not in client.run(os.getpid).values()
    expected = scorer().fit(X)
    assert_allclose(fitted.weights_, expected.weights_, rtol=1e-12)
    assert_allclose(found, expected.score_samples(X), rtol=1e-12)


@pytest.mark.usefixtures("client")
def test_an_index_on_a_cluster_is_that_in_memory():
    X = table()
    tree = mi.Hierarchy.of([mi.Criterion(f"c{j}", polarity="+") for j in range(5)])
    lazy = da.from_array(X, (500, -1))
    found = mi.CompositeIndex(tree, random_state=0).fit(lazy)
    expected = mi.CompositeIndex(tree, random_state=0).fit(X)
    scores = found.score_samples(lazy).compute()
    assert_allclose(scores, expected.score_samples(X), rtol=1e-12)
    grades = found.result_.grades.compute()
    assert_array_equal(grades, expected.result_.grade_codes)


@pytest.mark.usefixtures("client")
def test_imputation_draws_are_the_same_on_every_backend():
    from joblib import parallel_config

    X = table(60)
    X[::7, 0] = np.nan
    X[3::9, 2] = np.nan

    def draws():
        imputer = mi.MICEImputer(m=4, random_state=0, n_jobs=2)
        return imputer.fit(X).imputations_.cells

    alone = mi.MICEImputer(m=4, random_state=0).fit(X).imputations_.cells
    for backend in ("threading", "loky", "dask"):
        with parallel_config(backend):
            assert_array_equal(draws(), alone)


@pytest.mark.usefixtures("client")
def test_monte_carlo_draws_are_the_same_on_every_backend():
    import pandas as pd
    from joblib import parallel_config

    tree = mi.Hierarchy.of([mi.Criterion(f"c{j}", polarity="+") for j in range(5)])
    X = pd.DataFrame(table(20), columns=[f"c{j}" for j in range(5)])
    index = mi.CompositeIndex(tree, random_state=0, tiers=None)

    def draws(n_jobs):
        vary = {"weight_noise": "uniform", "noise": 0.1}
        found = mi.robustness(index, X, vary, 70, rng=0, n_jobs=n_jobs)
        return found.distribution.ranks

    alone = draws(None)
    for backend in ("threading", "loky", "dask"):
        with parallel_config(backend):
            assert_array_equal(draws(2), alone)
