"""The mailbox of the demonstration: every letter, as its reader receives it, and the way to open it in her place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.queries import HeldRole, Persona
from lucette.foundation.notifications import queries as notifications
from lucette.kernel import french
from lucette.kernel.errors import NotFound
from lucette.kernel.records import is_uuid
from lucette.web.design.elements import Fact, Filter
from lucette.web.design.templatetags.lucette import french_time
from lucette.web.gate.letters import PAGES
from lucette.web.gate.lists import address
from lucette.web.gate.request import Request
from lucette.web.signin.backend import LinkBackend
from lucette.web.signin.demonstration import enter

if TYPE_CHECKING:
    from lucette.foundation.notifications.models import Letter

# what letters are about: its room, its name in the address, its name on the page
TOPICS = (
    ("applications", "candidatures", "Candidatures"),
    ("committee", "comite", "Comité de sélection"),
    ("agreements", "conventions", "Conventions"),
    ("posts", "postes", "Postes"),
    ("recruitment", "recrutements", "Recrutements"),
    ("trainings", "formations", "Formations"),
    ("payments", "versements", "Versements"),
    ("organizations", "coordonnees-bancaires", "Coordonnées bancaires"),
    ("appointments", "rendez-vous", "Rendez-vous"),
    ("reports", "comptes-rendus", "Comptes rendus"),
    ("network", "reseau", "Vie du réseau"),
    ("exports", "exports", "Exports"),
    ("bulk", "traitements", "Traitements"),
    ("fund", "fonds", "Fonds"),
    ("accounts", "connexion", "Connexion"),
    ("", "messages", "Messages"),
)
# what the page of a letter may do: its own style, links in another tab, nothing else
SEALED = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the list."""

    subject: str
    url: str
    reader: str
    written: str
    undelivered: bool


@never_cache
@require_safe
def mailbox(request: Request) -> HttpResponse:
    """The letters, newest first: by reader, by topic, by words."""
    topic, words = request.GET.get("sujet", ""), request.GET.get("q", "").strip()[:80]
    room = next((room for room, name, _ in TOPICS if name == topic), None)
    person = request.GET.get("personne", "")
    reader = accounts.fictional_reader(person_id=UUID(person)) if is_uuid(person) else None
    letters, after, count = notifications.mailbox_page(
        room=room,
        kind=request.GET.get("sorte", "")[:60],
        person_id=UUID(person) if is_uuid(person) else None,
        organization_ids=[UUID(role.scope.code) for role in reader.roles if role.scope.kind == "organization"] if reader else [],
        search=words,
        after=request.GET.get("apres", ""),
    )
    names = accounts.names(letter.to_person for letter in letters if letter.to_person)
    return render(
        request,
        "signin/mailbox.html",
        {
            "title": "Boîte aux lettres",
            "lead": "Toutes les lettres que la plateforme écrit. En démonstration, aucune ne part vraiment.",
            "count": french.plural(count, "lettre"),
            "lines": [line(letter, names.get(letter.to_person) if letter.to_person else "") for letter in letters],
            "older": address(request, apres=after) if after else "",
            "newest": address(request) if request.GET.get("apres") else "",
            "topics": topics(request),
            "readers": readers(request, reader),
            "narrowed": narrowed(request, reader),
            "words": words,
            "kept": {name: request.GET.get(name, "") for name in ("sujet", "personne", "sorte")},
        },
    )


def line(it: Letter, name: str | None) -> Line:
    return Line(it.subject, reverse("signin:letter", args=[it.pk]), name or it.to_email, french_time(it.created_at), bool(it.failure))


def topics(request: Request) -> list[Filter]:
    """« Tous les sujets », then each that has letters, with their count."""
    counts, asked = notifications.counts_by_room(), request.GET.get("sujet", "")
    found = [Filter(label, address(request, sujet=name), name == asked, counts[room]) for room, name, label in TOPICS if counts.get(room)]
    return [Filter("Tous les sujets", address(request, sujet=""), not asked, sum(counts.values())), *found]


