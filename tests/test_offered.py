"""A package offers a method: it is listed, specified, held to laws, and documented."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OWN = ROOT / "docs/howto/range_weights.py"
CLI = ("-c", "import sys; from mcdm_index.cli import main; sys.exit(main())")
SPEC = """
[[criteria]]
code = "gdp"
polarity = "+"

[[criteria]]
code = "smog"
polarity = "-"

[weights]
method = "range_weights"

[tiers]
method = "none"
"""


def installed(folder, *modules):
    """Install a package that offers modules, as an installer would leave it."""
    about = folder / "own_methods-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: own_methods\n")
    lines = [f"{module} = {module}" for module in modules]
    offered = "\n".join(["[mcdm_index.methods]", *lines])
    (about / "entry_points.txt").write_text(offered)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    installed(folder, "range_weights")
    shutil.copy(OWN, folder)
    return folder


def run(folder, *command):
    """Run Python in a process of its own that sees the package."""
    env = os.environ | {"PYTHONPATH": str(folder), "HYPOTHESIS_PROFILE": "ci"}
    return subprocess.run(
        [sys.executable, *map(str, command)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env,
        check=False,
    )


def test_the_file_is_as_short_as_the_page_says():
    assert len(OWN.read_text(encoding="utf-8").splitlines()) <= 15


def test_an_offered_method_is_listed(package):
    done = run(package, *CLI, "methods", "weighting")
    assert "range_weights" in done.stdout


def test_an_offered_method_is_found_by_its_name_alone(package):
    code = (
        "import mcdm_index as mi\n"
        "print(mi.weighting.weigh([[1, 2], [2, 5]], 'range_weights').tolist())"
    )
    assert run(package, "-c", code).stdout.strip() == "[0.25, 0.75]"


def test_the_command_line_runs_a_specification_with_an_offered_method(
    package, tmp_path
):
    (tmp_path / "own.toml").write_text(SPEC)
    (tmp_path / "data.csv").write_text("city,gdp,smog\nAda,1,5\nBel,3,2\nCor,2,9\n")
    arguments = ("run", tmp_path / "own.toml", tmp_path / "data.csv")
    done = run(package, *CLI, *arguments, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "range_weights" in done.stdout + (
        tmp_path / "out/provenance.json"
    ).read_text(encoding="utf-8")


def test_an_offered_method_is_held_to_the_laws(package):
    done = run(
        package,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "range_weights"),
        "tests/laws/test_weighting.py",
    )
    assert done.returncode == 0, done.stdout
    (passed,) = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) > 10


def test_an_offered_method_stands_in_the_reference(package, tmp_path):
    source = tmp_path / "docs"
    shutil.copytree(ROOT / "docs/_data", source / "_data")
    extensions = ["catalogue", "numpydoc", "sphinx.ext.autodoc"]
    (source / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs/_ext')!r})\n"
        f"extensions = {extensions}\n"
    )
    (source / "index.rst").write_text(
        "Methods\n=======\n\n.. toctree::\n\n   reference/methods/weighting\n"
    )
    arguments = ("-q", "-b", "text", source, tmp_path / "built")
    done = run(package, "-m", "sphinx", *arguments)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "built/reference/methods/weighting/range_weights.txt"
    text = page.read_text(encoding="utf-8")
    assert "Weigh criteria by the distance from their least value" in text


def test_an_offered_method_has_a_row_in_the_benchmark(package):
    done = run(package, "benchmarks/weighting.py", "--list")
    assert "range_weights" in done.stdout.split()


def test_a_module_that_cannot_be_used_is_told_and_spares_the_others(tmp_path):
    installed(tmp_path, "broken", "range_weights")
    shutil.copy(OWN, tmp_path)
    (tmp_path / "broken.py").write_text("import nowhere_to_be_found")
    done = run(tmp_path, *CLI, "methods", "weighting")
    assert "own_methods offers methods in broken, which cannot be used" in done.stderr
    assert "range_weights" in done.stdout


def test_a_name_that_is_taken_is_told(tmp_path):
    installed(tmp_path, "entropy_again")
    text = OWN.read_text(encoding="utf-8").replace("def range_weights", "def entropy")
    (tmp_path / "entropy_again.py").write_text(text)
    done = run(tmp_path, *CLI, "methods", "weighting")
    assert "weighting method 'entropy' is taken by mcdm_index" in done.stderr
    assert done.returncode == 0
