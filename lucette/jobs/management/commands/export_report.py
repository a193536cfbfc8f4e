"""Write a report to the ANCT, PDF and CSV, to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lucette.foundation.documents import queries as documents
from lucette.jobs.command import HouseCommand
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Refusal
from lucette.scheme.reports import queries
from lucette.stories import report_to_agency


class Command(HouseCommand):
    help = "Écrit un rapport à l’ANCT dans un dossier : le PDF et le CSV signés, ou leur projet tant qu’il n’est pas signé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="NUMERO", help="par exemple R-2021-00001")
        parser.add_argument("folder", metavar="DOSSIER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            with acting(SYSTEM):
                report = queries.agency_report_numbered(options["number"], SYSTEM)
                if report.document_id and report.spreadsheet_id:
                    name, pdf, csv = report.number, documents.content(report.document_id), documents.content(report.spreadsheet_id)
                else:
                    name, (pdf, csv) = f"{report.number}-projet", report_to_agency.files(report)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for suffix, content in (("pdf", pdf), ("csv", csv)):
                path = folder / f"{name}.{suffix}"
                path.write_bytes(content)
                self.stdout.write(f"Écrit : {path}")
        except OSError as error:
            raise CommandError(f"Ce dossier ne peut pas être écrit : {error.strerror}.") from None
