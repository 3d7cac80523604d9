"""The leader's page out of figures: key figures with their change, one sentence, and charts as data.

Pure. A chart is JSON for the browser; the page prints the same numbers as a table beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.figures import Figure
from reports.measures import Book
from reports.ranking import CRITERIA, Criterion, RankRow
from reports.rounding import UNDEFINED
from reports.snapshot import SnapshotData, decimal_text

Figures = Mapping[str, Figure]

KEY_FIGURES = (
    "major.found.total",
    "major.rectification_rate",
    "general.found",
    "general.rectification_rate",
    "penalty.amount",
    "filing.on_time_rate",
)
NEW_MAJOR = ("major.new.enterprise", "major.new.department")
RATES = ("major.rectification_rate", "general.rectification_rate")
SENTENCE = ("major.new.total", "major.new.previous", "major.new.change_rate")

TREND_KEYS = tuple(dict.fromkeys((*KEY_FIGURES, *NEW_MAJOR, *RATES)))
"""What the trend has to be asked for."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure with its change on the period before: `change` in words, `direction` up, down, same or empty."""

    figure: Figure
    change: str
    direction: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars; None where there is no value, never zero."""

    name: str
    values: tuple[Decimal | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is bar or line, `summary` the text alternative."""

    kind: str
    title: str
    summary: str
    measure: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    def to_json(self) -> dict[str, Any]:
        """What the browser draws; values as exact strings."""
        return {
            "kind": self.kind,
            "summary": self.summary,
            "measure": self.measure,
            "labels": list(self.labels),
            "series": [
                {"name": each.name, "values": [_plain(v) for v in each.values], "texts": list(each.texts)}
                for each in self.series
            ],
        }

    @property
    def table(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Rows of the table behind the chart: label, then one text for each series."""
        return tuple(
            (label, tuple(each.texts[place] for each in self.series))
            for place, label in enumerate(self.labels)
        )


def key_figures(now: Figures, before: Figures | None) -> tuple[KeyFigure, ...]:
    """The key figures this form has, each against the period before where there is one."""
    return tuple(_key_figure(now[key], (before or {}).get(key)) for key in KEY_FIGURES if key in now)


def sentence(now: Figures) -> str:
    """One sentence that says what changed: 本期新增重大隐患6条，上期13条，下降53.85%。"""
    if not all(key in now for key in SENTENCE):
        return ""
    new, previous, rate = (now[key] for key in SENTENCE)
    if previous.value is None:
        return f"本期新增重大隐患{new.text}。"
    change = "" if rate.value is None else f"，{rate.text}"
    return f"本期新增重大隐患{new.text}，上期{previous.text}{change}。"


def criteria_of(snapshot: SnapshotData) -> Mapping[str, Criterion]:
    """What this period's units can be ranked by: the criteria whose indicators its form has."""
    book = Book(snapshot)
    return {key: item for key, item in CRITERIA.items() if book.has((*item.codes, *item.whole))}


def trend_chart(title: str, keys: Sequence[str], points: Sequence[tuple[str, Figures]]) -> Chart:
    """Figures over the periods, oldest first; `points` are period titles with their figures.

    A figure that no period has is left out, so a chart may be left without series.
    """
    known = [key for key in keys if any(key in figures for _, figures in points)]
    series = tuple(_series(key, points) for key in known)
    measure = next((figures[key].unit for _, figures in points for key in keys if key in figures), "")
    last = "；".join(f"{each.name}{each.texts[-1]}" for each in series if each.texts)
    labels = tuple(label for label, _ in points)
    latest = f"{labels[-1]}：{last}" if labels else "还没有数据"
    return Chart("line", title, f"{title}，共{len(labels)}期。{latest}。", measure, labels, series)


def ranking_chart(title: str, rows: Sequence[RankRow]) -> Chart:
    """The ranked units as bars, the first on top; units without a place are left to the table."""
    placed = [row for row in rows if row.rank is not None]
    first = f"第一位{placed[0].unit}，{placed[0].text}" if placed else "没有可排名的单位"
    values = tuple(row.value for row in placed)
    series = Series(title, values, tuple(row.text for row in placed))
    labels = tuple(row.unit for row in placed)
    return Chart("bar", title, f"{title}，{len(placed)}家单位。{first}。", "", labels, (series,))


def _key_figure(now: Figure, before: Figure | None) -> KeyFigure:
    if (
        before is None
        or not isinstance(now.value, Decimal | int)
        or not isinstance(before.value, Decimal | int)
    ):
        return KeyFigure(now, "", "")
    difference = Decimal(now.value) - Decimal(before.value)
    measure = "个百分点" if now.unit == "%" else now.unit
    if not difference:
        return KeyFigure(now, "与上期持平", "same")
    word, direction = ("上升", "up") if difference > 0 else ("下降", "down")
    if now.unit != "%":
        word = "增加" if difference > 0 else "减少"
    return KeyFigure(now, f"比上期{word} {decimal_text(abs(difference))} {measure}", direction)


def _series(key: str, points: Sequence[tuple[str, Figures]]) -> Series:
    found = [figures.get(key) for _, figures in points]
    name = next(figure.label for figure in found if figure)
    values = tuple(_number(figure) for figure in found)
    texts = tuple(figure.text if figure else UNDEFINED for figure in found)
    return Series(name, values, texts)


def _number(figure: Figure | None) -> Decimal | None:
    if figure is None or not isinstance(figure.value, Decimal | int):
        return None
    return Decimal(figure.value)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)
