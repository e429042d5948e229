"""Chains against a slow loop that sums rows afresh, and what a chain may depend on."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.imputation.sampler import _Randomness, replay, run
from mcdm_index.imputation.state import State
from mcdm_index.imputation.targets import Target
from mcdm_index.imputation.traces import Traces

M, SWEEPS = 3, 4


def table(n=40, p=5, share=0.2, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 1)) + rng.standard_normal((n, p))
    X[rng.random(X.shape) < share] = np.nan
    X[:, 0] = np.where(np.isnan(X[:, 0]), 0.0, X[:, 0])  # one complete column
    return (X - np.nanmean(X, axis=0)) / np.nanstd(X, axis=0)


def targets(z, method="bridge"):
    gaps = np.isnan(z)
    return [
        Target(
            j,
            method,
            np.array([k for k in range(z.shape[1]) if k != j]),
            np.flatnonzero(gaps[:, j]),
            np.flatnonzero(~gaps[:, j]),
        )
        for j in range(z.shape[1])
    ]


def generators(m=M, seed=0):
    return [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(m)]


def one_chain(z, plan, generator, sweeps):
    """Draw one chain row by row, with the same random numbers."""
    Y = z.copy()
    for t in plan:
        if len(t.gaps):
            start = generator.integers(len(t.seen), size=len(t.gaps))
            Y[t.gaps, t.column] = z[t.seen[start], t.column]
    penalty = dict.fromkeys(range(z.shape[1]), 1.0)
    for sweep in range(sweeps):
        visited = plan if sweep == sweeps - 1 else [t for t in plan if len(t.gaps)]
        noise = _Randomness([generator], visited)
        for place, t in enumerate(visited):
            own = noise.of_coefficients(place)
            normal, _ = noise.of_cells(place)
            X, y = Y[np.ix_(t.seen, t.predictors)], Y[t.seen, t.column]
            x, n, q = X - X.mean(axis=0), *X.shape
            A = x.T @ x + penalty[t.column] * np.eye(q)
            slopes = np.linalg.solve(A, x.T @ (y - y.mean()))
            left = ((y - y.mean()) ** 2).sum() - slopes @ x.T @ (y - y.mean())
            sigma = np.sqrt(left / own.chi2[0])
            root = np.linalg.cholesky(A)
            drawn = slopes + sigma * np.linalg.inv(root).T @ own.normal[0, :-1]
            intercept = y.mean() - X.mean(axis=0) @ drawn
            intercept += sigma * own.normal[0, -1] / np.sqrt(n)
            rate = own.exponential[0] / (penalty[t.column] + q)
            rate += drawn @ drawn / (2 * sigma**2)
            penalty[t.column] = own.gamma[0] / rate
            for i, e in zip(t.gaps, normal[0], strict=True):
                mean = intercept + Y[i, t.predictors] @ drawn
                Y[i, t.column] = mean + sigma * e
    return Y


@pytest.mark.parametrize("share", [0.2, 0.6])
def test_chains_follow_the_definition_row_by_row(share):
    z = table(share=share)
    found = run(z, targets(z), generators(), SWEEPS).tables
    slow = [one_chain(z, targets(z), g, SWEEPS) for g in generators()]
    assert_allclose(found, slow, rtol=1e-8, atol=1e-10)


def test_sums_are_kept_up_with_what_is_filled_in():
    rng = np.random.default_rng(0)
    state = State(rng.standard_normal((M, 20, 4)))
    for j in (2, 0, 2):
        rows = rng.choice(20, 7, replace=False)
        state.put(rows, j, rng.standard_normal((M, 7)))
    afresh = np.matmul(state.Y.transpose(0, 2, 1), state.Y)
    assert_allclose(state.S, afresh, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("method", ["bridge", "norm", "pmm", "lrd"])
def test_a_chain_is_the_same_to_the_bit_whichever_run_beside_it(method):
    z = table()
    together = run(z, targets(z, method), generators(4), SWEEPS).tables
    alone = run(z, targets(z, method), generators(4)[2:3], SWEEPS).tables
    assert_array_equal(together[2], alone[0])


@pytest.mark.parametrize("method", ["bridge", "norm", "pmm", "lrd"])
def test_observed_cells_are_not_touched(method):
    z = table()
    found = run(z, targets(z, method), generators(), SWEEPS).tables
    seen = ~np.isnan(z)
    assert_array_equal(found[:, seen], np.repeat(z[seen][None], M, axis=0))


def test_matched_cells_are_observed_values():
    z = table()
    found = run(z, targets(z, "pmm"), generators(), SWEEPS).tables
    for j in range(z.shape[1]):
        assert np.isin(found[:, :, j], z[~np.isnan(z[:, j]), j]).all()


def test_two_values_stay_two_values():
    z = table()
    z[:, 3] = np.where(np.isnan(z[:, 3]), np.nan, np.sign(z[:, 3]))
    plan = targets(z)
    plan[3] = targets(z, "logreg")[3]
    found = run(z, plan, generators(), SWEEPS).tables
    assert set(np.unique(found[:, :, 3])) == {-1.0, 1.0}


def test_traces_tell_what_was_filled_in_last():
    z = table()
    chains = run(z, targets(z), generators(), SWEEPS)
    gaps = np.isnan(z[:, 2])
    filled = chains.tables[:, gaps, 2]
    assert_allclose(chains.traces.mean[:, -1, 2], filled.mean(axis=1))
    assert_allclose(chains.traces.sd[:, -1, 2], filled.std(axis=1))
    assert np.isnan(chains.traces.mean[:, :, 0]).all()


def test_rules_of_the_last_sweep_replay_what_they_filled():
    # With one incomplete column there is nothing that changes beside it.
    z = table()
    z[:, 1:4] = np.where(np.isnan(z[:, 1:4]), 0.0, z[:, 1:4])
    plan = targets(z)
    chains = run(z, plan, generators(), 1)
    noise = np.zeros((M, len(z), 1, z.shape[1], 2))
    found = replay(chains.rules, z, 1, noise)
    rule = chains.rules[4]
    gaps = plan[4].gaps
    expected = rule.line.drawn(np.repeat(z[None, gaps][:, :, :4], M, axis=0))
    assert_allclose(found[:, gaps, 4], expected, rtol=1e-12)


def test_chains_that_stand_still_have_an_rhat_that_says_so():
    apart = np.repeat(np.arange(3.0)[:, None, None], 8, axis=1)
    assert np.isposinf(Traces(apart, np.zeros_like(apart)).rhat).all()
    together = np.zeros((3, 8, 1))
    assert_array_equal(Traces(together, together).rhat, 1.0)
