"""Two people of one organization act at the same time."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import actions
from lucette.scheme.applications.models import Application
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.applications.factories import COMPLETE, ApplicationFactory
from tests.scheme.calls.factories import CallFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(act: Callable[[], object], by: Actor, times: int = 4) -> list[str]:
    """`act` at the same time in several threads; what each met: "" or the code of its refusal."""
    start, met = threading.Barrier(times), []

    def work() -> None:
        start.wait()
        try:
            with acting(by):
                act()
            met.append("")
        except RuleBroken as refusal:
            met.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=[work]) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(met)


def test_two_openings_at_once_make_one_application() -> None:
    with acting(SYSTEM):
        call, organization = CallFactory(open=True), OrganizationFactory()
    by = Actor(uuid4(), RoleName.HOST_REPRESENTATIVE, Scope("organization", str(organization.pk)))

    def file() -> None:
        it = actions.open(call_id=call.pk, organization_id=organization.pk, by=by)
        actions.save(application_id=it.pk, **COMPLETE, by=by)
        actions.give_piece(application_id=it.pk, code="signatory", filename="acte.pdf", content=b"%PDF-1.7\n%%EOF\n", by=by)
        actions.file(application_id=it.pk, by=by)

    assert together(file, by) == ["", *["application.live"] * 3]
    with acting(SYSTEM):
        assert Application.objects.filter(call=call, organization=organization, status="filed").count() == 1


def test_a_draft_filed_twice_at_once_is_filed_once() -> None:
    with acting(SYSTEM):
        it = ApplicationFactory(complete=True)
    by = Actor(uuid4(), RoleName.HOST_REPRESENTATIVE, Scope("organization", str(it.organization_id)))
    assert together(lambda: actions.file(application_id=it.pk, by=by), by) == ["", *["state.file"] * 3]
