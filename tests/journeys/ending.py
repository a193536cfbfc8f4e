"""The end of an agreement that was paid too much: a post given back, then the whole, each heard before it is asked to pay."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Scope
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.posts.queries import posts_of_agreement
from tests.journeys.play import Play
from tests.journeys.visitor import Visitor
from tests.scheme.payments import factories as money
from tests.scheme.payments import recoveries

LAST_DAY, TODAY = dt.date(2021, 4, 30), dt.date(2021, 5, 10)


def an_agreement_paid(play: Play, posts: int = 3) -> Agreement:
    """Its first instalment is paid; the contracts of its posts ended after two months."""
    play.at(2021, 3, 1)
    with ThreadPoolExecutor(1) as aside:  # the browser holds the loop of this thread, and a batch is signed in one
        it = aside.submit(paid, posts).result()
    play.at(TODAY.year, TODAY.month, TODAY.day)
    return it


def paid(posts: int) -> Agreement:
    try:
        with acting(SYSTEM):
            it = recoveries.paid(posts=posts)
            for post in posts_of_agreement(it.pk):
                money.contract(post, ends_on=LAST_DAY)
            return it
    finally:
        connection.close()


def host_of(play: Play, it: Agreement) -> Visitor:
    scope = Scope("organization", str(it.organization_id))
    return play.person("host", play.cast.person(RoleName.HOST_REPRESENTATIVE, scope))


def a_post_is_given_back(play: Play, it: Agreement) -> None:
    """One act of the host, its receipt at once; the delegate signs, and the money follows the post."""
    with acting(SYSTEM):
        post = posts_of_agreement(it.pk)[0]
    host = host_of(play, it).goes("/structure/conventions/").follows(it.number)
    host.follows("Rendre des postes").reads("Un seul acte, sans lettre recommandée", "2 mois utilisés sur 24", "5 833,33 € à rendre")
    host.presses("Rendre ces postes").reads("à corriger")
    host.answers({f"Poste {post.number}": True, "Jusqu’à quel jour": LAST_DAY.isoformat(), "aucun recrutement possible": True})
    host.answers({"Je rends ces postes": True}).presses("Rendre ces postes").reads("Votre récépissé", "ACCEPTÉ", "De droit")
    host.downloads("Récépissé AV-2021", play.folder)
    delegate = play.person("caisse_delegate").goes("/caisse/").reads("1 avenant accepté attend votre signature")
    delegate.goes("/caisse/avenants/").follows("AV-2021").follows("Signer l’avenant").reads("1 poste quitte la convention")
    delegate.presses("Signer l’avenant").reads("Un reversement de 5 833,33 € est demandé à la structure")
    host.goes("/structure/postes/").follows(post.number).reads("vous avez rendu ce poste")


def an_agreement_is_terminated(play: Play, it: Agreement) -> None:
    """The host asks; the effects are told in figures on both sides before anybody decides."""
    host = host_of(play, it).goes("/structure/conventions/").follows(it.number).follows("Demander la fin de la convention")
    host.reads("2 postes quittent la convention", "11 666,66 €")
    host.answers({"Dernier jour de la convention": LAST_DAY.isoformat(), "Pourquoi mettez-vous fin": "Le service ferme."})
    host.answers({"Je demande la fin": True}).presses("Demander la fin").reads("La fin de la convention est demandée")
    delegate = play.person("caisse_delegate").goes("/caisse/").reads("1 demande de fin de convention attend une décision")
    delegate.goes("/caisse/conventions/").follows(it.number).follows("Résilier la convention")
    delegate.answers({"Dernier jour de la convention": LAST_DAY.isoformat()}).presses("Voir ce qui va se passer")
    delegate.reads("2 postes quittent la convention", "11 666,66 €").presses("Résilier la convention").reads(
        "est résiliée au 30 avril 2021"
    )
    host.goes("/structure/conventions/").follows(it.number).reads("RÉSILIÉE")


def what_was_paid_too_much_comes_back(play: Play, it: Agreement) -> None:
    """The host reads the computation and answers; it is replied to, then another person notifies the order."""
    host = host_of(play, it).goes("/structure/reversements/").follows("OR-2021-00002").reads("Le calcul", "2 mois utilisés sur 24")
    host.does("Envoyer vos observations", answers={"Vos observations": "Un mois de préavis était dû."}).reads("sont envoyées")
    certifier = play.person("certifier").goes("/caisse/reversements/").follows("OR-2021-00002")
    certifier.does("Répondre à la structure", answers={"Votre réponse": "Le mois commencé compte déjà en entier."}).reads("est envoyée")
    officer = play.person("authorising_officer").goes("/caisse/reversements/").follows("OR-2021-00002")
    officer.does("Notifier l’ordre", "Signer et notifier l’ordre").reads("est notifié")
    host.goes("/structure/").reads("est à payer").goes("/structure/reversements/").follows("OR-2021-00002").reads("À payer par virement")


CHAPTERS = (a_post_is_given_back, an_agreement_is_terminated, what_was_paid_too_much_comes_back)
