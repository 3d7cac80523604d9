"""The wording of the monthly dispatch circular (月度调度通报), as data.

The structure is that of the circulars district safety offices publish: results, problems, next steps.
A problem appears only when the figures say so, and names the units concerned.
"""

from dataclasses import dataclass
from decimal import Decimal

from notices.clauses import Clause, Sentence, When, above, below

LISTED_RATE_DUE = Decimal(50)
"""A share of listed hazards (挂牌督办率, %) below this is named as a weakness."""

CONCENTRATED = Decimal(80)
"""Three units with more than this share of all penalties (%) mean that the others enforce little."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem paragraph: its lead, its sentences, and what is to be done about it.

    It appears when one of the sentences `shown_by` appears.
    """

    lead: str
    shown_by: tuple[Sentence, ...]
    also: tuple[Sentence, ...]
    step: str
    advice: str


TITLE = ("{@office}", "关于{@campaign}", "{@period}调度情况的通报")
ISSUER = "{@office}文件"
NUMBER = "（发文字号待编）"
DRAFT_MARK = "（草稿）"
SALUTATION = "各镇街、园区，各有关部门和单位："
OPENING = "为扎实推进{@campaign}，根据各单位报送的调度数据，现将{@period}工作情况通报如下。"
ANNEX = "{@tenant}专项行动进展情况调度表"
SIGNATURE = "{@office}"
DATE = "（待签发）"
SOURCE = "本稿数据取自{@period}调度快照{@revision}，校验码{@digest}。"
SYNTHETIC = "本期为合成数据，仅供演示，不得作为正式文件印发。"
SYNTHETIC_BEFORE = (
    "上期（{@previous_period}）为合成数据，仅供演示；本期新增数和环比由此算出，不得作为正式文件印发。"
)

PROGRESS_HEADING = "工作成效"
PROBLEMS_HEADING = "存在问题"
NEXT_HEADING = "下一步工作"


def _counted(text: str, key: str) -> Clause:
    """A clause that is left out when nothing was done."""
    return Clause(f"{text}{{{key}}}", (above(key),))


def _falling(key: str) -> tuple[When, ...]:
    return (below(key),)


PROGRESS: tuple[Sentence, ...] = (
    (
        Clause("{@covers_from}至{@covers_to}，各单位累计抽查检查企业{enterprises_inspected}"),
        _counted("帮扶指导重点企业", "enterprises_assisted"),
        _counted("帮扶指导重点镇街", "towns_assisted"),
    ),
    (
        Clause("累计排查一般隐患{general.found}"),
        Clause("已整改{general.rectified}"),
        Clause("整改率{general.rectification_rate}"),
    ),
    (
        Clause("累计排查重大隐患{major.found.total}"),
        Clause("其中企业自查{major.found.enterprise}、部门排查{major.found.department}"),
        Clause("已整改{major.rectified.total}"),
        Clause("整改率{major.rectification_rate}"),
    ),
    (
        Clause("{@period}新增一般隐患{general.new.found}"),
        Clause(
            "新增重大隐患{major.new.total}（企业自查{major.new.enterprise}、部门排查{major.new.department}）"
        ),
    ),
    (
        _counted("部门挂牌督办重大隐患", "listed.found"),
        _counted("责令停产整顿企业", "production_halted"),
        _counted("关闭取缔企业", "closed_down"),
        _counted("曝光、约谈、联合惩戒企业", "exposed_interviewed_sanctioned"),
    ),
    (
        Clause("实施行政处罚{penalty.count}、处罚金额{penalty.amount}", (above("penalty.count"),)),
        _counted("企业和主要负责人“一案双罚”", "double_penalty"),
        _counted("移送司法机关", "judicial_transfer"),
        _counted("移交案件线索", "case_leads_transferred"),
        _counted("公布典型执法案例", "typical_cases_published"),
        _counted("倒查追责问责", "accountability"),
        _counted("约谈通报有关地区和部门", "regions_interviewed"),
    ),
    (
        _counted("党委政府分管领导现场督导检查", "leader_onsite_supervision"),
        _counted("部门负责同志到企业宣讲", "official_enterprise_lectures"),
        Clause(
            "举办执法人员专题培训{officer_training_sessions}、参训{officer_training_attendees}",
            (above("officer_training_sessions"),),
        ),
        _counted("发放举报奖励", "report_reward_total"),
    ),
    (Clause("以上数据不含到关账时未报送的{filing.missing_units}"),),
    (Clause("经同意，{filing.extended_units}，已在延期内报送，不计为迟报"),),
)

