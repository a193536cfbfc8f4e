"""Load the territories shipped with the product, when they are absent or have changed."""

from __future__ import annotations

from typing import Any

from lucette.foundation.territories import actions
from lucette.jobs.command import HouseCommand


class Command(HouseCommand):
    help = "Charge les territoires de référence s’ils sont absents ou s’ils ont changé."

    def handle(self, *args: Any, **options: Any) -> None:
        if actions.load_reference():
            self.stdout.write("Territoires de référence chargés.")
