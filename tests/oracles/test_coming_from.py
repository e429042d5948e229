"""The pages for those who come from a peer: both cells of a row give the same numbers.

A row of a table headed "there | here" holds two calls. Both are run on random tables,
the one with what the page imports of the peer, the other with ours alone.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

PAGES = Path(__file__).parents[2] / "docs/coming-from"
ROW = re.compile(r"^\| `(.+)` \| `(.+)` \|$")
SETUP = re.compile(r"(?ms)^```python\n((?:import|from) .*?)^```$")
PEERS = {"pymcdm.md": ("pymcdm", "pyrepo_mcda"), "scikit-criteria.md": ("skcriteria",)}

pytestmark = [
    # What scikit-criteria says of every cost, whatever is done with it.
    pytest.mark.filterwarnings("ignore:Although .* minimization:UserWarning"),
    # What pymcdm says of a unit that is best or worst in everything.
    pytest.mark.filterwarnings("ignore:Alternatives with indices:UserWarning"),
]


def rows(name):
    """Give the pairs of calls that a page shows."""
    lines = (PAGES / name).read_text(encoding="utf-8").splitlines()
    return [found.groups() for line in lines if (found := ROW.match(line))]


ROWS = [(name, *pair) for name in PEERS for pair in rows(name)]


@pytest.fixture(params=[(5, 3, 0), (9, 5, 1), (41, 8, 2)], ids=str)
def problem(request):
    """Positive values of several magnitudes, weights of sum 1, signs of both kinds."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 4, size=m)
    bounds = np.c_[X.min(axis=0) / 2, X.max(axis=0) * 2]
    t = np.where(np.arange(m) % 3 == 1, -1, 1)
    return {"X": X, "w": rng.dirichlet(np.ones(m)), "t": t, "bounds": bounds}


def names_of(peer, page, problem):
    """Give what a call of a peer may use, as its page says."""
    names = dict(problem)
    for block in SETUP.findall((PAGES / page).read_text(encoding="utf-8")):
        if block.startswith(f"import {peer}"):
            exec(block, names)
    return names


def peer_of(call, page):
    """Tell which peer a call is of."""
    return "pyrepo_mcda" if call.startswith(("rm.", "rw.")) else PEERS[page][0]


@pytest.mark.parametrize(("page", "there", "here"), ROWS)
def test_both_cells_of_a_row_give_the_same_numbers(problem, page, there, here):
    peer = peer_of(there, page)
    pytest.importorskip(peer)
    theirs = eval(there, names_of(peer, page, problem))
    ours = eval(here, {"mi": mi} | problem)
    assert_allclose(ours, np.asarray(theirs, dtype=float), rtol=1e-9, atol=1e-12)


def test_no_row_is_overlooked():
    pages = "".join((PAGES / name).read_text(encoding="utf-8") for name in PEERS)
    tables = re.findall(r"\| there \| here \|\n\|---\|---\|\n((?:\|.*\n)+)", pages)
    assert len(ROWS) == sum(table.count("\n") for table in tables) > 60
