"""Acceptability: how often each unit has each rank when the weights are uncertain."""

from mcdm_index.acceptability._distribution import RankDistribution, Smaa
from mcdm_index.acceptability._order import RobustOrder
from mcdm_index.acceptability._run import smaa
from mcdm_index.acceptability._tally import RankTally

__all__ = ["RankDistribution", "RankTally", "RobustOrder", "Smaa", "smaa"]
