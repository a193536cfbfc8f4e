"""Un contrat de travail à valider ; un compte bancaire à vérifier."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as documents
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.web.caisse import tables
from lucette.web.caisse.acts.hires import ON_ACCOUNT, ON_HIRE
from lucette.web.caisse.pages import day, shown, steps
from lucette.web.design.elements import Fact, File
from lucette.web.gate.acts import offered
from lucette.web.gate.files import links
from lucette.web.gate.history import events
from lucette.web.gate.request import Request

ACCOUNT_NEXT = {
    BankDetailsStatus.DECLARED: "la Banque des Territoires rappelle la structure et vérifie ce compte.",
    BankDetailsStatus.VERIFIED: "la Banque des Territoires active ce compte : la structure y sera payée.",
    BankDetailsStatus.ACTIVE: "",
    BankDetailsStatus.REPLACED: "",
}


@require_safe
def hire(request: Request, hire_id: UUID) -> HttpResponse:
    """A work contract deposited by a host: what the Banque des Territoires checks before the post counts as filled."""
    it = recruitment.hire(hire_id, request.actor)
    row = recruitment.line(it)
    contract = [
        Fact("Contrat", it.get_contract_kind_display()),
        Fact("Début", tables.day(it.starts_on)),
        Fact("Fin", tables.day(it.ends_on) or "sans terme"),
        Fact("Salaire brut mensuel", str(row.monthly_gross)),
    ]
    acts = offered(request.actor, ON_HIRE, it)
    file = File(
        it.status,
        row.status_label,
        row.post_number,
        next_step=row.next_step[:1].lower() + row.next_step[1:],
        mine=bool(acts) and it.status == HireStatus.DECLARED,
        acts=acts,
        facts=[
            Fact("Personne", row.candidate_name),
            Fact("Structure", row.organization_name),
            Fact("Poste", row.post_number),
            *(contract if it.starts_on else []),
        ],
        documents=links(documents.documents_about(it, by=request.actor)),
        history=events(it),
    )
    return shown(request, "design/object.html", f"Recrutement de {row.candidate_name}", file, ("Contrats", "caisse:hires"))


@require_safe
def account(request: Request, account_id: UUID) -> HttpResponse:
    """A bank account that an organization declared: checked by a call back, then used to pay it."""
    it = organizations.account(account_id, request.actor)
    acts = offered(request.actor, ON_ACCOUNT, it)
    over = it.status == BankDetailsStatus.REPLACED
    file = File(
        it.status,
        it.get_status_display(),
        next_step=ACCOUNT_NEXT[BankDetailsStatus(it.status)],
        mine=bool(acts),
        acts=acts,
        facts=[
            Fact("Structure", it.organization.name, note=it.organization.commune.name),
            Fact("Titulaire du compte", it.holder),
            Fact("Numéro de compte (IBAN)", it.masked_iban),
            Fact("Code de la banque (BIC)", it.bic),
        ],
        steps=steps(
            [
                ("Déclarées par la structure", day(it.created_at), ""),
                ("Vérifiées par rappel", day(it.verified_at), "Banque des Territoires"),
                ("Actives", day(it.active_since), "Banque des Territoires"),
            ],
            over=over,
        ),
        history=events(it),
    )
    title = f"Coordonnées bancaires de {it.organization.name}"
    return shown(request, "design/object.html", title, file, ("Coordonnées bancaires", "caisse:bank_details"))