PROBLEMS_OPENING = "从报送的数据看，工作中还有一些问题需要抓紧解决。"
NO_PROBLEMS = "从报送的数据看，本期没有需要通报的突出问题，各单位要保持力度、持续推进。"

_SEARCH = Problem(
    lead="隐患排查劲头减弱",
    shown_by=(
        (
            Clause("{@period}新增重大隐患{major.new.total}", _falling("major.new.change_rate")),
            Clause("比上期的{major.new.previous}{major.new.change_rate}", _falling("major.new.change_rate")),
        ),
        (
            Clause("{@period}新增一般隐患{general.new.found}", _falling("general.new.change_rate")),
            Clause(
                "比上期的{general.new.previous}{general.new.change_rate}",
                _falling("general.new.change_rate"),
            ),
        ),
        (Clause("专项行动开展以来，{zero_units.major}没有排查出重大隐患"),),
        (Clause("{@period}，{zero_units.general_new}没有新增一般隐患"),),
    ),
    also=(),
    step="加大排查力度",
    advice="对照重大事故隐患判定标准，聚焦风险较高的行业领域和企业，把问题找准找全；"
    "长期没有排查出重大隐患的单位要逐家复核，说明原因。",
)
_RECTIFICATION = Problem(
    lead="隐患整改还不彻底",
    shown_by=(
        (
            Clause("还有{major.outstanding}重大隐患没有整改到位", (above("major.outstanding"),)),
            Clause("涉及{outstanding_units.major}", (above("major.outstanding"),)),
        ),
    ),
    also=(),
    step="抓紧整改销号",
    advice="对没有整改到位的重大隐患，逐条明确责任人、措施、资金、时限和预案，整改完成后及时组织复查。",
)
_LISTED = Problem(
    lead="挂牌督办不够有力",
    shown_by=(
        (
            Clause("部门排查重大隐患{major.found.department}", (below("listed.rate", LISTED_RATE_DUE),)),
            Clause("挂牌督办{listed.found}", (below("listed.rate", LISTED_RATE_DUE),)),
            Clause("督办率仅为{listed.rate}", (below("listed.rate", LISTED_RATE_DUE),)),
        ),
    ),
    also=((Clause("{zero_units.listed}排查出重大隐患但没有挂牌督办"),),),
    step="强化挂牌督办",
    advice="部门排查出的重大隐患应督尽督，用好约谈、通报等手段，跟踪到整改完成为止。",
)
_ENFORCEMENT = Problem(
    lead="执法力度不够均衡",
    shown_by=(
        (
            Clause(
                "{@period}新增行政处罚{penalty.new.count}，比上期{penalty.new.count.change_rate}",
                _falling("penalty.new.count.change_rate"),
            ),
            Clause(
                "新增处罚金额{penalty.new.amount}，比上期{penalty.new.amount.change_rate}",
                _falling("penalty.new.amount.change_rate"),
            ),
        ),
        (
            Clause(
                "行政处罚主要集中在{penalty.top3.units}", (above("penalty.top3.count_share", CONCENTRATED),)
            ),
            Clause("次数占比{penalty.top3.count_share}", (above("penalty.top3.count_share", CONCENTRATED),)),
            Clause("金额占比{penalty.top3.amount_share}", (above("penalty.top3.count_share", CONCENTRATED),)),
        ),
    ),
    also=((Clause("{zero_units.penalty}没有实施行政处罚"),),),
    step="严格精准执法",
    advice="坚持检查与处罚衔接，依法应当处罚的处罚到位，防止只检查、不执法，及时公布有警示作用的典型案例。",
)
_FILING = Problem(
    lead="数据报送不够及时准确",
    shown_by=(
        (Clause("{filing.missing_units}到关账时仍未报送"),),
        (Clause("{filing.late_units}超过截止时间才报送"),),
        (Clause("{filing.ledger.missing_units}没有报送台账，也没有零报告"),),
        (Clause("{filing.ledger.late_units}超过截止时间才报齐台账"),),
        (Clause("{doubtful_units.listed}填报的挂牌督办数大于部门排查数，需要核对"),),
    ),
    also=(),
    step="提高报送质量",
    advice="按填表说明统计，单位负责人把关后按时报送，佐证材料留存备查；没有发生的也要如实零报告。",
)

PROBLEMS: tuple[Problem, ...] = (_SEARCH, _RECTIFICATION, _LISTED, _ENFORCEMENT, _FILING)
ALWAYS: tuple[Problem, ...] = (_FILING,)
"""Problems whose step is named even in a month without that problem."""
