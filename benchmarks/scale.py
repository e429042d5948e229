"""Fit and score a table that does not fit in memory, beside a raw scan of it.

python benchmarks/scale.py [rows] [--routes arrow polars dask cluster raster index]
                           [--folder DIR] [--limit GB]

The table, 10 columns of float32 in a directory of parquet files (1e8 rows are 4 GB), is
made in the folder and removed at the end. Every route runs in a process of its own,
whose private memory is limited, and prints seconds, ratios to the raw scan of the same
reader in the same process, and the peak of resident memory, of workers too.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

COLUMNS = [f"c{j}" for j in range(10)]
ROWS_IN_FILE = 2_000_000
CRITERIA = {name: "+" if j % 2 else "-" for j, name in enumerate(COLUMNS)}


def make(folder: Path, rows: int) -> None:
    """Write the parquet files."""
    import pyarrow as pa
    from pyarrow import parquet

    rng = np.random.default_rng(0)
    drawn = [
        (rng.gamma(2.0 + j / 4, size=ROWS_IN_FILE) + 0.01).astype(np.float32)
        for j in range(len(COLUMNS))
    ]
    for i, start in enumerate(range(0, rows, ROWS_IN_FILE)):
        n, grown = min(ROWS_IN_FILE, rows - start), np.float32(1 + i / 1000)
        columns = {name: x[:n] * grown for name, x in zip(COLUMNS, drawn, strict=True)}
        parquet.write_table(
            pa.table(columns),
            folder / f"part{i:04d}.parquet",
            compression="none",
            use_dictionary=False,
            row_group_size=500_000,
        )


class Peak:
    """The largest sum of resident memory of this process and those that it started."""

    def __init__(self) -> None:
        import psutil

        self.most, self.me, self.over = 0, psutil.Process(), threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        import psutil

        while not self.over.wait(0.05):
            total = 0
            for process in [self.me, *self.me.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.most = max(self.most, total)


def timed(what: str, job: Any, scan: float = 0.0) -> tuple[Any, float]:
    """Run, and print how long it took, in scans too."""
    start, used = time.perf_counter(), time.process_time()
    result = job()
    took, cpu = time.perf_counter() - start, time.process_time() - used
    ratio = f" = {took / scan:.2f} scans" if scan else ""
    print(f"  {what:24s}{took:8.1f} s{ratio} ({cpu:.1f} s of CPU)", flush=True)
    return result, took


def scorer() -> Any:
    """Entropy weights and TOPSIS on vector-normalized columns."""
    import mcdm_index as mi

    return mi.Scorer(
        "topsis",
        weights="entropy",
        polarity=list(CRITERIA.values()),
        normalization="vector",
    )


def run(X: Any, scan: Any, write: Any) -> None:
    """Scan, fit, score and write, and scan again."""
    scorer()  # what is imported on use
    _, first = timed("raw scan", scan)
    fitted, _ = timed("fit entropy + TOPSIS", lambda: scorer().fit(X), first)
    timed("score and write", lambda: write(fitted.score_samples(X)), first)
    timed("raw scan again", scan, first)
    print("  weights", fitted.weights_.round(6).tolist())


def arrow(folder: Path, out: Path) -> None:
    """An Arrow Dataset, in one thread."""
    import pyarrow.dataset as ds

    X = ds.dataset(folder, format="parquet")

    def scan() -> None:
        for batch in X.to_batches(batch_size=65_536, batch_readahead=4):
            for column in batch.columns:
                column.to_numpy().max()

    run(X, scan, lambda s: ds.write_dataset(s, out, format="parquet"))


def polars(folder: Path, out: Path) -> None:
    """A polars LazyFrame."""
    import polars as pl

    X = pl.scan_parquet(folder / "*.parquet")
    run(
        X,
        lambda: X.max().collect(engine="streaming"),
        lambda s: s.sink_parquet(out / "scores.parquet"),
    )


def dask(folder: Path, out: Path) -> None:
    """A dask DataFrame, in threads."""
    import dask.dataframe as dd

    X = dd.read_parquet(folder)
    run(X, X.max().compute, lambda s: s.to_frame("score").to_parquet(out))


def cluster(folder: Path, out: Path) -> None:
    """The same on a cluster of two workers, of which one is killed during the fit."""
    import os
    import signal

    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, memory_limit="900MB") as made,
        Client(made) as client,
    ):
        X = dd.read_parquet(folder)
        _, first = timed("raw scan", X.max().compute)
        fitted, took = timed("fit", lambda: scorer().fit(X), first)
        victim = next(iter(client.run(os.getpid).values()))
        threading.Timer(0.4 * took, os.kill, (victim, signal.SIGKILL)).start()
        again, _ = timed("fit, a worker killed", lambda: scorer().fit(X), first)
        assert victim not in client.run(os.getpid).values()
        off = np.abs(again.weights_ / fitted.weights_ - 1).max()
        print(f"  weights differ by at most {off:.1e}")
        write = fitted.score_samples(X).to_frame("score").to_parquet
        timed("score and write", lambda: write(out), first)


def raster(folder: Path, out: Path) -> None:
    """Layers of xarray in zarr, of the same size, with a tenth blank."""
    import xarray as xr

    rows = sum(ds_rows(path) for path in folder.glob("*.parquet"))
    side = int(np.sqrt(rows))
    store = out / "layers.zarr"
    _layers(side).to_zarr(store)
    X = xr.open_zarr(store)
    index = _index()
    _, first = timed("raw scan", lambda: X.max().compute())
    timed("fit an index, minmax", lambda: index.fit(X), first)
    score = index.score_samples(X).to_dataset(name="score")
    timed("score to zarr", lambda: score.to_zarr(out / "score.zarr"), first)
    blank = float(np.isnan(xr.open_zarr(out / "score.zarr")["score"]).mean())
    print(f"  blank share of the scores {blank:.4f}")


def index(folder: Path, out: Path) -> None:
    """A CompositeIndex with grades and tiers, of an Arrow Dataset."""
    import pyarrow.dataset as ds

    X = ds.dataset(folder, format="parquet")

    def scan() -> None:
        for batch in X.to_batches(batch_size=65_536, batch_readahead=4):
            for column in batch.columns:
                column.to_numpy().max()

    first = timed("raw scan", scan)
    fitted = timed(
        "fit, grades and tiers", lambda: _index(grade="quantile").fit(X), first
    )
    scores = fitted.score_samples(X)
    timed("score", lambda: ds.write_dataset(scores, out, format="parquet"), first)
    print("  provenance", fitted.result_.provenance["learned"])


def _index(**stages: Any) -> Any:
    import mcdm_index as mi

    tree = mi.Hierarchy.of(
        [mi.Criterion(name, polarity=sign) for name, sign in CRITERIA.items()]
    )
    given = {"grade": None, "tiers": None, "random_state": 0} | stages
    return mi.CompositeIndex(tree, **given)


def _layers(side: int) -> Any:
    """Make layers chunk by chunk, each from a seed of its own."""
    import dask.array as da
    import xarray as xr

    def part(block_info: Any = None, j: int = 0) -> np.ndarray:
        place = block_info[None]["chunk-location"]
        shape = block_info[None]["chunk-shape"]
        x = np.random.default_rng([j, *place]).gamma(2.0, size=shape) + 0.01
        blank = np.random.default_rng([99, *place]).random(shape) < 0.1
        return np.where(blank, np.nan, x).astype(np.float32)

    chunks = da.core.normalize_chunks(1000, (side, side))
    layers = {
        name: (("y", "x"), da.map_blocks(part, chunks=chunks, dtype="f4", j=j))
        for j, name in enumerate(COLUMNS)
    }
    return xr.Dataset(layers, {"y": np.arange(side), "x": np.arange(side)})


def ds_rows(path: Path) -> int:
    """Count the rows of a parquet file."""
    from pyarrow import parquet

    return int(parquet.ParquetFile(path).metadata.num_rows)


ROUTES = {each.__name__: each for each in (arrow, polars, dask, cluster, raster, index)}


def main() -> None:
    """Make the table, run the routes, and clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=float, default=1e7)
    parser.add_argument("--routes", nargs="+", choices=ROUTES, default=["arrow"])
    parser.add_argument("--folder", default=None)
    parser.add_argument("--limit", type=float, default=2.0, help="GB for a process")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        least = int(args.limit * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (least, least))
        peak = Peak()
        ROUTES[args.routes[0]](*map(Path, args.one))
        print(f"  peak resident memory {peak.most / 1e9:.2f} GB")
        return
    folder = Path(tempfile.mkdtemp(dir=args.folder))
    try:
        (folder / "data").mkdir()
        make(folder / "data", int(args.rows))
        size = sum(f.stat().st_size for f in (folder / "data").iterdir()) / 1e9
        print(f"{int(args.rows):,} rows x {len(COLUMNS)} float32: {size:.2f} GB")
        for route in args.routes:
            print(f"{route}: {ROUTES[route].__doc__}", flush=True)
            out = folder / "out"
            out.mkdir()
            told = [*("--limit", str(args.limit)), "--routes", route]
            told += ["--one", str(folder / "data"), str(out)]
            subprocess.run([sys.executable, __file__, *told], check=False)
            shutil.rmtree(out)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
