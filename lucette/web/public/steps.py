"""Answers given step by step without an account: kept in the visit, so that going back loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from lucette.web.design.forms import Form
from lucette.web.gate.request import Request


@dataclass(frozen=True, slots=True)
class Step:
    """`code`: its part of the address; `template` when it shows more than its form."""

    code: str
    label: str
    form: type[Form]
    submit: str = "Continuer"
    what_happens: str = ""
    template: str = "public/step.html"


class Answers:
    """What one visitor typed in each step of one journey."""

    def __init__(self, request: Request, journey: str) -> None:
        self.session, self.key = request.session, f"answers:{journey}"

    def typed(self, code: str) -> QueryDict | None:
        kept = self.session.get(self.key, {}).get(code)
        if kept is None:
            return None
        data = QueryDict(mutable=True)
        for name, values in kept.items():
            data.setlist(name, values)
        return data

    def keep(self, code: str, data: QueryDict) -> None:
        kept = {name: values for name, values in data.lists() if name != "csrfmiddlewaretoken"}
        self.session[self.key] = self.session.get(self.key, {}) | {code: kept}

    def forget(self) -> None:
        self.session.pop(self.key, None)


@dataclass(frozen=True, slots=True)
class Journey:
    """`route`: the url name, which takes the code of a step; `code`: in the visit."""

    code: str
    route: str
    title: str
    steps: Sequence[Step]
    crumb: str

    def at(self, code: str) -> int:
        """Where this step stands; -1 when there is no such step."""
        return next((n for n, step in enumerate(self.steps) if step.code == code), -1)

    def missing(self, answers: Answers, before: int) -> Step | None:
        """The first step before this one that is not rightly answered."""
        return next((step for step in self.steps[:before] if not self.form(step, answers).is_valid()), None)

    def form(self, step: Step, answers: Answers) -> Form:
        return step.form(answers.typed(step.code) or QueryDict())

    def said(self, answers: Answers) -> dict[str, Any]:
        """Every answer, cleaned; only once no step is missing."""
        found: dict[str, Any] = {}
        for step in self.steps:
            form = self.form(step, answers)
            form.is_valid()
            found |= form.cleaned_data
        return found

    def shown(self, answers: Answers, step: Step) -> Form:
        """The form as it was left, without reproach; empty the first time."""
        typed = answers.typed(step.code)
        return step.form(initial={name: value(typed, name, step.form) for name in step.form.base_fields} if typed else None)

    def page(self, request: Request, number: int, form: Form, **more: Any) -> HttpResponse:
        step = self.steps[number]
        following = self.steps[number + 1].label if number + 1 < len(self.steps) else ""
        back = reverse(self.route, args=[self.steps[number - 1].code]) if number else reverse(self.route)
        words = {
            "title": f"{step.label} — {self.title}",
            "heading": self.title,
            "form": form,
            "step": number + 1,
            "steps": len(self.steps),
            "step_label": step.label,
            "next_label": following,
            "submit": step.submit,
            "what_happens": step.what_happens,
            "back_url": back,
            "breadcrumb": [(self.crumb, reverse(self.route))],
        }
        return render(request, step.template, words | more)

    def to(self, number: int) -> HttpResponse:
        return redirect(self.route, self.steps[number].code)


def value(typed: QueryDict, name: str, form: type[Form]) -> Any:
    """As the widget reads it: a list for several choices, one value otherwise."""
    return form.base_fields[name].widget.value_from_datadict(typed, QueryDict(), name)
