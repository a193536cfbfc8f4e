"""Amendments: what the host reads, what the prefecture is asked or told."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications.actions import write
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.kernel.money import Money
from lucette.scheme.agreements.letters.agreements import to_host
from lucette.scheme.agreements.models import Agreement, Amendment


def posts_returned(it: Amendment) -> None:
    """To the host: its receipt, and what comes next; to the prefecture, told."""
    posts = french.plural(it.posts, "poste")
    body = (
        f"Vous avez rendu {posts} de la convention {it.agreement.number}, avec effet le {french.date(it.effective_on)}.\n\n"
        f"Votre récépissé porte le numéro {it.number}. La Caisse des Dépôts signe l’avenant : il s’applique alors, "
        "et vous recevez le compte de ce qui reste à verser ou à rendre."
    )
    _to_host("amendment.posts_returned", f"Récépissé {it.number}", body, it)
    host = it.agreement.organization.name
    body = f"La structure « {host} » rend {posts} de conseiller numérique à la dotation nationale.\n\nAucun avis n’est demandé."
    _to_prefecture("amendment.posts_returned_told", f"Des postes sont rendus : {it.number}", body, it, "Voir l’avenant")


def amendment_opinion_asked(it: Amendment) -> None:
    """To the prefecture: posts would change in its territory."""
    body = (
        f"La structure « {it.agreement.organization.name} » demande un avenant à sa convention.\n\n"
        f"- Objet : {it.get_kind_display()}\n- Avenant : {it.number}\n\nVotre avis est attendu, favorable ou défavorable, "
        "avec vos raisons."
    )
    _to_prefecture("amendment.opinion_asked", f"Votre avis sur l’avenant {it.number}", body, it, "Rendre mon avis")


def amendment_refused(it: Amendment) -> None:
    body = f"L’avenant {it.number} à votre convention est refusé.\n\nMotif : {it.refusal}\n\nLa convention ne change pas."
    _to_host("amendment.refused", f"Avenant {it.number} : refusé", body, it)


def amendment_applied(it: Amendment) -> None:
    """To the host: it is signed, and what it changed."""
    over = it.effects.get("over", 0)
    back = f"\n\nUne somme vous est demandée en retour : {Money(over)}. Vous lisez le calcul et pouvez y répondre." if over else ""
    day = french.date(it.effective_on)
    body = f"L’avenant {it.number} à la convention {it.agreement.number} est signé. Il s’applique depuis le {day}.{back}"
    _to_host("amendment.applied", f"Avenant {it.number} : signé", body, it)


def _to_host(kind: str, subject: str, body: str, it: Amendment) -> None:
    to_host(kind, subject, body, it.agreement, "Voir l’avenant", about=it)


def _to_prefecture(kind: str, subject: str, body: str, it: Amendment, label: str) -> None:
    """To the prefecture of the département, else to that of the région."""
    where: Agreement = it.agreement
    found = holders(RoleName.PREFECTURE, Scope("department", where.department_code))
    for person in found or holders(RoleName.PREFECTURE, Scope("region", where.region_code)):
        write(kind, person.email, subject, f"Madame, Monsieur,\n\n{body}", it, to_person=person.person_id, action_label=label)
