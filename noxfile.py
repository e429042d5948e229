#!/usr/bin/env -S uv run --script

# /// script
# dependencies = ["nox>=2025.2.9"]
# ///

"""The checks one by one, each in an environment of its own; all at once: .ci/run."""

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"


@nox.session(default=True)
def tests(session: nox.Session) -> None:
    """Run the tests; arguments after -- go to pytest."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=True)
def lint(session: nox.Session) -> None:
    """Check style, types, layers and the repository itself."""
    session.install(".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports", "--no-cache", "--no-logo")
    session.run("sp-repo-review", ".")


@nox.session(default=False)
def nightly(session: nox.Session) -> None:
    """Try 100 times as many examples of each law; name files for a part of them."""
    session.install(".[test]")
    usual = ("tests/laws", "tests/oracles", "tests/testing/test_strategies.py")
    session.run(
        *("python", "-m", "pytest", *(session.posargs or usual)),
        env={"HYPOTHESIS_PROFILE": "nightly"},
    )


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    session.install(".[docs]")
    session.run(
        *("sphinx-build", "-W", "--keep-going", "-b", "html"),
        *("docs", "docs/_build/html"),
        *session.posargs,
    )


if __name__ == "__main__":
    nox.main()
