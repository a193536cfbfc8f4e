"""Load the territories shipped with the product, when they are absent or have changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lucette.foundation.territories import actions


class Command(BaseCommand):
    help = "Charge les territoires de référence s’ils sont absents ou s’ils ont changé."

    def handle(self, *args: Any, **options: Any) -> None:
        if actions.load_reference():
            self.stdout.write("Territoires de référence chargés.")
