"""Seal the journal by hand, and check every seal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from lucette.foundation.journal import actions, queries
from lucette.jobs.command import HouseCommand
from lucette.kernel.french import plural


class Command(HouseCommand):
    help = "Scelle l’historique et vérifie tous les sceaux ; écrit la dernière empreinte, à conserver hors de la plateforme."

    def handle(self, *args: Any, **options: Any) -> None:
        made = actions.seal()
        good, bad = queries.verify_seals()
        if bad:
            raise CommandError(f"Historique altéré : le sceau n° {bad.pk} (lignes {bad.first_entry} à {bad.last_entry}) ne se vérifie pas.")
        self.stdout.write(f"{plural(len(made), 'nouveau sceau', 'nouveaux sceaux')}, {plural(good, 'sceau vérifié', 'sceaux vérifiés')}.")
        if last := queries.last_seal():
            self.stdout.write(f"Dernière empreinte : {last.digest}")
