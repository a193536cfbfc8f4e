"""Write the state diagrams of docs/states from the transition tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from lucette.jobs.command import HouseCommand
from lucette.jobs.states import pages


class Command(HouseCommand):
    help = "Écrit les diagrammes d’états dans docs/states."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "states"
        folder.mkdir(exist_ok=True)
        written = pages()
        for old in folder.glob("*.md"):
            if old.name not in written:
                old.unlink()
        for name, text in written.items():
            (folder / name).write_text(text)
        self.stdout.write(f"{len(written)} pages écrites.")
