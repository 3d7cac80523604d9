"""What administrators enter into a standard of their own: its head and its clauses."""

from typing import Any, TypeAlias

from django import forms
from django.http import QueryDict

from hazards import logic_text
from hazards.forms.fields import DayField, offer
from hazards.logic_text import BadOutline
from hazards.models import Criterion, Standard
from hazards.selectors import catalogue
from hazards.services.revising import Clause, Head
from hazards.standards import LONG, SHORT, Confidence, Logic

# A textarea takes no more than this; a clause with so many conditions would not be read by anybody.
LONGEST_OUTLINE = 20_000
CONTROL = {"class": "control"}
Typed: TypeAlias = QueryDict | None


def _words(label: str, *, rows: int = 0, required: bool = True, **options: Any) -> forms.CharField:
    """A text field with limits said in words; of several lines where `rows` are given."""
    limit = LONG if rows else SHORT
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        widget=forms.Textarea({**CONTROL, "rows": rows}) if rows else forms.TextInput(CONTROL),
        error_messages={
            "required": f"{label}还没有填。",
            "max_length": f"{label}最多{limit}字，请写短一些。",
        },
        **options,
    )


class HeadForm(forms.Form):
    """What a standard says of itself."""

    title = _words("标准名称", help_text="正式文件的全称。")
    number = _words("文号或标准编号", help_text="例如 应急管理部令第10号、GB 35181-2025。")
    issuer = _words("发布机关")
    sector = forms.ChoiceField(
        label="领域",
        error_messages={"required": "请选一个领域。", "invalid_choice": "没有这个领域，请从列表里选。"},
        widget=forms.Select(CONTROL),
    )
    effective_from = DayField(
        label="施行日期",
        help_text="从这一天起发现的隐患按这一版判定；前一版施行到它的前一天。",
        missing="施行日期还没有填。",
    )
    verbatim = forms.BooleanField(
        label="条文照录正式文本",
        required=False,
        initial=True,
        help_text="不勾的，条文处处标明“要点，非原文”。",
    )
    reference_only = forms.BooleanField(
        label="只作检查参考",
        required=False,
        help_text="检查事项清单勾这一项：只提示查什么，单凭它不能判定重大事故隐患。",
    )

    def __init__(self, data: Typed = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        offer(self, "sector", [("", "请选择"), *((name, name) for name in catalogue.sectors())])

    @classmethod
    def of(cls, standard: Standard) -> "HeadForm":
        """Filled with what a draft says."""
        names = ("title", "number", "issuer", "sector", "effective_from", "reference_only")
        said = {name: getattr(standard, name) for name in names}
        return cls(initial={**said, "verbatim": standard.confidence == Confidence.VERBATIM})

    def head(self) -> Head:
        """What was entered, once the form is valid."""
        return Head(**self.cleaned_data)


class ClauseForm(forms.Form):
    """One clause with its conditions as an outline."""

    article = _words("条号", help_text="例如 第十三条第（一）项。")
    place = forms.IntegerField(
        label="排在第几",
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput({**CONTROL, "inputmode": "numeric"}),
        error_messages={
            "required": "请写排在第几条。",
            "invalid": "排在第几要写一个整数。",
            "min_value": "排在第几从1数起。",
            "max_value": "排在第几最大写9999。",
        },
    )
    scope = _words("适用范围", required=False, help_text="哪些企业、哪些场所；不限的留空。")
    text = _words("条文", rows=4, required=False, help_text="国家标准（GB）的正文不随系统提供，可以留空。")
    conditions = forms.CharField(
        label="条件",
        strip=False,
        max_length=LONGEST_OUTLINE,
        help_text="一行写一个能查实的事实。要几个合起来的，先写一行“同时满足：”“满足其一：”或“至少满足2项：”，"
        "下面各行行首多空两格。",
        widget=forms.Textarea({**CONTROL, "rows": 10, "spellcheck": "false", "data-outline": ""}),
        error_messages={
            "required": "条件还没有写。",
            "max_length": f"条件最多{LONGEST_OUTLINE}字，请拆成几条。",
        },
    )
    notes = _words("说明", rows=2, required=False, help_text="怎么认定、常见误判；没有的留空。")

    def __init__(self, data: Typed = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")

    @classmethod
    def of(cls, criterion: Criterion) -> "ClauseForm":
        """Filled with a clause of a draft."""
        said = {name: getattr(criterion, name) for name in ("article", "scope", "text", "notes")}
        conditions = logic_text.written(criterion.logic)
        return cls(initial={**said, "place": criterion.order, "conditions": conditions})

    def clean_conditions(self) -> Logic:
        """The logic tree; the line is named that cannot be read."""
        try:
            return logic_text.parse(self.cleaned_data["conditions"])
        except BadOutline as error:
            raise forms.ValidationError(str(error)) from None

    def clause(self) -> Clause:
        """What was entered, once the form is valid."""
        said = dict(self.cleaned_data)
        return Clause(logic=said.pop("conditions"), **said)
