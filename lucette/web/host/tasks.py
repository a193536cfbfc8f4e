"""« Ce qui vous attend »: each act that waits for the host, a sentence, one button straight to its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import awaits_representative
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.agreements.enums import Lacks
from lucette.scheme.agreements.queries import Lack
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus as A
from lucette.scheme.calls import queries as calls
from lucette.scheme.payments.enums import CALLED
from lucette.scheme.payments.enums import RecoveryStatus as V
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus as P
from lucette.scheme.recruitment.enums import HireStatus as H
from lucette.scheme.recruitment.queries import HireLine
from lucette.scheme.reports.enums import HostReportStatus as R
from lucette.scheme.reports.policies import can_submit
from lucette.web.design.elements import Task
from lucette.web.gate.objects import said
from lucette.web.host.acts.filing import FileApplication
from lucette.web.host.acts.renewals import AskRenewal


def go(route: str, *ids: UUID) -> str:
    return reverse(f"host:{route}", args=ids)


def of_applications(rows: list[applications.Row], asked: Iterable[Any], by: Actor) -> Iterator[Task]:
    """Drafts to file, additions to give, agreements to ask for. `asked`: the agreements already asked for."""
    under_way = {it.award.application_id for it in asked if it.status != "cancelled"}
    for row in rows:
        if row.handed_over and FileApplication.opens(by, row):
            yield Task(f"La candidature {row.number} est prête : relisez-la.", "Relire et déposer", go("draft_summary", row.id))
        elif row.status == A.DRAFT:
            yield Task(f"La candidature {row.number} n’est pas encore déposée.", "Reprendre la candidature", go("draft_summary", row.id))
        if row.status == A.INCOMPLETE:
            yield Task(f"Des éléments manquent à la candidature {row.number}.", "Répondre", go("complete", row.id))
        if row.lapse_by:
            say = f"L’ANCT envisage de retirer l’attribution {row.number}."
            yield Task(say, "Présenter mes observations", go("answer_lapse", row.id), row.lapse_by)
        if row.contest_by:
            say = f"La candidature {row.number} est {row.status_label} : vous pouvez contester cette décision."
            yield Task(say, "Voir la décision", go("application", row.id), row.contest_by)
        if row.status == A.AWARDED and row.id not in under_way:
            given = french.plural(row.posts_granted, "poste vous est attribué", "postes vous sont attribués")
            yield Task(f"{given} : demandez la convention.", "Demander la convention", go("ask_agreement", row.id))


def of_team(by: Actor) -> Iterator[Task]:
    """For a secretary who came first: nobody represents the host yet."""
    if by.role == RoleName.HOST_SECRETARY and awaits_representative(by.scope):
        yield Task("Personne ne représente encore votre structure.", "Inviter cette personne", go("invite_representative"))


def of_calls(employer: str) -> Iterator[Task]:
    """For a host that asked for nothing yet."""
    for call in calls.open_calls(clock.today()):
        if call.employer == employer:
            yield Task(f"L’appel « {call.title} » est ouvert.", "Commencer une candidature", go("open"))


def of_lacks(it: Any, lacks: Iterable[Lack]) -> list[Task]:
    """What an agreement asked for still lacks from the host, one task a way to give it."""
    told: dict[str, Task] = {}
    for lack in lacks:
        if lack.sort == Lacks.PIECE:
            say = f"La convention {it.number} attend un document : {lack.label}."
            told.setdefault(lack.sort, Task(say, "Donner ce document", go("give_pieces", it.award.application_id)))
        elif lack.sort == Lacks.POWER:
            say = f"La convention {it.number} attend une personne qui peut la signer."
            told[lack.sort] = Task(say, "Voir l’équipe", go("members"))
        else:
            say = f"La convention {it.number} attend un compte bancaire vérifié."
            told[lack.sort] = Task(say, "Voir mes comptes bancaires", go("payments"))
    return list(told.values())


def of_agreements(held: list[Any], account_declared: bool, lacks: Mapping[UUID, Iterable[Lack]]) -> Iterator[Task]:
    if any(it.status != "cancelled" for it in held) and not account_declared:
        yield Task("Dites sur quel compte bancaire vous payer.", "Déclarer un compte", go("declare_account"))
    for it in held:
        yield from of_lacks(it, [lack for lack in lacks[it.pk] if lack.sort != Lacks.ACCOUNT])  # declared: somebody else checks it
        if it.status == "ready":
            yield Task(f"La convention {it.number} est prête.", "Lire et signer", go("sign_agreement", it.pk))
        if it.to_answer:
            say = f"Sur la convention {it.number}, une {'mise en demeure' if it.answer_by else 'proposition'} attend votre réponse."
            yield Task(say, "Lire et répondre", go("answer_notice", it.to_answer), it.answer_by)


def of_renewals(held: list[Any], by: Actor) -> Iterator[Task]:
    """An agreement near its end may be renewed, as long as nobody asked."""
    for it in held:
        if AskRenewal.may(by, it):
            say = f"La convention {it.number} prend fin bientôt : vous pouvez demander son renouvellement."
            yield Task(say, "Demander le renouvellement", go("ask_renewal", it.pk), it.ends_on)


def of_posts(every: list[posts.PostShown], hires: list[tuple[HireLine, bool]], held: list[Any]) -> Iterator[Task]:
    """Posts vacant near the end of the time allowed, one by one; then those to fill: the pool of the first, with how many."""
    busy = {it.post_id for it, _ in hires if it.status in (H.INVITED, H.ACCEPTED, H.SELECTED, H.DECLARED)}
    free = [it for it in every if it.status in (P.AGREED, P.VACANT) and it.id not in busy]
    for it in (it for it in free if it.stage):
        say = f"Le poste {it.number} est vacant depuis le {said(it.vacant_since)} : recrutez, ou rendez-le."
        yield Task(say, "Voir le poste", go("post", it.id), it.vacant_until)
    waiting = [it for it in free if not it.stage]
    if waiting:
        until = min((it.award.recruit_by for it in held if it.number == waiting[0].agreement_number), default=None)
        say = french.plural(len(waiting), "poste est à pourvoir", "postes sont à pourvoir")
        yield Task(f"{say}.", "Chercher dans le vivier", go("pool", waiting[0].id), until if waiting[0].status == P.AGREED else None)


def of_hires(hires: list[tuple[HireLine, bool]]) -> Iterator[Task]:
    for it, trained in hires:
        if it.status == H.ACCEPTED:
            yield Task(f"{it.candidate_name} accepte de vous rencontrer.", "Choisir ce candidat", go("select", it.id))
        if it.status == H.SELECTED:
            yield Task(f"Déposez le contrat de travail de {it.candidate_name}.", "Déposer le contrat", go("declare_contract", it.id))
        if it.status == H.VALIDATED and not trained:
            yield Task(f"Inscrivez {it.candidate_name} en formation.", "Voir les sessions", go("trainings"))


def of_recoveries(found: Iterable[Any]) -> Iterator[Task]:
    for it in found:
        amount = Money(it.left)
        if it.status == V.ISSUED and not it.answer and clock.today() <= it.answer_by:
            say = f"Un reversement de {amount} est envisagé : lisez le calcul et répondez."
            yield Task(say, "Lire et répondre", go("recovery", it.pk), it.answer_by)
        if it.status in CALLED:
            yield Task(f"Un reversement de {amount} est à payer.", "Voir comment payer", go("recovery", it.pk), it.due_on)


def of_reports(due: list[Any], by: Actor) -> Iterator[Task]:
    for it in due:
        period = f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}"
        if it.status in (R.DUE, R.TO_COMPLETE):
            yield Task(f"Le compte rendu {period} est à préparer.", "Préparer le compte rendu", go("prepare_report", it.pk), it.due_on)
        if it.status == R.SIGNED_BY_ADVISER:
            act = ("Transmettre", go("submit_report", it.pk)) if can_submit(by) else ("Voir le compte rendu", go("report", it.pk))
            yield Task(f"Le compte rendu {period} attend vos mots.", *act, it.due_on)
