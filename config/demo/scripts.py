"""Demonstration records told step by step in the material, each step made by the service anybody else would use.

A step is the name of something a `Walk` can do, a time in words, and what the step is given besides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from config.demo.bulk import Pending
from config.demo.cases import scenes, situation
from config.demo.enterprises import Register
from config.demo.walk import Crew, Discovery, Walk, begin, photo_of, sketch
from hazards.models import Criterion, EnterpriseKind, FoundBy, Stage

Row = Mapping[str, Any]
Job = tuple[datetime, Callable[[], None]]
"""When a record is first filed, and what writes it: jobs done in this order give numbers that run on."""
Step = tuple[str, datetime, Sequence[Any]]
TERM = timedelta(days=30)
"""From discovery, where a row does not give the term as days from today."""


@dataclass(slots=True)
class Script:
    """Writes rows of the material. `when` reads a time in words, not before the one given beside it."""

    crews: Mapping[str, Crew]
    criteria: Mapping[str, Criterion]
    register: Register
    smooth: Pending
    today: date
    when: Callable[[str, datetime | None], datetime]
    _lent: dict[str, bytes] = field(default_factory=dict)

    def job(self, row: Row) -> Job:
        """A row as something to do."""
        found = self.when(row["found"], None)
        steps = self._timed(row, found)
        filed = next((at for name, at, _ in steps if name == "file"), found)
        return filed, lambda: self._write(row, found, steps)

    def _timed(self, row: Row, found: datetime) -> Sequence[Step]:
        steps: list[Step] = []
        for name, words, *given in row["steps"]:
            steps.append((name, self.when(words, steps[-1][1] if steps else found), given))
        return steps

    def _write(self, row: Row, found: datetime, steps: Sequence[Step]) -> None:
        self.smooth.flush()
        crew = self.crews[row["unit"]]
        discovery = self._discovery(row, crew, found)
        if row.get("sketched"):
            sketch(crew, discovery)
            return
        walk = begin(crew, discovery, self.criteria)
        self._lend(row, discovery, walk)
        for name, at, given in steps:
            getattr(walk, name)(at, *given)

    def _discovery(self, row: Row, crew: Crew, found: datetime) -> Discovery:
        what = situation(row["situation"])
        if name := row.get("name"):
            kind = EnterpriseKind(row.get("kind", "company"))
            enterprise = self.register.named(name, what, crew.unit, crew.filer, found, kind)
        else:
            enterprise = self.register.pick(what, crew.unit, crew.filer, found)
        due_on = self.today + timedelta(days=row["due"]) if "due" in row else found.date() + TERM
        return Discovery(what, enterprise, row["number"], FoundBy(row["found_by"]), found, due_on)

    def _lend(self, row: Row, discovery: Discovery, walk: Walk) -> None:
        """Keep the photo that another record will use as its own; attach the one this record borrows."""
        if lender := row.get("borrows"):
            walk.attach(walk.crew.filer, Stage.FOUND, discovery.found_at, "现场照片.jpg", self._lent[lender])
        elif name := row.get("name"):
            scene = scenes()[discovery.situation.scene]
            self._lent[name] = photo_of(walk.hazard, scene, Stage.FOUND, discovery.found_at)[1]
