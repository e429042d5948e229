"""Settings of the whole run: examples of hypothesis, and figures without a screen."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# scikit-learn checks array input of other libraries only if SciPy is told so on import.
os.environ.setdefault("SCIPY_ARRAY_API", "1")

# Figures need no screen; what users have set there decides nothing here.
os.environ["MPLBACKEND"] = "Agg"

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=os.environ.get("CI", "").lower() == "true",
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly",
    settings.get_profile("ci"),
    derandomize=False,
    max_examples=100 * settings.get_profile("ci").max_examples,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    """Close what a test has drawn, so that figures do not pile up."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
