"""How circulars call the figures of a period: words before a number → the figure's key. Data only."""

import re
from dataclasses import dataclass

from notices.numbers.script import COUNT, MONEY, PERCENT

PREFIX = (
    r"(?:[、：]|其中|全[区市县省]|[本我][区市县省]|各(?:镇街|乡镇|街道|部门|单位|园区|级|地)+|(?:重点)?单位"
    r"|累计|总计|共计|合计|总共|共|已经|已|仅为|仅|只|单月|当月|本月|本期|上个?月|上期|上一期|同期|以来"
    r"|(?:专项)?行动(?:开展)?|新增加?|增加|期间|分别|并|又|还有|还|也|经|依法|年|季度|组织|举办|开展|实施|作出|的|有|比|较)*"
)
SUFFIX = r"(?:总数|个数|数量|次数|总量|数|量)?(?:分别)?(?:共计|共|仅为|为|达到|达|是|有|仅|了|超过)?"
HAZARDS = r"(?:安全|事故|安全生产)*隐患"

_INTERVIEWED = r"约谈、?通报(?:有关)?(?:地区|镇街|县区)?(?:和|及|、)?(?:有关)?(?:部门|单位)?"
_MONEY_TAKEN = "(?:行政)?(?:处罚|罚款|罚没)(?:款项|款)?(?:总)?(?:金额|额)?"
_TRAINED = "(?:监管)?(?:执法)?人员专题培训|、?(?:参训|参加培训|培训执法)(?:人员)?"
_LEADERS = r"(?:分管)?(?:本部门的?)?(?:党委、?政府)?(?:分管)?领导(?:带队)?(?:到)?现场督导检查"

_LATE = "(?:台账中)?(?:超过整改[时期]限|逾期)(?:还|仍|尚)?"
_OVERDUE = f"{_LATE}(?:没有|未)(?:完成)?(?:销号|整改)(?:到位)?的重大{HAZARDS}"


@dataclass(frozen=True, slots=True)
class Called:
    """One way to call a figure: the words, the sign of its number, the units it may have (any when empty)."""

    key: str
    words: str
    sign: str = COUNT
    units: tuple[str, ...] = ()
    new: str = ""
    within: str = ""

    def fits(self, label: str, sign: str, unit: str, ahead: str) -> bool:
        """Whether `label` (the words between the number and what stood before it) calls this figure.

        Some words do so only in a sentence that names what it is about (`within`).
        """
        if self.within not in ahead or sign != self.sign or (self.units and unit not in self.units):
            return False
        return re.fullmatch(f"{PREFIX}(?:{self.words}){SUFFIX}", label) is not None


_FIRMS = ("家次", "家", "个次", "户", "户次")
_TIMES = ("次", "起", "件", "宗", "起次")

CALLED: tuple[Called, ...] = (
    Called("enterprises_inspected", "(?:抽查|检查|执法|排查)+(?:各类|生产经营)?(?:企业|单位)", COUNT, _FIRMS),
    Called("enterprises_assisted", "(?:帮扶|指导)+(?:重点)?企业", COUNT, _FIRMS),
    Called("towns_assisted", "(?:帮扶|指导)+(?:重点)?(?:镇街|县区|乡镇|县区（镇街）)", COUNT),
    Called("penalty.count", "行政处罚|处罚", COUNT, _TIMES, "penalty.new.count"),
    Called("penalty.amount", _MONEY_TAKEN, MONEY, (), "penalty.new.amount"),
    Called("production_halted", "(?:责令)?停产(?:停业)?(?:整顿|整改)(?:企业)?", COUNT, _FIRMS),
    Called("closed_down", "关闭(?:、)?取缔(?:企业)?", COUNT, _FIRMS),
    Called("exposed_interviewed_sanctioned", "曝光、?约谈、?(?:和)?联合惩戒(?:企业)?", COUNT, _FIRMS),
    Called("typical_cases_published", "(?:公布|发布|曝光)?典型(?:执法)?案例", COUNT, ("个", "件", "起", "例")),
    Called("accountability", "(?:责任)?倒查(?:追责)?(?:问责)?|追责问责", COUNT, ("人", "名", "人次")),
    Called("regions_interviewed", _INTERVIEWED, COUNT, ("次", "家次", "个次")),
    Called("double_penalty", "(?:企业和(?:企业)?主要负责人)?“?一案双罚”?", COUNT, _TIMES),
    Called("judicial_transfer", "移送司法(?:机关)?", COUNT, ("人", "名")),
    Called("case_leads_transferred", "(?:移交)?案件(?:线索)?(?:移交)?", COUNT, ("家", "件", "条", "起")),
    Called("leader_onsite_supervision", _LEADERS, COUNT, ("次", "人次")),
    Called("official_enterprise_lectures", "(?:行业)?部门负责(?:同志|人)到企业宣讲", COUNT, ("次", "场", "场次")),
    Called("officer_training_sessions", "(?:监管)?(?:执法)?人员专题培训", COUNT, ("场", "场次", "次", "期")),
    Called("officer_training_attendees", _TRAINED, COUNT, ("人次", "人")),
    Called("officer_training_attendees", "、?培训(?:人员)?", COUNT, ("人次", "人"), within="专题培训"),
    Called("report_reward_total", "(?:发放|兑现)?举报奖励(?:总)?(?:金额|资金)?", MONEY),
    Called("report_reward_anonymous", "匿名举报(?:查实)?奖励(?:金额)?", MONEY),
    Called("listed.found", f"(?:部门)?(?:挂牌督办|挂牌)(?:重大{HAZARDS})?", COUNT, ("条", "个", "项", "处", "件")),
    Called("listed.rate", "(?:重大隐患)?(?:挂牌)?督办率", PERCENT),
    Called("penalty.top3.count_share", "(?:行政处罚)?(?:的)?次数(?:占比|占全区的)", PERCENT, within="处罚"),
    Called("penalty.top3.amount_share", "(?:(?:行政)?(?:处罚|罚款))?金额(?:占比|占全区的)", PERCENT, within="处罚"),
    Called("hazards.overdue", _OVERDUE, COUNT, ("条", "个", "项")),
    Called("hazards.reopened", f"(?:销号后)?(?:经回头看)?重新打开的重大{HAZARDS}", COUNT, ("条", "个", "项")),
    Called("filing.obliged", "应(?:当)?报送(?:的)?(?:单位)?", COUNT, ("家", "个")),
    Called("filing.filed", "报送(?:的)?单位", COUNT, ("家", "个")),
    Called("filing.on_time", "按时报送(?:的)?(?:单位)?", COUNT, ("家", "个")),
    Called("filing.late", "迟报(?:的)?(?:单位)?", COUNT, ("家", "个")),
    Called("filing.missing", "未报送(?:的)?(?:单位)?|缺报(?:单位)?", COUNT, ("家", "个")),
    Called("filing.on_time_rate", "按时报送率", PERCENT),
    Called("filing.ledger.on_time_rate", "台账按时报送率", PERCENT),
)  # fmt: skip

