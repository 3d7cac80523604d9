"""What tests of templates are made of."""

from collections.abc import Mapping
from decimal import Decimal

from notices.content import CircularContent
from notices.templating import compose, parse
from reports.figures import Figure, Value

FACTS: Mapping[str, str] = {"office": "某安委办", "period": "2023年9月", "unit": ""}
HEAD = "标题：关于{@period}的通报\n"


def figures(**values: Value) -> dict[str, Figure]:
    """Figures by key, `_` standing for the dot, printed as `<value>条`."""
    keys = {name.replace("_", "."): value for name, value in values.items()}
    return {key: Figure(key, key, value, "条", _text(value), "", ()) for key, value in keys.items()}


def _text(value: Value) -> str:
    return "、".join(value) if isinstance(value, tuple) else f"{value}条"


def content(body: str, *, facts: Mapping[str, str] = FACTS, **values: Value) -> CircularContent:
    """A template of this body, composed."""
    return compose(parse(HEAD + body), figures(**values), facts)


def body(text: str, **values: Value) -> list[str]:
    """The headings and paragraphs a body comes out as."""
    kinds = ("heading_1", "heading_2", "paragraph")
    found = compose(parse(HEAD + text), figures(**values), FACTS)
    return [block.text for block in found.blocks if block.kind.value in kinds]


def amount(text: str) -> Decimal:
    """An exact amount."""
    return Decimal(text)
