"""Words: what figures say, in the languages in which they say it."""

from dataclasses import dataclass
from typing import Any, Final

from mcdm_index.errors import DomainError, suggestion
from mcdm_index.plot._fonts import readable

__all__ = ["Words"]

_LANGUAGES: Final = ("en", "zh")

_SAID: Final[dict[str, tuple[str, str]]] = {
    "ranking": ("Ranking", "排名"),
    "score": ("score (larger is better)", "得分（越大越好）"),
    "score_of": ("{name}: score", "{name}得分"),
    "grade": ("grade", "等级"),
    "tier": ("tier", "梯队"),
    "tiers": ("Tiers", "梯队"),
    "no_grade": ("none", "无"),
    "rank": ("rank", "名次"),
    "rank_interval": ("rank (95 %)", "名次（95%）"),
    "bars": ("lines: 95 % intervals over {m} draws", "须线：{m} 次插补的 95% 区间"),
    "one_draw": ("no imputation, so no intervals", "无插补，故无区间"),
    "units": ("n = {n} units", "n = {n} 个单元"),
    "first": ("the first {k} of n = {n} units", "n = {n} 个单元中的前 {k} 个"),
    "chosen": ("{k} chosen of n = {n} units", "n = {n} 个单元中选出 {k} 个"),
    "unscored": ("{k} without a score", "{k} 个无得分"),
    "labelled": ("{k} of them with their names", "标注其中 {k} 个"),
    "simulated": ("SIMULATED DATA", "模拟数据"),
    "m_draws": ("{m} imputation draws", "{m} 次插补"),
    "mean_lines": ("thick: mean of a tier", "粗线：各梯队均值"),
    "profile": ("{unit} and its tier", "{unit}与所在梯队"),
    "tier_mean": ("mean of tier {tier} (n = {n})", "{tier}均值（n = {n}）"),
    "tier_span": ("span of the tier", "梯队范围"),
    "next_mean": (
        "mean of the next tier, {tier} (n = {n})",
        "上一梯队{tier}均值（n = {n}）",
    ),
    "rank_of": ("rank of {n}", "名次/{n}"),
    "heatmap": ("Scores by criterion", "各指标得分"),
    "rank_map": ("Ranks by criterion", "各指标名次"),
    "dots": ("dots: imputed", "圆点：插补值"),
    "criteria": ("{p} criteria", "{p} 项指标"),
    "weights": ("Weights", "权重"),
    "weight_axis": ("effective weight, % of the index", "综合权重（占总指数的 %）"),
    "weight_sum": ("areas: effective weights", "面积：综合权重"),
    "dimension": ("dimension", "维度"),
    "densities": ("Observed and imputed values", "观测值与插补值"),
    "observed": ("observed", "观测"),
    "imputed": ("imputed", "插补"),
    "gaps_of": ("{name}: {gaps} of {n} imputed", "{name}：{n} 个中插补 {gaps} 个"),
    "standard": ("standardized, {scale} scale", "标准化，{scale}尺度"),
    "linear": ("own", "原"),
    "log": ("log", "对数"),
    "logit": ("logit", "logit "),
    "density": ("density", "密度"),
    "traces": ("Mean of what was filled in", "插补值均值"),
    "round": ("round", "轮次"),
    "standardized": ("mean (scale of imputation)", "均值（插补尺度）"),
    "chains": ("{m} chains", "{m} 条链"),
    "lines": ("{k} of them drawn", "绘出 {k} 条"),
    "rhat": ("{name}: R-hat {rhat:.2f}", "{name}：R-hat {rhat:.2f}"),
    "rank_distribution": ("How often each unit has each rank", "各单元的名次分布"),
    "draws": ("{n} rankings", "{n} 次排名"),
    "share": ("share of the rankings, %", "占全部排名的 %"),
    "around": (
        "{k} of n = {n} units have rank {rank} in 1 % of the rankings or more",
        "n = {n} 个单元中有 {k} 个在 1% 以上的排名中居第 {rank} 名",
    ),
    "base": ("frames: rank without variation", "方框：基准名次"),
    "bump": ("Ranks side by side", "名次变化"),
    "rest": ("gray: the other units", "灰线：其余单元"),
    "sobol": ("What the variance is due to", "方差来源"),
    "variance_of": ("share of the variance of {name}", "占{name}方差的份额"),
    "mean shift": ("the mean shift of ranks", "平均名次变动"),
    "alone": ("alone (first order)", "单独（一阶）"),
    "in_all": ("with interactions (total)", "含交互（总效应）"),
    "points": ("{n} base points", "{n} 个基点"),
    "whiskers": ("lines: intervals", "须线：区间"),
    "ridge": ("Scores over time", "得分分布的演变"),
    "each_area": (
        "each curve has area 1; ticks: medians",
        "各曲线面积为 1；竖线：中位数",
    ),
    "units_each": ("n = {n} units a period", "每期 n = {n} 个单元"),
    "unit_number": ("unit {i}", "第 {i} 个"),
    "criterion_number": ("criterion {i}", "第 {i} 项"),
}
_JOINED: Final = ("; ", "；")


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes
    ----------
    lang : str
        Under which names of criteria, grades and tiers are looked up.
    place : int
        Of the language among those that figures speak.
    """

    lang: str
    place: int

    @classmethod
    def of(cls, lang: Any) -> "Words":
        """Choose a language; English if no font has the characters of another.

        Raises
        ------
        DomainError
            Figures do not speak it.
        """
        if lang not in _LANGUAGES:
            hint = suggestion(str(lang), _LANGUAGES)
            msg = f"lang must be one of {', '.join(_LANGUAGES)}, got {lang!r}.{hint}"
            raise DomainError(msg)
        place = _LANGUAGES.index(lang)
        spoken = ["".join(words[place] for words in _SAID.values())]
        drawable = readable(spoken, [""]) != [""]
        return cls(lang, place if drawable else 0)

    def __call__(self, key: str, **values: Any) -> str:
        """Say something, with values put in."""
        return _SAID[key][self.place].format(**values)

    def maybe(self, key: str) -> str:
        """Say a word of ours, or leave one that is none as it is."""
        return self(key) if key in _SAID else key

    def join(self, parts: Any) -> str:
        """Put remarks beside each other; those that are empty are left out."""
        return _JOINED[self.place].join(part for part in parts if part)
