"""Settings of the whole run: how many examples hypothesis tries, and which."""

import os

from hypothesis import HealthCheck, settings

# scikit-learn checks array input of other libraries only if SciPy is told so on import.
os.environ.setdefault("SCIPY_ARRAY_API", "1")

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
