"""Nobody asks too much at once: so many an hour for one visit, so many for one network address."""

from __future__ import annotations

from django.conf import settings
from django.forms import BaseForm

from lucette.foundation.accounts import actions
from lucette.kernel.errors import RuleBroken
from lucette.web.gate.refusals import onto_form
from lucette.web.gate.request import Request

BY_VISIT = 5
BY_ADDRESS = 60  # a class of thirty behind one address still gets through


def check_pace(request: Request, kind: str) -> None:
    """Count one more. Raises RuleBroken."""
    if not request.session.session_key:
        request.session.create()
    actions.count_attempt(kind=kind, limits={f"visit {request.session.session_key}": BY_VISIT, f"from {came_from(request)}": BY_ADDRESS})


def paced(request: Request, kind: str, form: BaseForm) -> bool:
    """Count one more; when that is too many, the form says so."""
    try:
        check_pace(request, kind)
    except RuleBroken as refusal:
        onto_form(form, refusal)
    return form.is_valid()


def came_from(request: Request) -> str:
    """The visitor's network address, as the last trusted proxy saw it."""
    seen = [*request.headers.get("X-Forwarded-For", "").split(","), request.META.get("REMOTE_ADDR", "")]
    return seen[-1 - min(settings.PROXIES, len(seen) - 1)].strip()
