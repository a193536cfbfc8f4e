"""An act whose effects depend on what is typed: the page tells them in numbers first, then asks to confirm; what changes is told again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from lucette.web.gate.acts import ActPage


class PreviewedAct(ActPage):
    """First POST: `effects()` of `self.answers`, and the button says `submit`. Second POST with the same answers: the act is done."""

    template_name = "gate/previewed.html"
    first_button = "Voir ce qui va se passer"
    answers: dict[str, Any] | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            self.answers = form.cleaned_data
            if request.POST.get("seen") == self.seen():
                return super().post(request, **kwargs)
        return self.refused() or (self.page(form) if form.is_valid() else self.told_again(form))

    def seen(self) -> str:
        """What was told: the answers, as the second POST gives them back. "" before anything is typed."""
        return " ".join(f"{name}={value}" for name, value in self.answers.items()) if self.answers else ""

    def more(self) -> dict[str, Any]:
        return {"seen": self.seen(), "first_button": self.first_button}
