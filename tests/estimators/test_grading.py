"""The grader: what it says of the sizes of its classes."""

import pandas as pd

from mcdm_index import Grader

SKEWED = [[0.1], [0.11], [0.12], [0.13], [0.5], [0.9]]
NOTICE = "More than half of the units, 4 of 6 (66.7 %), are in one grade: "


def test_class_sizes_are_there_after_the_fit():
    grader = Grader("natural_breaks", k=3).fit(SKEWED)
    assert [sizes.counts.tolist() for sizes in grader.sizes_] == [[4, 1, 1]]


def test_each_column_has_its_sizes():
    grader = Grader("equal_interval", k=2).fit([[0, 0], [1, 9], [9, 9]])
    assert [sizes.counts.tolist() for sizes in grader.sizes_] == [[2, 1], [1, 2]]


def test_a_class_with_more_than_half_of_the_units_is_told():
    grader = Grader("natural_breaks", k=3).fit(SKEWED)
    assert grader.notices_ == (NOTICE + "grade 1.",)


def test_classes_are_called_by_their_labels():
    grader = Grader("natural_breaks", k=3, labels=["high", "middle", "low"])
    assert grader.fit(SKEWED).notices_ == (NOTICE + "low.",)


def test_of_several_languages_english_is_spoken():
    labels = {"zh": ["二星", "一星"], "en": ["two stars", "one star"]}
    grader = Grader("natural_breaks", k=2, labels=labels).fit(SKEWED)
    assert grader.notices_ == (NOTICE + "one star.",)


def test_without_english_the_first_language_is_spoken():
    grader = Grader("natural_breaks", k=2, labels={"zh": ["二星", "一星"]})
    assert grader.fit(SKEWED).notices_ == (NOTICE + "一星.",)


def test_of_several_columns_the_one_is_named():
    frame = pd.DataFrame({"even": [1.0, 2, 3, 4], "skewed": [0.0, 0.1, 0.2, 9]})
    grader = Grader("equal_interval", k=2).fit(frame)
    (said,) = grader.notices_
    assert said.startswith("criterion 'skewed': More than half of the units, 3 of 4")


def test_where_nothing_is_to_be_said_nothing_is():
    assert Grader(k=2).fit([[1.0], [2.0], [3.0], [4.0]]).notices_ == ()


def test_new_rows_leave_the_sizes_as_they_are():
    grader = Grader("natural_breaks", k=3).fit(SKEWED)
    grader.transform([[9.0]] * 50)
    assert grader.sizes_[0].counts.sum() == 6