FOUND = {
    ("general", ""): "general.found",
    ("major", ""): "major.found.total",
    ("major", "企业"): "major.found.enterprise",
    ("major", "部门"): "major.found.department",
}
"""What was found: severity and finder → figure."""

NEW = {
    "general.found": "general.new.found",
    "major.found.total": "major.new.total",
    "major.found.enterprise": "major.new.enterprise",
    "major.found.department": "major.new.department",
} | {called.key: called.new for called in CALLED if called.new}
"""Total → what the period added to it."""

BEFORE = {
    "general.new.found": "general.new.previous",
    "major.new.total": "major.new.previous",
    "penalty.new.count": "penalty.new.count.previous",
    "penalty.new.amount": "penalty.new.amount.previous",
}
"""What the period added → what the period before added."""

CHANGE = {
    "general.new.found": "general.new.change_rate",
    "major.new.total": "major.new.change_rate",
    "penalty.new.count": "penalty.new.count.change_rate",
    "penalty.new.amount": "penalty.new.amount.change_rate",
}
"""What the period added → its change on the period before."""

RECTIFIED = {
    "general.found": "general.rectified",
    "major.found.total": "major.rectified.total",
    "major.found.enterprise": "major.rectified.enterprise",
    "major.found.department": "major.rectified.department",
    "listed.found": "listed.rectified",
}
RATED = {
    "general.found": "general.rectification_rate",
    "major.found.total": "major.rectification_rate",
}
OUTSTANDING = {"major.found.total": "major.outstanding"}

SUMS = (
    ("major.found.total", ("major.found.enterprise", "major.found.department")),
    ("major.rectified.total", ("major.rectified.enterprise", "major.rectified.department")),
    ("major.new.total", ("major.new.enterprise", "major.new.department")),
    ("major.found.total", ("major.rectified.total", "major.outstanding")),
)
"""Figures that are the sum of others."""

RATIOS = (
    ("general.rectified", "general.found", "general.rectification_rate"),
    ("major.rectified.total", "major.found.total", "major.rectification_rate"),
    ("listed.found", "major.found.department", "listed.rate"),
)
"""Part, whole, and the figure that is their ratio."""

BOUNDS = (
    ("general.rectified", "general.found"),
    ("major.rectified.total", "major.found.total"),
    ("major.rectified.enterprise", "major.found.enterprise"),
    ("major.rectified.department", "major.found.department"),
    ("listed.found", "major.found.department"),
    ("listed.rectified", "listed.found"),
    ("major.found.department", "major.found.total"),
    ("major.found.enterprise", "major.found.total"),
    ("major.new.total", "major.found.total"),
    ("general.new.found", "general.found"),
    ("penalty.new.count", "penalty.count"),
    ("penalty.new.amount", "penalty.amount"),
    ("report_reward_anonymous", "report_reward_total"),
)
"""Figures that cannot exceed others."""
