"""The history of an object."""
from __future__ import annotations

from django.db import models

from lucette.foundation.journal.models import Entry


def history(subject: models.Model) -> list[Entry]:
    """Every act on `subject`, oldest first."""
    return list(Entry.objects.about(subject).order_by("id"))
