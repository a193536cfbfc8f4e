"""The accounts of a year, as the Caisse, the State and the auditor read them: the same figures, each in its own space."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.queries import names
from lucette.foundation.documents import queries as documents
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.fund import queries
from lucette.scheme.fund.enums import RenderingStatus as S
from lucette.scheme.fund.rules import fec, rendered
from lucette.stories import render_accounts
from lucette.web.design.elements import Act, Cell, Column, Document, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.access import home_of
from lucette.web.gate.archives import Member, packed
from lucette.web.gate.files import link, readable
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import status_filters
from lucette.web.gate.request import Request

NEXT = {
    S.PREPARED: "un délégataire de la Caisse des Dépôts, qui ne les a pas préparés, transmet les comptes.",
    S.SUBMITTED: "l’ordonnateur de l’État, à la direction générale des collectivités locales, approuve les comptes ou les renvoie.",
    S.APPROVED: "",
    S.SENT_BACK: "la Caisse des Dépôts prépare de nouveau les comptes de l’année.",
    S.WITHDRAWN: "la Caisse des Dépôts prépare de nouveau les comptes de l’année.",
}
ROAD = (
    ("Préparés", "prepared_by", "created_at"),
    ("Transmis", "submitted_by", "submitted_at"),
    ("Approuvés", "approved_by", "approved_at"),
)
EMPTY = "Aucuns comptes : ils se préparent une fois l’année finie."


def day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(PARIS).date() if moment else None


def listed(request: Request, acts: Sequence[Act] = ()) -> HttpResponse:
    """Every year rendered, the latest first."""
    space, asked = space_of(request), request.GET.get("etat", "")
    status, counts = asked if asked in S.values else "", queries.rendering_counts(request.actor)
    total, filters = counts.get(status, 0) if status else sum(counts.values()), status_filters(request, dict(S.choices), counts)
    of = Listed("Comptes annuels", partial(table, space), ("reddition",), filters=filters)
    read = partial(queries.renderings_page, request.actor, status)
    return long_list(request, of, read, total, template="gate/acts_list.html", acts=acts, breadcrumb=crumbs(request))


def table(space: str, found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse(f"{space}:rendering", args=[it.pk])),
            str(it.year),
            it.endowment.title,
            Cell(it.get_status_display(), tone=tone(it.status)),
            french.date((it.status_since or it.created_at).astimezone(PARIS).date()),
        ]
        for it in found
    ]
    return Table("Les comptes annuels", ["Numéro", "Année", "Dotation", "État", "Depuis"], rows, EMPTY)


def page(request: Request, rendering_id: UUID, acts: Callable[[Any], list[Act]]) -> HttpResponse:
    """The frozen figures, their files, who prepared, submitted and approved them. Raises NotFound."""
    it = queries.rendering(rendering_id, request.actor)
    status, offered = S(it.status), acts(it)
    people = names({pk for _, hand, _ in ROAD if (pk := getattr(it, hand))})
    file = File(
        status,
        status.label,
        it.number,
        next_step=NEXT[status],
        mine=bool(offered) and not offered[0].danger,
        acts=[*offered, Act("Voir la liste des opérations", reverse("audit:operations", args=[it.pk]))],
        facts=facts(it),
        steps=[] if status == S.WITHDRAWN else steps(it, people),
        tables=[statement(told) for told in rendered.statements(it.figures)],
        documents=files(it),
        history=events(it, known=people),
    )
    context = {"title": f"Comptes annuels {it.year}", "file": file, "breadcrumb": crumbs(request, back=True)}
    return render(request, "design/object.html", context)


def facts(it: Any) -> list[Fact]:
    words = {S.APPROVED: "Décision", S.SENT_BACK: "Motif du renvoi", S.WITHDRAWN: "Motif de l’abandon"}
    told = [Fact(words[S(it.status)], it.reason)] if it.reason else []
    return [
        *told,
        Fact("Dotation", it.endowment.title, reverse("funder:endowment", args=[it.endowment_id])),
        Fact("Période", f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}"),
        Fact("Opérations", french.number(it.figures["fec"]["entries"]), reverse("audit:operations", args=[it.pk])),
        Fact("Empreinte des chiffres (SHA-256)", it.sha256),
    ]


def steps(it: Any, people: dict[UUID, str]) -> list[Step]:
    road, current = [], it.status != S.SENT_BACK
    for label, hand, at in ROAD:
        who = people.get(getattr(it, hand), "")
        on = day(getattr(it, at))
        road.append(Step(label, "done" if on else "now" if current else "next", who, on))
        current = current and bool(on)
    return road


def files(it: Any) -> list[Document]:
    """The signed document once there is one; what everybody may take away at any time."""
    own = [(sort, reverse("audit:rendering_file", args=[it.pk, sort])) for sort in FILES]
    kept = [link(doc.pk, doc.title, doc.content_type, doc.size) for doc in (it.document, it.spreadsheet) if doc]
    drawn = [Document(FILES[sort][0], url, FILES[sort][1]) for sort, url in own if not it.document or sort not in ("document", "chiffres")]
    pieces = Document("Pièces justificatives, par opération", reverse("audit:rendering_pieces", args=[it.pk]), "ZIP")
    return [*kept, *drawn, pieces]


def statement(it: rendered.Statement) -> Table:
    heads = [it.columns[0], *(Column(name, number=True) for name in it.columns[1:])]
    rows = [[rendered.words(cell) for cell in row] for row in it.rows]
    return Table(it.title, heads, rows, it.text or rendered.NOTHING, [rendered.words(cell) for cell in it.total])


def space_of(request: Request) -> str:
    """The space of the reader that shows accounts: her own, else the auditor's."""
    own = home_of(request.actor).partition(":")[0]
    return own if own in ("caisse", "funder") else "audit"


