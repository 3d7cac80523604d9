"""A rule's expression read out in Chinese."""

import ast
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from reports.expressions import Expression
from reports.snapshot import decimal_text

_SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "加", ast.Sub: "减", ast.Mult: "乘", ast.Div: "除以"}
_COMPARED: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "等于",
    ast.NotEq: "不等于",
    ast.Lt: "小于",
    ast.LtE: "不大于",
    ast.Gt: "大于",
    ast.GtE: "不小于",
}


def words(expression: Expression, labels: Mapping[str, str]) -> str:
    """“一般隐患/已整改”不大于“一般隐患/排查”. Names without a label are shown as typed."""
    return _words(expression.tree, labels)


def _words(node: ast.expr, labels: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return labels.get(node.id, f"“{node.id}”")
    if isinstance(node, ast.Constant):
        return decimal_text(cast(Decimal, node.value))
    if isinstance(node, ast.BoolOp):
        joint = "，并且" if isinstance(node.op, ast.And) else "，或者"
        return joint.join(_within(part, labels, ast.BoolOp) for part in node.values)
    if isinstance(node, ast.UnaryOp):
        sign = "并非" if isinstance(node.op, ast.Not) else "负"
        return sign + _within(node.operand, labels, ast.BoolOp, ast.Compare, ast.BinOp)
    if isinstance(node, ast.BinOp):
        left, right = (_within(part, labels, ast.BinOp) for part in (node.left, node.right))
        return f"{left}{_SIGNS[type(node.op)]}{right}"
    if isinstance(node, ast.Compare):
        return _compared(node, labels)
    raise TypeError(f"no part of a rule: {type(node).__name__}")


def _compared(node: ast.Compare, labels: Mapping[str, str]) -> str:
    """Two conditions set equal hold together or not at all; numbers are compared one after the other."""
    sides = [node.left, *node.comparators]
    shown = [_within(side, labels, ast.BoolOp, ast.Compare) for side in sides]
    if isinstance(node.left, ast.Compare | ast.BoolOp) and isinstance(node.ops[0], ast.Eq):
        return f"{'与'.join(shown)}同时成立或者同时不成立"
    return shown[0] + "，且".join(
        _COMPARED[type(op)] + side for op, side in zip(node.ops, shown[1:], strict=True)
    )


def _within(node: ast.expr, labels: Mapping[str, str], *bracketed: type[ast.expr]) -> str:
    text = _words(node, labels)
    return f"（{text}）" if isinstance(node, bracketed) else text
