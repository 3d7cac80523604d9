"""Writing a circular again over what people changed: a merge of three texts, block by block. Pure.

`base` is what the machine wrote last, `mine` the text as it stands, `new` what the machine would write now.
Nothing that people typed is lost: where both changed a block, theirs stays and the machine's is offered beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from notices.block_words import by_id, joined, same, tokens
from notices.content import Block, CircularContent, FigureRef
from notices.editor_text import facts_of, renewed


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text.

    `changed` are ids of blocks that both sides changed, `vanished` of blocks people changed and the machine no
    longer writes, `renewed` figures with the text they had before, `lost` texts of figures that are no more.
    """

    content: CircularContent
    changed: tuple[str, ...]
    vanished: tuple[str, ...]
    renewed: Mapping[str, str]
    lost: tuple[str, ...]


def merge(
    base: CircularContent, mine: CircularContent, new: CircularContent, figures: Mapping[str, str]
) -> Merged:
    """Lay `new` under `mine`; `figures` are the texts of now by key. Every block needs an id of its own."""
    old, own, fresh = by_id(base), by_id(mine), by_id(new)
    facts = {**facts_of(mine), **facts_of(new)}
    blocks: dict[str, Block] = {}
    changed, vanished = [], []
    for name in [*own, *(name for name in fresh if name not in own)]:
        if name not in own:
            # Taken out by people: it stays out, whatever the machine makes of it now.
            if name not in old:
                blocks[name] = fresh[name]
        elif name in old and same(own[name], old[name]):
            if name in fresh:
                blocks[name] = fresh[name]
        else:
            blocks[name] = _refreshed(own[name], figures, facts)
            if name in fresh and same(blocks[name], fresh[name]):
                blocks[name] = fresh[name]
            elif name not in fresh and name in old:
                vanished.append(name)
            elif name in fresh and not _as_before(old.get(name), fresh[name]):
                changed.append(name)
    content = CircularContent(tuple(blocks[name] for name in _order(base, mine, new, blocks)))
    kept = [own[name] for name in blocks if name in own and not (name in old and same(own[name], old[name]))]
    return Merged(
        content, tuple(changed), tuple(vanished), _renewed(mine, content, figures), _lost(kept, figures)
    )


def _refreshed(block: Block, figures: Mapping[str, str], facts: Mapping[str, str]) -> Block:
    parts = (renewed(part, figures, facts) for part in block.parts)
    return Block(block.kind, joined(parts), block.id)


def _as_before(old: Block | None, fresh: Block) -> bool:
    """Whether the machine says the same as last time, but for the texts of figures."""
    return old is not None and old.kind is fresh.kind and list(tokens(old.parts)) == list(tokens(fresh.parts))


def _order(
    base: CircularContent, mine: CircularContent, new: CircularContent, kept: Iterable[str]
) -> Sequence[str]:
    """Ids in their order: the machine's, unless people moved its blocks; the others after what they followed."""
    old, own, fresh = (list(by_id(each)) for each in (base, mine, new))
    moved = _only(own, old) != _only(old, own)
    leading, other = (own, fresh) if moved else (fresh, own)
    there = set(kept)
    order = [name for name in leading if name in there]
    placed = set(order)
    for place, name in enumerate(other):
        if name in there and name not in placed:
            before = next((each for each in reversed(other[:place]) if each in placed), None)
            order.insert(0 if before is None else order.index(before) + 1, name)
            placed.add(name)
    return order


def _only(names: Iterable[str], those: Iterable[str]) -> list[str]:
    wanted = set(those)
    return [name for name in names if name in wanted]


def _renewed(mine: CircularContent, content: CircularContent, figures: Mapping[str, str]) -> dict[str, str]:
    still = set(content.figure_keys)
    before = {ref.key: ref.text for ref in _references(mine.blocks)}
    return {key: text for key, text in before.items() if key in still and figures[key] != text}


def _lost(kept: Iterable[Block], figures: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref.text for ref in _references(kept) if ref.key not in figures))


def _references(blocks: Iterable[Block]) -> list[FigureRef]:
    return [part for block in blocks for part in block.parts if isinstance(part, FigureRef)]
