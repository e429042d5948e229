"""COINr's case: the index of the ASEM portal under four uncertain choices, 1,000 times.

python benchmarks/robustness.py FOLDER [replications]

The folder holds asem_iData.csv and asem_iMeta.csv, as R's COINr has them. The four
choices are those of its manual: how gaps are filled, how indicators are normalized, how
far the weights are off, and which mean is taken.
"""

import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

import mcdm_index as mi

VARY = {
    "impute": ["mean", "median"],
    "normalize": {
        "minmax": mi.Normalizer("minmax", options={"out_range": (1, 100)}),
        "rank": "rank",
        "distance to max": mi.Normalizer("max"),
    },
    "weight_noise": 0.1,
    "aggregate": ["weighted_sum", "weighted_product"],
}


def index(folder: Path) -> tuple[mi.CompositeIndex, pd.DataFrame]:
    """Read the tables of COINr."""
    coin = mi.from_coinr(folder / "asem_iData.csv", folder / "asem_iMeta.csv")
    coin = coin.denominate()
    asem = coin.index(impute="mean", grade=None, tiers=None, random_state=0)
    return asem, coin.data


if __name__ == "__main__":
    asem, countries = index(Path(sys.argv[1]))
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    start = perf_counter()
    asem.fit(countries)
    once = perf_counter() - start
    start = perf_counter()
    found = mi.robustness(asem, countries, VARY, n, impossible="skip", rng=0)
    took = perf_counter() - start
    print(f"{found}; {took:.1f} s, {took / once / n:.2f} of a fit each")
    print(found.impossible.to_string())
    table = found.table()
    print(table[["rank", "rank_median", "rank_low", "rank_high", "kept"]].head(12))
    width = table["rank_high"] - table["rank_low"]
    print(f"ranks in 95 %: {np.median(width):.0f} places wide (median)")
    order = found.distribution.robust_order(0.95)
    print(f"pairs of countries whose order is open: {order.incomparable:.1%}")
