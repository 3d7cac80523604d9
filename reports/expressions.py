"""The language of rules: comparisons of named numbers, joined by and, or, not.

An expression is parsed and checked when a rule is saved; only what stands in `_NODES` gets through, so that
nothing can be called, looked into or made to run long. `Evaluator` then runs the tree as often as need be.
"""

import ast
import operator
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, cast

from simpleeval import SimpleEval

MAX_LENGTH = 300
"""Characters of an expression."""
MAX_NODES = 150
MAX_DEPTH = 20

Names = Mapping[str, Decimal]
"""Values by name; a name without value is simply not there."""

_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_NODES = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Name, ast.Load, ast.Constant,
    *_OPERATORS,
)  # fmt: skip
_MIXED = "表达式把数字和判断混在一起了，请检查 and、or、not 和比较符号两边，必要时加括号。"
_TYPED = str.maketrans(
    {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "＋": "+", "－": "-", "＜": "<", "＞": ">"}
    | {"（": "(", "）": ")", "，": ",", "　": " "}
)


class InvalidExpression(ValueError):
    """Text that is no expression; the message says in Chinese what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: its tree, with numbers as decimals, and the names in it in the order they appear."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]


class _Engine(SimpleEval):  # type: ignore[misc]
    """simpleeval without its search of every result for dangerous objects: a third of its time.

    What `parse` lets through yields decimals and truth values only.
    """

    def _check_disallowed_items(self, item: object) -> None:
        return


class Evaluator:
    """Runs checked expressions. Not to be shared by threads."""

    def __init__(self) -> None:
        self._engine = _Engine(operators=dict(_OPERATORS), functions={}, names={})

    def holds(self, expression: Expression, names: Names) -> bool | None:
        """Whether the expression holds; None where a name has no value or something is divided by zero."""
        if not all(name in names for name in expression.names):
            return None
        self._engine.names = names
        try:
            return bool(self._engine.eval(expression.text, previously_parsed=expression.tree))
        except ArithmeticError:
            return None


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """The expression this text is. Raises InvalidExpression for anything else."""
    plain = text.translate(_TYPED).strip()
    if not plain:
        raise InvalidExpression("还没有写表达式。")
    if len(plain) > MAX_LENGTH:
        raise InvalidExpression(f"表达式最多{MAX_LENGTH}字，现有{len(plain)}字，请拆成几条规则。")
    tree = _tree(plain)
    _require_plain(tree, plain)
    _require_small(tree)
    if not _is_logical(tree):
        raise InvalidExpression("表达式要能判断成立或不成立，例如 general_rectified <= general_found。")
    names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    ordered = sorted(names, key=lambda name: plain.index(name) if name in plain else len(plain))
    return Expression(plain, _Decimals().visit(tree), tuple(ordered))


def parse_known(text: str, known: Collection[str]) -> Expression:
    """Like `parse`, and every name must be one of `known`; otherwise the nearest of them is named."""
    expression = parse(text)
    for name in expression.names:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            advice = f"是不是“{near[0]}”？" if near else "请从可用的名称中选。"
            raise InvalidExpression(f"没有“{name[:60]}”这个名称，{advice}")
    return expression


def _tree(text: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        place = f"第{error.offset}个字附近" if error.offset else ""
        equals = "判断相等请写两个等号 ==。" if "=" in text and "==" not in text else ""
        raise InvalidExpression(f"表达式{place}写错了，请检查括号、符号和名称。{equals}") from None
    except (ValueError, RecursionError, MemoryError):
        raise InvalidExpression("表达式读不懂，或者套得太深，请写简单一些。") from None


def _require_plain(tree: ast.expr, text: str) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, _NODES):
            raise InvalidExpression(
                "表达式里只能有名称、数字、括号，加减乘除（+ - * /）、比较（<= < == != >= >）和 and、or、not。"
            )
        if isinstance(node, ast.Constant) and _number(node) is None:
            shown = ast.get_source_segment(text, node) or ""
            raise InvalidExpression(f"“{shown[:20]}”不是可用的数字。")


def _require_small(tree: ast.expr) -> None:
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES or _depth(tree) > MAX_DEPTH:
        raise InvalidExpression("表达式太长或套得太深，请拆成几条规则。")


def _depth(tree: ast.AST) -> int:
    """How many nodes deep a tree is, without recursion."""
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _is_logical(node: ast.expr) -> bool:
    """Whether a part is true or false rather than a number. Raises InvalidExpression where the two are mixed."""
    if isinstance(node, ast.BoolOp):
        _require_alike(node.values, logical=True)
        return True
    if isinstance(node, ast.Compare):
        kinds = {_is_logical(side) for side in (node.left, *node.comparators)}
        same = all(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops)
        if kinds not in ({False}, {True}) or (True in kinds and not same):
            raise InvalidExpression(_MIXED)
        return True
    if isinstance(node, ast.UnaryOp):
        logical = isinstance(node.op, ast.Not)
        _require_alike([node.operand], logical=logical)
        return logical
    if isinstance(node, ast.BinOp):
        _require_alike([node.left, node.right], logical=False)
    return False


def _require_alike(parts: list[ast.expr], *, logical: bool) -> None:
    if any(_is_logical(part) is not logical for part in parts):
        raise InvalidExpression(
            "表达式把数字和判断混在一起了，请检查 and、or、not 和比较符号两边，必要时加括号。"
        )


def _number(node: ast.Constant) -> Decimal | None:
    """The exact number as typed; None for texts, truth values, infinity and the like."""
    if type(node.value) not in (int, float):
        return None
    number = Decimal(repr(node.value))
    return number if number.is_finite() else None


class _Decimals(ast.NodeTransformer):
    """Replaces numbers by decimals, so that 0.1 is exactly that."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant(value=cast(Any, _number(node)))
