"""Draw what can be said of ranks 5 and 15: from the provinces table to a picture.

Run from the root of the project, with the table beside it (see ../shared/data):

    python docs/generate/provinces_ranks.py TABLE.csv docs/_static/provinces-ranks.png
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt

import mcdm_index as mi

ROOT = Path(__file__).parents[2]
N, SEED, YEAR = 2000, 1, 2023

VARY = {
    "noise": 0.05,
    "units": "bootstrap",
    "weight_noise": 0.1,
    "drop": "leaf",
    "treat": [None, "winsorize"],
    "normalize": ["minmax", "max", "vector"],
    "weights": ["entropy", "equal", "critic"],
    "aggregate": ["topsis", "weighted_sum", "vikor"],
}
NAMES = {
    "北京市": "Beijing",
    "天津市": "Tianjin",
    "河北省": "Hebei",
    "上海市": "Shanghai",
    "江苏省": "Jiangsu",
    "浙江省": "Zhejiang",
    "安徽省": "Anhui",
    "福建省": "Fujian",
    "江西省": "Jiangxi",
    "山东省": "Shandong",
    "河南省": "Henan",
    "湖北省": "Hubei",
    "湖南省": "Hunan",
    "广东省": "Guangdong",
    "重庆市": "Chongqing",
    "四川省": "Sichuan",
    "陕西省": "Shaanxi",
    "辽宁省": "Liaoning",
    "黑龙江省": "Heilongjiang",
    "吉林省": "Jilin",
    "甘肃省": "Gansu",
    "山西省": "Shanxi",
}


def rankings(path):
    """Score the provinces of one year many times by the criteria that are complete."""
    index = mi.CompositeIndex.from_toml(ROOT / "examples/provinces.toml")
    panel = mi.read_table(path, index.hierarchy, unit=["province"], period="year").frame
    table = panel.xs(YEAR, level="year").dropna(axis=1)
    plain = {"screen": None, "impute": None, "base": None, "period": None}
    index = index.with_(
        hierarchy=index.hierarchy.select(table.columns), grade=None, tiers=None, **plain
    )
    return mi.robustness(index, table, VARY, N, alone=True, rng=SEED), index, table


def shares(index, table):
    """Tell how much of the mean shift each source has a part in."""
    found = mi.uncertainty.variance_shares(index, table, VARY, 64, rng=SEED)
    return found.total["mean shift"]


def draw(found, path):
    """Draw those who may be fifth beside those who may be fifteenth."""
    figure, axes = plt.subplots(2, 1, figsize=(7.4, 7.6), layout="constrained")
    for ax, rank in zip(axes, (5, 15), strict=True):
        title = f"Who may have rank {rank} in {YEAR}"
        mi.plot.rank_distribution(found, ax, around=rank, names=NAMES, title=title)
    figure.savefig(path, dpi=110)


def told(found, names):
    """Give the table of the page: ranks, and who stands certainly above."""
    table = found.table()
    order = found.robust_order(0.95).table
    table = table[["rank", "rank_low", "rank_high", "kept"]].join(order)
    return table.rename(index=names)


if __name__ == "__main__":
    run, index, panel = rankings(sys.argv[1])
    found = run.distribution
    print(told(found, NAMES).head(20).round(2).to_string())
    print(
        found.beats.loc[["山东省", "河北省"]].T.rename(index=NAMES).round(2).to_string()
    )
    print(run.alone.round(2).to_string())
    print(shares(index, panel).round(2).to_string())
    draw(found, sys.argv[2])
