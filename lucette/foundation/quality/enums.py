"""The journeys that are measured."""

from __future__ import annotations

from django.db.models import TextChoices


class Journey(TextChoices):
    APPOINTMENT = "appointment", "Prendre rendez-vous"
    HOST = "host", "Candidater pour une structure"
    CANDIDATE = "candidate", "S’inscrire pour devenir conseiller"
    CONTACT = "contact", "Écrire à l’équipe"
