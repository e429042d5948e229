"""The Human Development Index 2021: goalposts, one on a log scale, and a cap.

UNDP, Human Development Report 2021/22, technical note 1; data CC BY 3.0 IGO. The
countries here are typed from its table; all 191 are checked where the data lie beside
the project.
"""

from pathlib import Path

import pandas as pd
import pytest

import mcdm_index as mi

FILE = Path(__file__).parents[3] / "shared" / "data" / "hdi" / "undp_hdi_2021.csv"
SPEC = Path(__file__).parents[2] / "examples/hdi.toml"
COLUMNS = ["le_2021", "eys_2021", "mys_2021", "gnipc_2021"]
TABLE = pd.DataFrame(
    {
        "le_2021": [61.9824, 61.6434, 76.4626],
        "eys_2021": [10.263844, 12.1721, 14.448],
        "mys_2021": [2.98507, 5.417391, 11.286455],
        "gnipc_2021": [1824.190915, 5465.617791, 14131.11039],
    },
    index=["AFG", "AGO", "ALB"],
)
PUBLISHED = [0.478, 0.586, 0.796]


def hdi(table):
    """Score countries by the specification in the examples."""
    return mi.CompositeIndex.from_toml(SPEC).fit(table).result_.scores["hdi"]


def test_three_countries_have_their_published_index():
    assert hdi(TABLE).round(3).tolist() == PUBLISHED


def test_income_above_the_goalpost_is_capped():
    rich = TABLE.assign(gnipc_2021=[75000.0, 80000.0, 1e6])
    same = TABLE.assign(gnipc_2021=75000.0)
    assert hdi(rich).tolist() == hdi(same).tolist()


@pytest.mark.skipif(not FILE.exists(), reason="the data do not lie beside the project")
def test_every_country_has_its_published_index():
    table = pd.read_csv(FILE).dropna(subset=["hdi_2021", *COLUMNS])
    assert len(table) == 191
    assert (hdi(table) - table["hdi_2021"]).abs().max() <= 0.0005


@pytest.mark.skipif(not FILE.exists(), reason="the data do not lie beside the project")
def test_every_country_has_its_published_group():
    table = pd.read_csv(FILE).dropna(subset=["hdi_2021", *COLUMNS])
    index = mi.CompositeIndex.from_toml(SPEC).fit(table)
    assert (index.result_.grades.str.title() == table["hdicode"]).all()


def test_the_specification_is_written_as_it_was_read():
    index = mi.CompositeIndex.from_toml(SPEC)
    assert mi.CompositeIndex.from_spec(index.to_spec()).to_spec() == index.to_spec()
