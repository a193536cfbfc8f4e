"""Referrals and appointments of citizens: the least possible about them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.kernel.records import Record
from lucette.kernel.workflow import Stateful
from lucette.scheme.activities.enums import Theme
from lucette.scheme.activities.models import HeldQuerySet
from lucette.scheme.appointments.enums import APPOINTMENT, REFERRAL, AppointmentStatus, BookedBy, ReferralStatus
from lucette.scheme.places.models import Place
from lucette.scheme.recruitment.models import Hire


class Referral(Record, Stateful):
    """A host sends a person to one of its advisers. First name and a way to call back: nothing more."""

    WORKFLOW = REFERRAL
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    hire = models.ForeignKey(Hire, on_delete=models.PROTECT, related_name="+", verbose_name="conseiller")
    first_name = models.CharField("prénom", max_length=80)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    need = models.CharField("besoin", max_length=24, choices=Theme.choices)
    status = models.CharField("état", max_length=10, choices=ReferralStatus.choices, default=ReferralStatus.SENT)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"


class Appointment(Record, Stateful):
    WORKFLOW = APPOINTMENT
    hire = models.ForeignKey(Hire, on_delete=models.PROTECT, related_name="+", verbose_name="conseiller")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="lieu d’accueil")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, null=True, related_name="appointment", verbose_name="orientation")
    slot = DateTimeRangeField("créneau")
    first_name = models.CharField("prénom", max_length=80)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    booked_by = models.CharField("réservé par", max_length=10, choices=BookedBy.choices)
    need = models.CharField("besoin", max_length=24, choices=Theme.choices)
    status = models.CharField("état", max_length=24, choices=AppointmentStatus.choices, default=AppointmentStatus.BOOKED)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        constraints = [
            ExclusionConstraint(
                name="one_appointment_at_a_time",
                expressions=[("hire", RangeOperators.EQUAL), ("slot", RangeOperators.OVERLAPS)],
                condition=models.Q(status__in=["booked", "confirmed", "honoured"]),
            )
        ]
