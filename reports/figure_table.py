"""The paper on figures: one line for each, written from their definitions, so that it cannot differ from them. Pure."""

from collections.abc import Iterator, Sequence

from reports import figure_words
from reports.figure_names import catalogued, made
from reports.rounding import RULE
from reports.snapshot import IndicatorSpec

HEAD = f"""# 指标表

通报中的每个数字都是下表中的一个指标，从关账时冻结的快照算出，不取实时数据。本表由程序按指标定义生成，请勿手工修改。

- 统一取舍：{RULE}。几个占比并列、合起来是全部时，按最大余数法，合计恰为100%。
- 占比的分母是真实的全部；部分大于整体时不出数，公式里写明。
- 未报送不等于零：没有报送的单位不计入，公式里点名。
- 上期没有快照时，新增数、环比记“—”；首期全部计为新增。
- 键中的`{{}}`代表行业、单位类别的名称，例如`sector.major.工贸.count`。快照里没有台账的旧期，没有台账各指标。
- 每个指标带来源行：各单位（或各行业、各期）的数，可以逐条核对。
"""
COLUMNS = ("键", "名称", "公式", "取舍")


def table(specs: Sequence[IndicatorSpec]) -> str:
    """The whole paper in Markdown, for a form of these columns."""
    by_code = {spec.code: spec for spec in specs}
    rows = [
        (each.key, each.label, figure_words.formula(each, by_code), figure_words.rounding(each))
        for each in catalogued(specs)
    ]
    rows += [(each.key, each.label, each.formula, each.rounding) for each in made(specs)]
    return "\n".join((HEAD, *_lines(rows), ""))


def _lines(rows: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
    yield _line(*COLUMNS)
    yield _line(*("---",) * len(COLUMNS))
    for key, *rest in rows:
        yield _line(f"`{key}`", *rest)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |"
