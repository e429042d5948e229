"""Every scoring method in the catalogue keeps the laws."""

import pytest

from tests.laws.catalogue import held


@pytest.mark.parametrize("law", held("scoring"))
def test_a_registered_score_keeps_the_law(law):
    law()
