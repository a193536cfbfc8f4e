"""Where an export stands: told by its dates, assigned nowhere."""

from __future__ import annotations

from django.db.models import TextChoices


class ExportState(TextChoices):
    WAITING = "waiting", "en attente"
    UNDER_WAY = "under_way", "en préparation"
    READY = "ready", "prêt"
    EXPIRED = "expired", "expiré"
    FAILED = "failed", "en échec"
