"""The imputers of this library, and those of scikit-learn, keep the laws."""

import pytest
from sklearn.impute import SimpleImputer

import mcdm_index as mi
from mcdm_index.testing import parametrize_with_laws

ANY_ORDER = ("rows_in_any_order", "columns_in_any_order")
few = {"seed": None, "max_examples": 20}


def mice(**options):
    return mi.MICEImputer(m=2, max_iter=3, **options)


@parametrize_with_laws(mice(), "imputer", promises=ANY_ORDER, **few)
def test_multiple_imputation_keeps_the_law(law):
    law()


@parametrize_with_laws(mice(method="pmm"), "imputer", promises="all", **few)
def test_predictive_mean_matching_keeps_the_law(law):
    law()


@parametrize_with_laws(
    mi.FillImputer(), "imputer", promises=(*ANY_ORDER, "within_range"), **few
)
def test_single_imputation_keeps_the_law(law):
    law()


@parametrize_with_laws(
    SimpleImputer(strategy="most_frequent"), "imputer", promises="all", **few
)
def test_the_most_frequent_value_keeps_the_law(law):
    law()


@pytest.mark.parametrize("engine", ["sklearn"])
def test_another_engine_keeps_the_laws(engine):
    imputer = mice(engine=engine)
    assert mi.testing.check_imputer(imputer, max_examples=5).ok
