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


def check_pace(request: Request, kind: str, by_visit: int = BY_VISIT) -> None:
    """Count one more. Raises RuleBroken."""
    if not request.session.session_key:
        request.session.create()
    actions.count_attempt(kind=kind, limits={f"visit {request.session.session_key}": by_visit, f"from {came_from(request)}": BY_ADDRESS})


def check_address(request: Request, kind: str) -> None:
    """The same for a page that is only read: counted by network address, without opening a visit. Raises RuleBroken."""
    actions.count_attempt(kind=kind, limits={f"from {came_from(request)}": BY_ADDRESS})


def paced(request: Request, kind: str, form: BaseForm, by_visit: int = BY_VISIT) -> bool:
    """Count one more; when that is too many, the form says so."""
    try:
        check_pace(request, kind, by_visit)
    except RuleBroken as refusal:
        onto_form(form, refusal)
    return form.is_valid()


def came_from(request: Request) -> str:
    """The visitor's network address, as the last trusted proxy saw it."""
    seen = [*request.headers.get("X-Forwarded-For", "").split(","), request.META.get("REMOTE_ADDR", "")]
    return seen[-1 - min(settings.PROXIES, len(seen) - 1)].strip()
