"""« Mes exports » : the long lists that a person asked for, how far they are, their file for a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from lucette.foundation.exports import actions, queries
from lucette.foundation.exports.enums import ExportState
from lucette.foundation.exports.rules import KEPT_HOURS
from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Refusal
from lucette.web.design.elements import Document
from lucette.web.design.parts import Progress
from lucette.web.gate import tasks
from lucette.web.gate.access import home_of
from lucette.web.gate.exports import asked_for, filename
from lucette.web.gate.request import Request
from lucette.web.gate.sheets import ARCHIVE, FORMATS, Format

if TYPE_CHECKING:
    from lucette.foundation.exports.models import Export

TONES = {
    ExportState.WAITING: "info",
    ExportState.UNDER_WAY: "info",
    ExportState.READY: "success",
    ExportState.EXPIRED: "warning",
    ExportState.FAILED: "error",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One export: `progress` when its length is known and it is being written, `document` when it is ready, else a `sentence`."""

    anchor: str
    title: str
    asked: str
    state: str
    tone: str
    sentence: str
    progress: Progress | None
    document: Document | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: Request) -> HttpResponse:
    """All of them, the latest first; sent to it, what the page of a long list asks for."""
    if request.method == "POST":
        return ask(request)
    return listed(request, "Mes exports", queries.exports(request.actor))


def ask(request: Request) -> HttpResponse:
    """Have a list prepared, and wake the worker."""
    try:
        export = actions.ask(**asked_for(request.POST.get("asked", "")), by=request.actor)
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return redirect("gate:exports")
    try:
        with transaction.atomic():
            tasks.write_exports.defer()
    except AlreadyEnqueued:
        pass  # the worker is about to look anyway
    messages.success(request, f"« {export.title} » se prépare. Nous vous écrirons dès que le fichier sera prêt.")
    return redirect("gate:exports")


@never_cache
@require_safe
def export(request: Request, export_id: UUID) -> HttpResponse:
    """One of them. Raises NotFound."""
    it = queries.export(export_id, request.actor)
    return listed(request, f"Export « {it.title} »", [it])


def listed(request: Request, title: str, found: list[Export]) -> HttpResponse:
    shown = [shown_of(it) for it in found]
    kept = french.plural(KEPT_HOURS, "heure")
    context = {
        "title": title,
        "lead": f"Les listes trop longues pour être écrites aussitôt. Chaque fichier est gardé {kept}, pour vous seul.",
        "breadcrumb": [("Mon espace", reverse(home_of(request.actor)))],
        "exports": shown,
        "waiting": any(not it.ready_at and not it.failed_at for it in found),
    }
    return render(request, "gate/my_exports.html", context)


def shown_of(it: Export) -> Shown:
    state, known = it.state, max(it.expected, it.rows)
    document = progress = None
    if state == ExportState.READY:
        detail = f"{format_of(it).label} – {french.number(max(1, round(it.size / 1000)))} ko"
        document = Document("Télécharger le fichier", reverse("gate:export_file", args=[it.pk]), detail)
    elif state == ExportState.UNDER_WAY and it.expected:
        progress = Progress("Lignes écrites", min(it.rows, known - 1), known)
    return Shown(
        f"export-{it.pk}",
        it.title,
        f"{format_of(it).label}, demandé {moment(it.created_at)}",
        state.label,
        TONES[state],
        sentence(it, state),
        progress,
        document,
    )


def format_of(it: Export) -> Format:
    return ARCHIVE if it.extension == ARCHIVE.extension else FORMATS[it.extension]


def sentence(it: Export, state: ExportState) -> str:
    match state:
        case ExportState.WAITING:
            return "Votre demande est prise : la préparation va commencer."
        case ExportState.UNDER_WAY:
            return "" if it.expected else f"{french.plural(it.rows, 'ligne écrite', 'lignes écrites')} pour le moment."
        case ExportState.READY:
            return f"{french.plural(it.rows, 'ligne')}. Le fichier reste là jusqu’au {moment(it.kept_until)}."
        case ExportState.EXPIRED:
            return "Le fichier est effacé. Redemandez-le depuis la liste si vous en avez besoin."
    return f"{it.failure} Vous pouvez redemander cet export depuis la liste."


def moment(at: object) -> str:
    local = at.astimezone(PARIS)  # type: ignore[attr-defined]
    return f"{french.date(local.date())} à {local:%-H h %M}"


@never_cache
@require_safe
def file(request: Request, export_id: UUID) -> FileResponse:
    """The bytes, to whoever asked for them; that she took them is remembered. Raises NotFound."""
    it = actions.open_file(export_id=export_id, by=request.actor)
    response = FileResponse(it.file.open("rb"), as_attachment=True, filename=filename(it.name, it.extension))
    response["Content-Type"] = format_of(it).content_type
    response["X-Content-Type-Options"] = "nosniff"
    return response
