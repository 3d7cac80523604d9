"""Annexes as they were printed, kept with a publication. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from notices.annex import Annex, Row, Table
from reports.workbook_layout import Block


def to_json(annexes: Sequence[Annex]) -> dict[str, Any] | None:
    """A JSON-ready mapping of all annexes; None without one."""
    return {"annexes": [_annex_json(each) for each in annexes]} if annexes else None


def from_json(data: Mapping[str, Any] | None) -> tuple[Annex, ...]:
    """The annexes again, exactly as they were."""
    return tuple(_annex(each) for each in data["annexes"]) if data else ()


def _annex_json(annex: Annex) -> dict[str, Any]:
    table = annex.table
    return {
        "title": annex.title,
        "subtitle": table.subtitle,
        "note": table.note,
        "header": [
            [[cell.row, cell.column, cell.rows, cell.columns, cell.text] for cell in row]
            for row in table.header
        ],
        "rows": [{"name": row.name, "cells": list(row.cells), "total": row.total} for row in table.rows],
    }


def _annex(data: Mapping[str, Any]) -> Annex:
    header = tuple(tuple(Block(*cell) for cell in row) for row in data["header"])
    rows = tuple(Row(row["name"], tuple(row["cells"]), row["total"]) for row in data["rows"])
    return Annex(data["title"], Table(header, rows, data["subtitle"], data["note"]))
