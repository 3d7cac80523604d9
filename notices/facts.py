"""What a circular states besides figures: names, dates and versions, by the names templates know them by. Pure."""

from collections.abc import Mapping, Sequence

from reports.snapshot import SnapshotData, digest
from units.days import full_day

RECEIVERS = "各镇街、园区，各有关部门和单位"
"""To whom circulars are addressed where the letterhead says nothing else."""
_DIGEST_SHOWN = 12

_COMMON = {"office": "安委办名称", "period": "本期名称", "campaign": "专项行动名称"}
_CIRCULAR = _COMMON | {
    "tenant": "辖区名称",
    "receivers": "主送机关",
    "previous_period": "上期名称",
    "covers_from": "统计起始日",
    "covers_to": "统计截止日",
    "revision": "本期数据的版次",
    "revised": "本期名称（仅当关账后有更正）",
    "corrected": "上期通报以后更正过的各期（没有时为空）",
    "corrected_to": "更正过的各期及其版次（没有时为空）",
}
_LETTER = _COMMON | {
    "unit": "受文单位",
    "date": "发函日期",
    "reply_by": "答复期限（可空）",
    "owed": "未报事项",
    "due": "未报事项的截止时间",
    "records": "逾期未销号的隐患",
    "reason": "约谈事由",
    "time": "约谈时间",
    "place": "约谈地点",
}
_OF_LETTERS = frozenset({"chase", "remind", "supervise", "interview"})


def known(kind: str) -> Mapping[str, str]:
    """Name → label of every fact a template of this kind may state."""
    return _LETTER if kind in _OF_LETTERS else _CIRCULAR


def of_snapshot(
    snapshot: SnapshotData,
    previous: SnapshotData | None,
    *,
    office: str,
    receivers: str = RECEIVERS,
    corrected: Sequence[SnapshotData] = (),
    cited: SnapshotData | None = None,
) -> dict[str, str]:
    """The facts of a closed period, or of a quarter or year compiled from several.

    `office` is the name that signs, `corrected` earlier periods whose figures were corrected since the last
    circular, the oldest first. `cited` is the snapshot named as the source where `snapshot` was compiled and is
    itself stored nowhere. A fact there is none of is empty.
    """
    return {
        "tenant": snapshot.tenant_name,
        "office": office,
        "receivers": receivers,
        "campaign": snapshot.campaign,
        "period": snapshot.period_title,
        "previous_period": previous.period_title if previous else "",
        "covers_from": full_day(snapshot.covers_from),
        "covers_to": full_day(snapshot.covers_to),
        "revision": _revision(snapshot),
        "revised": snapshot.period_title if snapshot.revision > 1 and cited is None else "",
        "corrected": "、".join(each.period_title for each in corrected),
        "corrected_to": "、".join(f"{each.period_title}{_revision(each)}" for each in corrected),
        "source": _source(cited or snapshot, compiled=cited is not None),
        "synthetic": snapshot.period_title if snapshot.synthetic else "",
        "synthetic_before": previous.period_title if previous and previous.synthetic else "",
    }


def _revision(snapshot: SnapshotData) -> str:
    return f"第{snapshot.revision}版"


def _source(snapshot: SnapshotData, *, compiled: bool) -> str:
    """The snapshot by period, revision and the beginning of its digest."""
    mark = digest(snapshot.to_json())[:_DIGEST_SHOWN]
    named = f"{snapshot.period_title}调度快照{_revision(snapshot)}，校验码{mark}"
    return f"{named}；与其所含此前各期快照汇总" if compiled else named
