"""The address of the person to contact: known when it is hers who types, else confirmed by a link sent to it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from lucette.foundation.accounts.queries import holders
from lucette.foundation.journal import actions as journal
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import letters, policies
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.queries.contact import address_of, contact_of


def check_contact(application: Application, by: Actor) -> None:
    """A new address was typed: it is hers who types, or a link is sent to it."""
    email = application.contact_email
    try:
        validate_email(email)
    except ValidationError:
        return
    own = {it.email.casefold() for it in holders(by.role, by.scope) if it.person_id == by.pk} if by.role else set()
    if email.casefold() in own:
        _confirmed(application)
    elif application.contact_confirmed != email:
        letters.confirm_contact(application, address_of(application))


@transaction.atomic
def ask_contact(*, application_id: UUID, by: Actor) -> Application:
    """Send the link again. Raises Forbidden, NotFound, RuleBroken (no address, or confirmed already)."""
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_prepare(by)
    if not application.contact_email or application.contact_confirmed == application.contact_email:
        raise RuleBroken("application.contact_known", "Cette adresse est déjà confirmée, ou aucune n’est donnée.")
    letters.confirm_contact(application, address_of(application))
    journal.record("application.contact_asked", subject=application, by=by, number=application.number)
    return application


def confirm_contact(*, token: str) -> Application:
    """Whoever received the link says that the address is hers; again changes nothing. Raises NotFound as `queries.contact_of`."""
    seen = contact_of(token)
    with acting(SYSTEM):
        application = Application.objects.lock(seen.pk)
        if application.contact_confirmed != application.contact_email:
            _confirmed(application)
            journal.record("application.contact_confirmed", subject=application, by=SYSTEM, number=application.number)
    return application


def _confirmed(application: Application) -> None:
    application.contact_confirmed = application.contact_email
    Application.objects.filter(pk=application.pk).update(contact_confirmed=application.contact_email)
