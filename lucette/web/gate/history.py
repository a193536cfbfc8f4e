"""The journal of an object, told in French: what was done, when, by whom."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.kernel.actor import SYSTEM
from lucette.kernel.clock import PARIS
from lucette.web.design.elements import Event

# every act that the house writes in its journal (a test reads them in the code)
LABELS = {
    "accounts.approved": "Comptes de la dotation approuvés",
    "activity.corrected": "Activité corrigée",
    "activity.many_recorded": "Activités enregistrées",
    "activity.many_removed": "Activités retirées",
    "activity.recorded": "Activité enregistrée",
    "activity.removed": "Activité retirée",
    "agency_report.acknowledged": "Rapport reçu par l’ANCT",
    "agency_report.frozen": "Chiffres du rapport arrêtés",
    "agency_report.sent": "Rapport envoyé à l’ANCT",
    "agency_report.signed": "Rapport signé",
    "agreement.asked": "Convention demandée",
    "agreement.cancelled": "Convention annulée",
    "agreement.generated": "Convention éditée",
    "agreement.signed": "Convention signée par la Caisse des Dépôts : elle entre en vigueur",
    "agreement.signed_by_host": "Convention signée par la structure",
    "application.agree": "Candidature conventionnée",
    "application.ask_completion": "Compléments demandés",
    "application.award": "Postes attribués",
    "application.close_incomplete": "Candidature classée sans suite",
    "application.complete": "Candidature complétée",
    "application.completed": "Candidature complétée",
    "application.declare_inadmissible": "Candidature déclarée irrecevable",
    "application.declined": "Attribution déclinée",
    "application.defer": "Examen complémentaire demandé",
    "application.filed": "Candidature déposée",
    "application.opened": "Candidature ouverte",
    "application.opinion_given": "Avis de la préfecture rendu",
    "application.put_on_agenda": "Candidature inscrite à l’ordre du jour",
    "application.refuse": "Candidature refusée",
    "application.saved": "Candidature modifiée",
    "application.take": "Candidature prise en instruction",
    "application.wait": "Candidature mise en liste d’attente",
    "application.withdrawn": "Candidature retirée",
    "appointment.booked": "Rendez-vous pris",
    "appointment.cancelled_by_adviser": "Rendez-vous annulé par le conseiller",
    "appointment.cancelled_by_citizen": "Rendez-vous annulé par la personne",
    "appointment.confirmed": "Rendez-vous confirmé",
    "appointment.forgotten": "Données du rendez-vous effacées",
    "appointment.honoured": "Rendez-vous honoré",
    "appointment.no_show": "Personne absente au rendez-vous",
    "award.given": "Attribution accordée",
    "award.released": "Attribution libérée",
    "bank_details.activated": "Coordonnées bancaires activées",
    "bank_details.called_back": "Structure rappelée au sujet de ses coordonnées bancaires",
    "bank_details.confirmed": "Changement de compte confirmé par une seconde personne",
    "bank_details.declared": "Coordonnées bancaires déclarées",
    "bank_details.held": "Coordonnées bancaires retenues pour contrôle",
    "bank_details.payee_checked": "Réponse de la banque sur le nom du titulaire",
    "bank_details.refused": "Coordonnées bancaires refusées",
    "bank_details.released": "Retenue levée sur les coordonnées bancaires",
    "bank_details.replaced": "Coordonnées bancaires remplacées",
    "bank_details.verified": "Coordonnées bancaires vérifiées",
    "bank_details.withdrawn": "Coordonnées bancaires retirées par la structure",
    "batch.cancelled": "Lot de virements abandonné",
    "batch.frozen": "Lot de virements composé",
    "batch.reconciled": "Lot de virements rapproché",
    "batch.sent": "Lot de virements envoyé à la banque",
    "books.verified": "Livres vérifiés",
    "call.closed": "Appel clos",
    "call.opened": "Appel ouvert",
    "call.paused": "Appel suspendu",
    "call.prepared": "Appel préparé",
    "call.published": "Appel publié",
    "call.resumed": "Appel rouvert",
    "candidate.applied": "Inscription au vivier",
    "candidate.withdrawn": "Retrait du vivier",
    "collected.reused": "Somme recouvrée rendue disponible",
    "delegation.given": "Délégation de signature donnée",
    "document.stored": "Document déposé",
    "endowment.amended": "Avenant à la dotation notifié",
    "export.asked": "Export demandé",
    "export.opened": "Export téléchargé",
    "export.written": "Export préparé",
    "endowment.notified": "Dotation notifiée",
    "endowment.prepared": "Dotation préparée",
    "endowment.restituted": "Somme restituée à l’État",
    "endowment.signed": "Convention tripartite signée",
    "envelope_move.confirmed": "Mouvement d’enveloppe confirmé",
    "person.joined": "Comptes d’une même personne réunis",
    "person.parted": "Comptes de deux personnes séparés",
    "order.signed_once": "Ordre signé par un premier ordonnateur",
    "order.countersigned": "Ordre contresigné",
    "order.declined": "Contreseing refusé",
    "bordereau.composed": "Bordereau composé",
    "bordereau.order_taken_out": "Ordre retiré du bordereau",
    "bordereau.signed": "Bordereau signé",
    "bordereau.countersigned": "Bordereau contresigné",
    "bordereau.cancelled": "Bordereau abandonné",
    "fund_call.asked": "Fonds appelés",
    "fund_call.answered": "Appel de fonds honoré",
    "fund_call.withdrawn": "Appel de fonds retiré",
    "parameter.decided": "Paramètre changé",
    "envelope_move.requested": "Mouvement d’enveloppe demandé",
    "envelope_move.withdrawn": "Mouvement d’enveloppe retiré",
    "hire.accepted": "Invitation acceptée",
    "hire.cancelled": "Recrutement annulé",
    "hire.declared": "Contrat de travail déposé",
    "hire.declined": "Invitation déclinée",
    "hire.ended": "Fin de contrat enregistrée",
    "hire.invited": "Candidat invité",
    "hire.selected": "Candidat choisi",
    "hire.validated": "Recrutement validé",
    "import.dropped": "Fichier abandonné",
    "import.finished": "Lignes importées",
    "import.read": "Fichier lu",
    "import.started": "Import demandé",
    "import.stopped": "Import arrêté, rien n’est importé",
    "import.tried": "Lignes essayées",
    "import.undone": "Import annulé en entier",
    "instalment_line.fell_due": "Échéance exigible",
    "interest.received": "Intérêts reçus",
    "invoice.ordered": "Prestation commandée",
    "letter.sent_again": "Lettre renvoyée",
    "live_contract.ended": "Fin de contrat enregistrée",
    "live_contract.recorded": "Contrat enregistré",
    "order.batched": "Ordre de paiement mis dans un lot",
    "order.certified": "Versement certifié",
    "order.certified_again": "Versement certifié sur de nouvelles coordonnées bancaires",
    "order.executed": "Virement exécuté par la banque",
    "order.ordered": "Paiement ordonnancé",
    "order.refused_by_bank": "Virement refusé par la banque",
    "order.rejected": "Ordre de paiement rejeté",
    "order.requested": "Versement demandé",
    "order.sent": "Ordre de paiement envoyé à la banque",
    "order.sent_back": "Demande de versement renvoyée",
    "order.taken_in_charge": "Paiement pris en charge",
    "organization.merged": "Structures fusionnées",
    "organization.separated": "Fusion annulée",
    "organization.registered": "Structure enregistrée",
    "organization.corrected": "Structure corrigée",
    "organization.unregistered": "Structure retirée du répertoire",
    "organization.joined": "Espace de la structure ouvert",
    "person.invited": "Personne invitée",
    "person.phone_changed": "Téléphone changé",
    "person.registered": "Personne enregistrée",
    "person.signed_in": "Connexion",
    "place.closed": "Lieu d’accueil fermé",
    "place.hours_set": "Horaires du lieu fixés",
    "place.step_free_set": "Accès en fauteuil roulant précisé",
    "place.opened": "Lieu d’accueil ouvert",
    "post.filled": "Poste pourvu",
    "post.vacated": "Poste devenu vacant",
    "posts.agreed": "Postes conventionnés",
    "posts.created": "Postes créés",
    "posts.released": "Postes libérés",
    "posts.reopened": "Postes rouverts",
    "publication.drafted": "Publication préparée",
    "publication.published": "Publication parue",
    "publication.withdrawn": "Publication retirée",
    "referral.accepted": "Orientation acceptée",
    "referral.closed": "Orientation close",
    "referral.done": "Orientation aboutie",
    "referral.sent": "Personne orientée",
    "rendering.approved": "Comptes annuels approuvés, année close",
    "rendering.prepared": "Comptes annuels préparés",
    "rendering.sent_back": "Comptes annuels renvoyés",
    "rendering.submitted": "Comptes annuels transmis",
    "rendering.withdrawn": "Comptes annuels abandonnés",
    "report.accepted": "Compte rendu accepté",
    "report.asked": "Compte rendu demandé",
    "report.prefilled": "Compte rendu préparé d’après les activités",
    "report.reminded": "Rappel envoyé à la structure",
    "report.sent_back": "Compte rendu à compléter",
    "report.signed": "Compte rendu signé par le conseiller",
    "report.submitted": "Compte rendu transmis",
    "review.begun": "Éligibilité contrôlée",
    "review.completed": "Compléments reçus",
    "review.completion_asked": "Compléments demandés",
    "review.derogated": "Dérogation décidée",
    "role.ended": "Rôle terminé",
    "role.granted": "Rôle attribué",
    "schedule.opened": "Échéancier ouvert",
    "session.closed": "Séance close, décisions signées",
    "session.conflict_declared": "Conflit d’intérêts déclaré",
    "session.convened": "Séance convoquée",
    "session.file_added": "Dossier inscrit à l’ordre du jour",
    "session.file_decided": "Décision saisie",
    "session.files_moved_to_waiting": "Derniers dossiers passés en liste d’attente",
    "session.minutes_signed": "Procès-verbal signé",
    "session.opened": "Séance ouverte",
    "session.prepared": "Séance préparée",
    "session.published": "Décisions publiées",
    "statement.read": "Relevé bancaire lu",
    "statement_line.recognised": "Ligne de relevé rapprochée",
    "training.certified": "Certification obtenue",
    "training.completed": "Formation achevée",
    "training.enrolled": "Inscription en formation",
    "training.interrupted": "Formation interrompue",
    "training.invoiced": "Formation facturée",
    "training.session_opened": "Session de formation ouverte",
    "training.started": "Formation commencée",
    "tranche.received": "Tranche de la dotation reçue",
    "treasury_account.opened": "Compte bancaire de la dotation ouvert",
    "workshop.cancelled": "Atelier annulé",
    "workshop.held": "Atelier tenu",
    "workshop.planned": "Atelier prévu",
    "workshop.registered": "Inscription à l’atelier",
}
QUIET = frozenset({"application.saved", "review.begun", "document.stored"})  # another line, or the document itself, says it better


def events(*subjects: Any, hidden: Container[str] = (), known: Mapping[UUID, str] | None = None) -> list[Event]:
    """The acts on these objects, newest first, without those `hidden`; two queries, one when the names of all are `known`."""
    return told(journal.history_many(subjects), hidden, known)


def told(entries: Iterable[Any], hidden: Container[str] = (), known: Mapping[UUID, str] | None = None) -> list[Event]:
    """The same, from entries already read: one query, for the names that are not `known`."""
    shown = [entry for entry in entries if entry.act not in QUIET and entry.act not in hidden]
    names = dict(known or {})
    unknown = {entry.actor_id for entry in shown if entry.role != SYSTEM.role} - set(names)
    names |= accounts.names(unknown) if unknown else {}
    return [
        Event(
            entry.at.astimezone(PARIS).date(),
            LABELS.get(entry.act, "Acte enregistré") + (f" : {entry.reason}" if entry.reason else ""),
            who(names.get(entry.actor_id, ""), entry.role),
        )
        for entry in reversed(shown)
    ]


def events_of(kind: str, pk: Any) -> list[Event]:
    """The acts on the object of this type (`places.place`) and id, for a page that has no object but its card."""
    return told(journal.history_of(kind, str(pk)))


def who(name: str, role: str) -> str:
    """« Camille Martin, préfecture »; the house itself when no person acted."""
    if role == SYSTEM.role:
        return "Lucette, d’elle-même"
    label = RoleName(role).label if role in RoleName.values else ""
    return ", ".join(filter(None, [name, label]))
