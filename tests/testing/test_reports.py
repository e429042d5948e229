"""What a report says, and that what it prints shows the fault again."""

import subprocess
import sys

import numpy as np
import pytest
from pymcdm.weights import critic_weights, merec_weights
from sklearn.impute import SimpleImputer

import mcdm_index as mi
from mcdm_index.errors import LawsBroken, MCDMError, MissingPackageError
from mcdm_index.testing import (
    check_imputer,
    check_scoring,
    check_weighting,
    parametrize_with_laws,
)

FEW = {"max_examples": 25}

WITHOUT = """
import sys
sys.modules["hypothesis"] = None
import mcdm_index as mi
from mcdm_index import *
print(len(dir(mi.testing)) > 20)
try:
    mi.testing.check_weighting
except mi.errors.MissingPackageError as error:
    print(error)
"""


def spread(X):
    return X.std(axis=0) / X.std(axis=0).sum()


def doubled(X):
    return 2 * mi.weighting.entropy(X)


@pytest.fixture(scope="module")
def report():
    return check_weighting(critic_weights, broken="report", **FEW)


def test_a_broken_law_is_an_error_of_the_library_and_of_tests():
    with pytest.raises(LawsBroken) as caught:
        check_weighting(spread, **FEW)
    assert isinstance(caught.value, MCDMError)
    assert isinstance(caught.value, AssertionError)
    assert not caught.value.report.ok


def test_the_error_names_every_broken_law(report):
    assert len(report.failed) > 3
    with pytest.raises(LawsBroken) as caught:
        check_weighting(critic_weights, **FEW)
    for outcome in report.failed:
        assert outcome.law.name in str(caught.value)
        assert outcome.law.sentence in str(caught.value)
        assert outcome.counterexample.came in str(caught.value)


def test_the_parts_of_a_report_are_all_laws(report):
    parts = report.passed + report.failed + report.skipped
    assert sorted(o.law.name for o in parts) == sorted(
        o.law.name for o in report.outcomes
    )


def test_a_report_is_a_frame_too(report):
    frame = report.to_frame()
    assert frame.loc["one_unit_alone_is_answered", "status"] == "failed"
    assert (frame["sentence"] != "").all()
    assert len(frame) == len(report.outcomes)


def test_a_method_that_keeps_the_laws_is_said_to():
    text = str(check_weighting("entropy", max_examples=2))
    assert text.startswith("entropy keeps all")


def reproduces(outcome, **names):
    with pytest.raises(LawsBroken) as caught:
        exec(outcome.code, names)
    return outcome.counterexample.came in str(caught.value)


@pytest.mark.parametrize("function", [critic_weights, merec_weights])
def test_a_pasted_counterexample_shows_the_fault_again(function):
    found = check_weighting(function, broken="report", **FEW)
    assert found.failed
    assert all(reproduces(outcome) for outcome in found.failed)


def test_a_pasted_counterexample_of_a_function_at_hand_asks_for_it():
    def mine(X):
        return spread(X)

    found = check_weighting(mine, broken="report", **FEW)
    assert "# method = what was checked" in found.failed[0].code
    assert all(reproduces(outcome, method=mine) for outcome in found.failed)


def test_a_pasted_counterexample_of_a_registered_method_names_it():
    options = {"normalization": None}
    found = check_scoring(
        "weighted_sum", promises="all", options=options, broken="report", **FEW
    )
    assert found["the_unit_of_a_criterion_does_not_matter"].status == "failed"
    assert all(reproduces(outcome) for outcome in found.failed)


def test_a_pasted_counterexample_of_a_call_asks_for_it():
    def call(method, X, weights, _):
        return method(X, weights)

    found = check_scoring(np.dot, call=call, broken="report", **FEW)
    assert found.failed
    assert all(reproduces(o, method=np.dot, call=call) for o in found.failed)


def test_a_pasted_counterexample_of_an_estimator_makes_it():
    found = check_imputer(
        SimpleImputer(strategy="median"), promises="all", broken="report", **FEW
    )
    assert "from sklearn.impute import SimpleImputer" in found.failed[0].code
    assert reproduces(found.failed[0])


def test_a_program_runs_by_itself(report):
    code = report.failed[0].code
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert "LawsBroken" in done.stderr


# ---- under pytest


@parametrize_with_laws("entropy", "weighting", max_examples=3)
def test_every_law_is_a_test_of_its_own(law):
    assert law().status == "passed"


def test_a_broken_law_fails_its_test_alone():
    mark = parametrize_with_laws(doubled, "weighting", **FEW)
    laws = {param.id: param.values[0] for param in mark.args[1]}
    with pytest.raises(LawsBroken, match="weights_sum_to_one"):
        laws["weights_sum_to_one"]()
    assert laws["weights_are_not_negative"]().status == "passed"


def test_a_law_that_cannot_be_tried_is_skipped_under_pytest():
    mark = parametrize_with_laws(
        "entropy", "weighting", skip={"weights_sum_to_one": "so it is"}
    )
    laws = {param.id: param.values[0] for param in mark.args[1]}
    with pytest.raises(pytest.skip.Exception, match="so it is"):
        laws["weights_sum_to_one"]()


# ---- without hypothesis


def test_without_hypothesis_the_command_that_installs_it_is_said():
    command = [sys.executable, "-W", "error", "-c", WITHOUT]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True",
        'testing needs hypothesis: pip install "mcdm-index[testing]"',
    ]


def test_the_error_without_hypothesis_is_one_of_import():
    assert issubclass(MissingPackageError, ImportError)


def test_importing_the_package_does_not_load_hypothesis():
    code = "import sys, mcdm_index.testing; print('hypothesis' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_an_unknown_name_of_the_module_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="no attribute 'check_weihgting'"):
        mi.testing.check_weihgting  # noqa: B018 the access is the test
