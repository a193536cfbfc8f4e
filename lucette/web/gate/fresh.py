"""A sensitive act asks who acts once more, when she signed in some time ago."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from lucette.foundation.accounts.rules import fresh
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.web.gate.acts import ActPage
from lucette.web.gate.request import Request

SIGNED_IN = "signed_in_at"  # in the session


def came_in(request: Request) -> None:
    """She has just proved who she is."""
    request.session[SIGNED_IN] = clock.now().isoformat()


def is_fresh(request: Request) -> bool:
    """Less than some minutes ago (a dated parameter)?"""
    kept = request.session.get(SIGNED_IN)
    minutes = parameters.value("accounts.fresh_sign_in_minutes", clock.today())
    return fresh(dt.datetime.fromisoformat(kept) if kept else None, clock.now(), minutes)


class FreshAct(ActPage):
    """An act for which an old session is not enough: the person signs in again, and comes back here."""

    def refused(self) -> HttpResponse | None:
        return super().refused() or (None if is_fresh(self.request) else self.ask_again())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(self.request):
            return super().post(request, **kwargs)
        self.keep()
        return self.ask_again()

    def ask_again(self) -> HttpResponse:
        self.request.session["suite"] = self.request.path
        return redirect("signin:again")
