"""Load the territories shipped with the product, when they are absent."""
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Charge les territoires de référence s’ils sont absents."

    def handle(self, *args: Any, **options: Any) -> None:
        return None
