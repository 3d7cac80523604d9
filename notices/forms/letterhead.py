"""The form of the letterhead."""

from django import forms

from notices.services.letterhead import MOST, Words


def _line(label: str, longest: int, hint: str, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=longest,
        help_text=hint,
        error_messages={"required": missing, "max_length": f"{label}最多{longest}字，请写短一些。"},
        widget=forms.TextInput(attrs={"class": "control"}),
    )


class LetterHeadForm(forms.Form):
    """机关代字, 抄送, 印发机关, 主送, and the first number of the year while none was given out."""

    mark = _line("机关代字", 20, "发文字号的开头，例如“荔安办”。", "请填写机关代字，没有它编不了发文字号。")
    salutation = _line("主送机关", 200, "例如“各镇街，各有关部门和单位”；新起草的通报用它开头，冒号不用写。")
    copies = _line("抄送机关", 300, "印在文末版记里；不抄送的留空。")
    printer = _line("印发机关", 120, "印在文末版记里，日期自动加上。")
    first_number = forms.IntegerField(
        label="本年起始编号",
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="以前在纸上编过号的，从下一号接着编；编出第一号以后不能再改。",
        error_messages={
            "invalid": "起始编号应为整数。",
            "min_value": "起始编号至少是1。",
            "max_value": f"起始编号最大是{MOST}。",
        },
        widget=forms.NumberInput(attrs={"class": "control"}),
    )

    def words(self) -> Words:
        """What was typed, as the service takes it."""
        found = self.cleaned_data
        return Words(found["mark"], found["copies"], found["printer"], found["salutation"])
