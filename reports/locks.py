"""What keeps a table from being changed, in words: which lock, since when, until when, whom to ask. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from reports.schedule import cutoff_text
from units.days import full_day


class Kind(StrEnum):
    """Which lock it is."""

    CLOSED = "closed"
    NOT_OBLIGED = "not_obliged"
    READY = "ready"
    SIGNED = "signed"
    FILED = "filed"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock. Texts are whole phrases; `since` is empty where nobody knows since when."""

    kind: Kind
    which: str
    since: str
    until: str
    ask: str

    @property
    def message(self) -> str:
        """The lock as refusals say it: 2023年9月已关账，数据已冻结（自2023年9月25日00:00起，…）。…。"""
        span = "，".join(part for part in (self.since and f"自{self.since}起", self.until) if part)
        return f"{self.which}（{span}）。{self.ask}。"


def closed(title: str, closed_at: datetime, zone: ZoneInfo, office: str) -> Lock:
    """The period is closed: for good, but for corrections."""
    return Lock(
        Kind.CLOSED,
        f"{title}已关账，数据已冻结，不能再改",
        _instant(closed_at, zone),
        "不再开放填报",
        f"确需更改的，请联系{office}办理更正",
    )


def not_obliged(unit: str, administrators: Sequence[str]) -> Lock:
    """The unit owes no filing."""
    return Lock(
        Kind.NOT_OBLIGED,
        f"{unit}不在应报单位之列，不用填报",
        "",
        "列为应报单位之后才能填报",
        f"如有疑问，请联系本辖区管理员{_names(administrators)}",
    )


def ready(since: datetime | None, zone: ZoneInfo, heads: Sequence[str]) -> Lock:
    """The table waits for the signature of the unit's head."""
    return Lock(
        Kind.READY,
        "本表正在等负责人审核签字，不能修改",
        _instant(since, zone) if since else "",
        "签字报送或撤回为止",
        f"需要改动的，请先撤回修改，或者找本单位负责人{_names(heads)}",
    )


def signed(since: datetime | None, zone: ZoneInfo, signer: str) -> Lock:
    """The table is signed and not filed yet."""
    return Lock(
        Kind.SIGNED,
        "本表负责人已签字，不能修改",
        _instant(since, zone) if since else "",
        "报送或撤回为止",
        f"需要改动的，请先撤回修改，改好后请{signer or '负责人'}重新签字",
    )


def filed(since: datetime | None, close_at: datetime, zone: ZoneInfo, office: str) -> Lock:
    """The table is filed; until the period is closed 安委办 can return it."""
    return Lock(
        Kind.FILED,
        "本表已经报送，不能修改",
        _instant(since, zone) if since else "",
        f"到{cutoff_text(close_at, zone)}关账为止，退回后才能改",
        f"需要改动的，请联系{office}退回",
    )


def form_changed(title: str, version: int, since: datetime | None, zone: ZoneInfo) -> Lock:
    """The period `title` has got this version of the form, published at `since`, after the page was loaded."""
    return Lock(
        Kind.FORM,
        f"{title}的调度表已换成第{version}版，这一页还是旧表，没有存入",
        _instant(since, zone) if since else "",
        "刷新页面为止",
        "请刷新页面后继续，新表里还有的项会保留您刚填的内容；换表的事请问本辖区管理员",
    )


def _instant(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{full_day(local)}{local:%H:%M}"


def _names(people: Sequence[str]) -> str:
    return f"（{'、'.join(people)}）" if people else ""