def crumbs(request: Request, back: bool = False) -> list[tuple[str, str]]:
    first = ("Mon espace", reverse(home_of(request.actor)))
    return [first, *([("Comptes annuels", reverse(f"{space_of(request)}:renderings"))] if back else [])]


# -- what is taken away


def document(it: Any) -> Iterator[bytes]:
    yield render_accounts.preview(it)


def figures(it: Any) -> Iterator[bytes]:
    yield rendered.spreadsheet(it.figures)


FILES: dict[str, tuple[str, str, str, Callable[[Any], Iterator[bytes]]]] = {
    "document": ("Projet de comptes, non signé", "PDF", "application/pdf", document),
    "chiffres": ("Chiffres en tableur", "CSV", "text/csv; charset=utf-8", figures),
    "ecritures": ("Extrait des écritures en dix-huit colonnes", "TXT", "text/plain; charset=utf-8", queries.fec_bytes),
}


@require_safe
def rendering_file(request: Request, rendering_id: UUID, sort: str) -> FileResponse:
    """One of FILES. Raises NotFound."""
    it = queries.rendering(rendering_id, request.actor)
    if sort not in FILES:
        raise NotFound
    _, _, content_type, read = FILES[sort]
    ends = {"document": f"comptes-{it.year}-projet.pdf", "chiffres": f"comptes-{it.year}-{it.number}.csv"}
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer, once sent
    for chunk in read(it):
        out.write(chunk)
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=ends.get(sort, fec.filename(it.ends_on)), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def pieces(request: Request, rendering_id: UUID) -> HttpResponseBase:
    """The documents of each payment of the year, a folder each, with the list of what is there. Raises NotFound."""
    it = queries.rendering(rendering_id, request.actor)
    found = opened(render_accounts.files_of_year(it, request.actor), request.actor)
    return packed(request, f"pieces-{it.year}-{it.number}", f"Pièces justificatives {it.year}", members(found))


def opened(found: Sequence[render_accounts.File], by: Actor) -> list[render_accounts.File]:
    """The files without the documents whose door is closed to this reader (the bank's document of a host)."""
    may = {it.pk for it in readable((piece.document for one in found for piece in one.pieces), by)}
    return [replace(one, pieces=tuple(piece for piece in one.pieces if piece.document.pk in may)) for one in found]


def members(found: Sequence[render_accounts.File]) -> list[Member]:
    """Each document once, after the list."""
    placed = {piece.path: piece.document for it in found for piece in it.pieces}
    index = summary(found)
    return [
        Member("liste-des-pieces.csv", lambda: index, len(index)),
        *(Member(path, partial(documents.stored, card), card.size) for path, card in placed.items()),
    ]


def summary(found: Sequence[render_accounts.File]) -> bytes:
    """Which document supports which payment, and its SHA-256."""
    lines = [["ordre", "payé le", "bénéficiaire", "montant", "pièce", "titre", "empreinte SHA-256"]]
    for it in found:
        evidence = it.evidence
        paid, amount = (f"{evidence.paid_on:%d/%m/%Y}" if evidence.paid_on else ""), rendered.plain(evidence.amount)[0]
        for piece in it.pieces:
            lines.append([evidence.number, paid, evidence.payee, amount, piece.path, piece.document.title, piece.document.sha256])
    return rendered.sheet_of(lines)


@require_safe
def operations(request: Request, rendering_id: UUID) -> HttpResponse:
    """The list of operations, in the order of the extract; the trail of each payment is one click away. Raises NotFound."""
    it = queries.rendering(rendering_id, request.actor)
    back = (f"Comptes annuels {it.year}", reverse(f"{space_of(request)}:rendering", args=[it.pk]))
    of = Listed(f"Opérations {it.year}", operations_table, ("opération",))
    read, total = partial(queries.operations, it), it.figures["fec"]["entries"]
    return long_list(request, of, read, total, breadcrumb=[*crumbs(request, back=True), back])


def operations_table(found: Sequence[fec.Operation]) -> Table:
    rows = [
        [
            str(it.number),
            french.date(it.on),
            it.label,
            Cell(it.piece, trail_of(it.fact)),
            it.who,
            str(Money(it.cents)),
        ]
        for it in found
    ]
    heads = [Column("Numéro", True), "Date", "Opération", "Pièce", "Bénéficiaire", Column("Montant", True)]
    return Table("Les opérations de l’année", heads, rows, "Aucune opération dans l’année.")


def trail_of(fact: str) -> str:
    """The trail of a payment; "" for what is not an order."""
    sort, _, pk = fact.partition(":")
    try:
        return reverse("audit:trail", args=[UUID(pk)]) if sort == "order" else ""
    except ValueError:
        return ""


@require_safe
def payment_file(request: Request, order_id: UUID) -> HttpResponseBase:
    """The complete file of one payment. Raises NotFound."""
    found = render_accounts.file_of_payment(order_id, request.actor)
    if found is None:
        raise NotFound
    return packed(
        request, f"dossier-{found.evidence.number}", f"Dossier de l’ordre {found.evidence.number}", members(opened([found], request.actor))
    )
