"""Who may change a number."""

from django.db.models import TextChoices


class Owner(TextChoices):
    AGENCY = "agency", "Agence nationale de la cohésion des territoires"
    CAISSE = "caisse", "Caisse des Dépôts"
