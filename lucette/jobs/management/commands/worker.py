"""The worker: runs the tasks until it is told to stop."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from procrastinate.contrib.django import app

from lucette.jobs.command import HouseCommand


class Command(HouseCommand):
    help = "Exécute les tâches : envoi des courriels, sceaux de l’historique, exports demandés."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="exécute ce qui attend, puis s’arrête")
        parser.add_argument("--queue", metavar="FILE", help="ne prend que les tâches de cette file (exports)")
        parser.add_argument("--concurrency", metavar="NOMBRE", type=int, default=2, help="tâches menées de front (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            app.run_worker(
                queues=[options["queue"]] if options["queue"] else None,
                wait=not options["once"],
                concurrency=options["concurrency"],
                delete_jobs="successful",
                shutdown_graceful_timeout=30,
            )
