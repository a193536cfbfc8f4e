"""To the host: its referral was accepted. Citizens are called, never written to: nobody asks for their address."""

from __future__ import annotations

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.actor import Scope
from lucette.kernel.clock import PARIS
from lucette.kernel.french import date
from lucette.scheme.appointments.models import Appointment, Referral
from lucette.scheme.places.rules import time_in_words


def referral_accepted(referral: Referral, appointment: Appointment) -> None:
    """To the secretaries of the host. The first name stays behind the door."""
    start = appointment.slot.lower.astimezone(PARIS)
    scope = Scope("organization", str(referral.organization_id))
    for holder in accounts.holders(RoleName.HOST_SECRETARY, scope):
        notifications.write(
            kind="referral_accepted",
            to_email=holder.email,
            to_person=holder.person_id,
            to_organization=referral.organization_id,
            about=appointment,
            subject="Une personne que vous avez orientée a un rendez-vous",
            body=(
                "Bonjour,\n\n"
                "Votre conseiller numérique a accepté de recevoir une personne que vous avez orientée.\n\n"
                f"- Date : {date(start.date())} à {time_in_words(start.time())}\n- Lieu : {appointment.place.name}\n\n"
                "Prévenez cette personne par téléphone : Lucette ne lui écrit pas."
            ),
            action_label="Voir le rendez-vous",
        )
