"""Templates of circulars as data: a text that a clerk can read, and no program could hide in. Pure.

    标题：关于{@campaign}的通报          head lines: 标题, 主送, 附件, 落款
    # 工作成效                          numbered 一、 when something stands below it; ## is （一）
    累计排查{major.found.total} | 已整改{major.rectified.total} ?major.rectified.total > 0
    - [整改] 整改还不彻底               a point, numbered 一是; it appears when one of its sentences does
    还有{major.outstanding}没有整改
    * 涉及{outstanding_units.major}     a sentence that does not make its point appear by itself
    ## 抓紧整改 ?整改                   appears with that point; ?有要点 and ?无要点 ask about the section
    > 本稿供讨论                        a notice; lines that begin with // are for the editor of the template

Lines below each other are the sentences of one paragraph, an empty line ends it, ` | ` parts the clauses of a
sentence. A clause is left out when a figure in it is undefined or an empty list, a fact is empty, or its condition
does not hold. Nothing but figures and facts can be read, nothing can be repeated or called.
"""

from notices.templating.checking import problems
from notices.templating.composing import compose
from notices.templating.parts import BrokenTemplate, Problem, Template
from notices.templating.reading import MAX_LENGTH, MAX_LINES, parse

__all__ = [
    "MAX_LENGTH",
    "MAX_LINES",
    "BrokenTemplate",
    "Problem",
    "Template",
    "compose",
    "parse",
    "problems",
]
