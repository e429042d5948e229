"""Grading: from scores to the cuts that separate ordered classes.

A rule gives ``k - 1`` ascending cuts, which are frozen; `grade` then puts any score
into class 1 (worst) to k (best), `grade_sizes` tells how many units each class holds,
and `grade_probabilities` how sure a grade is.

Where the scores take fewer values than there are classes, or a rule finds fewer cuts,
the best classes are filled and the lowest stay empty; equal scores are thus all in the
best class. Only `mean_sd` and `fixed`, which may cut beyond the scores, can leave the
best class empty.
"""

from mcdm_index.methods.grading._chances import grade_probabilities
from mcdm_index.methods.grading._classes import GradeSizes, grade, grade_sizes
from mcdm_index.methods.grading._natural import natural_breaks
from mcdm_index.methods.grading._rules import (
    equal_interval,
    fixed,
    geometric,
    head_tail,
    mean_sd,
    quantile,
)
from mcdm_index.methods.grading._stars import star_names

__all__ = [
    "GradeSizes",
    "equal_interval",
    "fixed",
    "geometric",
    "grade",
    "grade_probabilities",
    "grade_sizes",
    "head_tail",
    "mean_sd",
    "natural_breaks",
    "quantile",
    "star_names",
]
