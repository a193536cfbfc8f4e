"""A post shared by several communes: the host that bears it says with whom, and how much of the time."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound
from lucette.scheme.applications import policies, rules
from lucette.scheme.applications.models import Application, Partner


@transaction.atomic
def add_partner(*, application_id: UUID, name: str, percent: int, by: Actor) -> Partner:
    """This body receives the adviser `percent` % of the time; the host keeps what is left, one per cent at least.

    Raises Forbidden, NotFound, WrongState (not a draft), Invalid (name, percent).
    """
    application = _draft(application_id, by)
    name = " ".join(name.split())
    known = {it.name.casefold(): it.percent for it in Partner.objects.filter(application=application)}
    problems = rules.partner_problems(name, percent, known, application.organization.name)
    if problems:
        raise Invalid("partner.invalid", "Le partage du poste est à corriger.", problems)
    partner = Partner.objects.create(application=application, name=name, percent=percent)
    journal.record("application.partner_added", subject=application, by=by, name=name, percent=percent)
    return partner


@transaction.atomic
def take_off_partner(*, application_id: UUID, partner_id: UUID, by: Actor) -> Partner:
    """This body no longer shares the post: its time goes back to the host. Raises Forbidden, NotFound, WrongState (not a draft)."""
    application = _draft(application_id, by)
    partner = Partner.objects.filter(application=application, pk=partner_id).first()
    if partner is None:
        raise NotFound
    partner.delete()
    journal.record("application.partner_taken_off", subject=application, by=by, name=partner.name, percent=partner.percent)
    return partner


def _draft(application_id: UUID, by: Actor) -> Application:
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_prepare(by)
    application.check_act("save")
    return application
