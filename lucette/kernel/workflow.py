"""A status changes in one place. A table of named transitions says what may follow what; `move_to` consults it; `diagram` draws it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models

from lucette.kernel.actor import Actor
from lucette.kernel.errors import WrongState


@dataclass(frozen=True, slots=True)
class Transition:
    """`act` (English verb of the glossary) takes an object from one of `sources` to one of `targets`; `label` is the act in French.

    No source: the act creates the object. A target equal to its source: the act is allowed there and changes no status.
    """

    act: str
    label: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


class Workflow:
    """The transitions of one object. `name` is its French term (« la candidature »), used in refusals."""

    def __init__(self, name: str, statuses: type[models.TextChoices], *transitions: Transition) -> None:
        self.name, self.statuses, self.transitions = name, statuses, transitions
        self.by_act = {t.act: t for t in transitions}
        if len(self.by_act) != len(transitions):
            raise ValueError(f"{name}: an act is named twice")
        for status in (s for t in transitions for s in (*t.sources, *t.targets)):
            statuses(status)

    @property
    def initial(self) -> str:
        """The status in which the object is created."""
        return next(t.targets[0] for t in self.transitions if not t.sources)

    def allows(self, status: str, act: str, target: str | None = None) -> bool:
        """May `act` be done from `status` (to `target`, when given)?"""
        transition = self.by_act[act]
        return status in transition.sources and (target is None or target in transition.targets)

    def acts_from(self, status: str) -> list[Transition]:
        """What may be done from `status`, in the order of the table."""
        return [t for t in self.transitions if status in t.sources]

    def check(self, status: str, act: str, target: str | None = None) -> None:
        """Raise WrongState, in French, when the table has no such edge."""
        if not self.allows(status, act, target):
            here = self.statuses(status).label
            raise WrongState(
                f"state.{act}",
                f"On ne peut pas {self.by_act[act].label} : {self.name} est à l’état « {here} ». "
                "Rechargez la page pour voir où en est le dossier.",
            )

    def edges(self) -> Iterator[tuple[str, str, str]]:
        """(source or "", act, target), one per arrow."""
        for t in self.transitions:
            for source in t.sources or ("",):
                yield from ((source, t.act, target) for target in t.targets)

    def diagram(self) -> str:
        """Mermaid state diagram, French labels."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {s.value}: {s.label}" for s in self.statuses]
        for source, act, target in self.edges():
            lines.append(f"    {source or '[*]'} --> {target}: {self.by_act[act].label}")
        return "\n".join(lines) + "\n"


class Stateful(models.Model):
    """A row with a status. Each model declares `status` (its choices) and WORKFLOW; only `move_to` changes it."""

    WORKFLOW: ClassVar[Workflow]
    status: Any
    status_since = models.DateTimeField("dans cet état depuis", null=True, editable=False)
    status_by = models.UUIDField("par", null=True, editable=False)

    class Meta:
        abstract = True

    def allows(self, act: str) -> bool:
        return self.WORKFLOW.allows(self.status, act)

    def check_act(self, act: str) -> None:
        """Raise WrongState when the table does not allow `act` from here."""
        self.WORKFLOW.check(self.status, act)

    def move_to(self, target: str, *, act: str, on: dt.datetime, by: Actor, **changes: Any) -> None:
        """Change status, with the fields that go with it, in one UPDATE that holds only if nobody changed it meanwhile."""
        self.WORKFLOW.check(self.status, act, target)
        changes |= {"status": target, "status_since": on, "status_by": by.pk}
        unchanged: dict[str, Any] = {"pk": self.pk, "status": self.status}
        if not type(self)._base_manager.filter(**unchanged).update(**changes):
            raise WrongState(f"state.{act}", f"{self.WORKFLOW.name.capitalize()} vient de changer d’état : rechargez la page.")
        for name, value in changes.items():
            setattr(self, name, value)

    @classmethod
    def move_together(cls, rows: Sequence[Self], target: str, *, act: str, on: dt.datetime, by: Actor, **changes: Any) -> None:
        """`move_to` for many rows that change alike, in a handful of UPDATEs: all, or WrongState (the act then rolls back)."""
        changes |= {"status": target, "status_since": on, "status_by": by.pk}
        before: dict[str, list[Any]] = {}
        for row in rows:
            cls.WORKFLOW.check(row.status, act, target)
            before.setdefault(row.status, []).append(row.pk)
        moved = sum(cls._base_manager.filter(pk__in=pks, status=status).update(**changes) for status, pks in before.items())
        if moved != len(rows):
            raise WrongState(f"state.{act}", f"{cls.WORKFLOW.name.capitalize()} vient de changer d’état : rechargez la page.")
        for row in rows:
            for name, value in changes.items():
                setattr(row, name, value)
