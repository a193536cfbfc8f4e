"""A page that chooses among what waits; when nothing does, it says so on the page of the object."""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpResponse

from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage


class Choosing(ActPage):
    """`nothing`: the sentence when nothing waits. Its form takes what waits as `found`."""

    nothing: ClassVar[str]

    @abstractmethod
    def waiting(self) -> list[Any]:
        """What may be chosen, the likely ones first."""

    @cached_property
    def found(self) -> list[Any]:
        """The same, read once a request."""
        return self.waiting()

    def refused(self) -> HttpResponse | None:
        refused = super().refused()
        if refused is None and not self.found:
            return self.sent_away(self.nothing)
        return refused

    def told_again(self, form: Form, status: int = 422) -> HttpResponse:
        return self.refused() or super().told_again(form, status)

    def form_arguments(self) -> dict[str, Any]:
        return {"found": self.found}