def readers(request: Request, reader: Persona | None) -> list[Filter]:
    """The people of the demonstration, by role; nobody once one is chosen: `narrowed` gives the way back."""
    if reader:
        return []
    return [Filter(title(it.role), address(request, personne=str(it.person_id))) for it in accounts.personas()]


def narrowed(request: Request, reader: Persona | None) -> list[Filter]:
    """What narrows the list besides the topic, each to be taken away."""
    found = []
    if request.GET.get("personne"):
        found.append(Filter(f"Pour {reader.name}" if reader else "Pour une personne", address(request, personne=""), True))
    if request.GET.get("sorte"):
        found.append(Filter("De la même sorte", address(request, sorte=""), True))
    return found


def title(role: HeldRole) -> str:
    """« Préfecture (Corrèze) »."""
    return f"{role.label} ({role.place})" if role.place else role.label


@never_cache
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def letter(request: Request, letter_id: UUID) -> HttpResponse:
    """One letter as it is received, its text twin, who reads it and in which role."""
    it = notifications.letter(letter_id)
    reader = reader_of(it)
    role = role_of(it, reader) if reader else None
    context: dict[str, Any] = {
        "title": it.subject,
        "breadcrumb": [("Boîte aux lettres", reverse("signin:mailbox"))],
        "letter": it,
        "text": notifications.rendered(it).text,
        "reader": reader,
        "facts": facts(it, reader, role),
    }
    return render(request, "signin/letter.html", context)


def facts(it: Letter, reader: Persona | None, role: HeldRole | None) -> list[Fact]:
    room = it.about_type.partition(".")[0]
    box, topic = reverse("signin:mailbox"), next((topic for topic in TOPICS if topic[0] == room), None)
    who = f"{box}?personne={reader.person_id}" if reader else ""
    found = [
        Fact("Pour", reader.name if reader else it.to_email, who, it.to_email if reader else ""),
        Fact("En qualité de", title(role) if role else ""),
        Fact("À propos de", topic[2] if topic else "", f"{box}?sujet={topic[1]}" if topic else "", it.reference),
        Fact("Écrite le", french_time(it.created_at)),
        Fact("Remise le", french_time(it.sent_at)),
        Fact("Non remise", it.failure, note=f"{french.plural(it.attempts, 'essai')}" if it.failure else ""),
        Fact("Semblables", "Voir les lettres de la même sorte", f"{box}?sorte={it.kind}"),
    ]
    return [fact for fact in found if fact.value]


@never_cache
@require_safe
@xframe_options_sameorigin
@csp(SEALED)  # type: ignore[arg-type]
def rendering(request: Request, letter_id: UUID) -> HttpResponse:
    """The HTML of the letter alone, shown in a frame: what it may do is said by its own policy. Its links open in another tab."""
    html = notifications.rendered(notifications.letter(letter_id)).html
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


@require_POST
def open_letter(request: Request, letter_id: UUID) -> HttpResponse:
    """Take the place of the fictional person who received this letter, then open what it is about."""
    it = notifications.letter(letter_id)
    reader = reader_of(it)
    person = LinkBackend().get_user(reader.person_id) if reader else None
    if reader is None or person is None:
        raise NotFound
    enter(request, person, role_of(it, reader).id)
    return redirect("gate:letter", letter_id)


def reader_of(it: Letter) -> Persona | None:
    return accounts.fictional_reader(person_id=it.to_person, email=it.to_email, organization_id=it.to_organization)


def role_of(it: Letter, reader: Persona) -> HeldRole:
    """The role in which she receives it: for this organization, and in a space that has a page for it, as far as can be."""
    pages = PAGES.get(it.about_type, {})
    return max(reader.roles, key=lambda role: (role.scope.code == str(it.to_organization), role.space in pages))
