"""An agreement near its end, renewed: asked on one page, heard by the prefecture and the committee, signed on both sides the day after."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.jobs.demonstration.hosts import SPECIMEN
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Scope
from lucette.scheme.agreements.models import Agreement
from tests.foundation.organizations.factories import OrganizationFactory
from tests.journeys.brief import MEMBERS
from tests.journeys.play import Play
from tests.journeys.visitor import Visitor
from tests.stories import renewing

HOST, SIGNED = "Commune de Tulle", dt.date(2023, 3, 1)


def an_agreement_with_its_adviser(play: Play) -> Agreement:
    """In force since March 2021, one of its two posts held; the call of renewal is open."""
    play.at(2021, 3, 1)
    with ThreadPoolExecutor(1) as aside:  # the browser holds the loop of this thread
        return aside.submit(running).result()


def running() -> Agreement:
    try:
        with acting(SYSTEM):
            it = renewing.running(organization=OrganizationFactory(name=HOST))
            renewing.renewal_call(it)
            return it
    finally:
        connection.close()


def host_of(play: Play, it: Agreement) -> Visitor:
    scope = Scope("organization", str(it.organization_id))
    return play.person("host", play.cast.person(RoleName.HOST_REPRESENTATIVE, scope))


def the_host_asks(play: Play, it: Agreement) -> None:
    """Told by its dashboard, it reads what it would receive, and files."""
    play.at(2022, 12, 1)
    host = host_of(play, it).goes("/structure/").reads("prend fin bientôt").follows("Demander le renouvellement")
    host.reads("42 500,00 €", "pour 36 mois", "1 conseiller en place", "17 500,00 €", "du 1ᵉʳ mars 2023 au 1ᵉʳ mars 2026")
    host.presses("Demander le renouvellement").reads("à corriger")
    host.answers({"Combien de postes gardez-vous": "1 poste", "Qu’ont apporté vos conseillers": renewing.MOTIVATION})
    host.answers({"Jusqu’à quel jour les contrats": "2026-02-28", "La structure garde ses engagements": True})
    host.presses("Demander le renouvellement").reads("est déposée", "Renouvellement")


def the_prefecture_and_the_committee_answer(play: Play, it: Agreement) -> None:
    """As for any file; everybody reads what it renews, and the gauge of posts does not move."""
    instructor = play.person("instructor").goes("/anct/candidatures/?attente=renouvellement").reads("(renouvellement)").follows("C-2022")
    instructor.does("Prendre en instruction").reads(it.number)
    prefecture = play.person("prefecture", play.cast.prefecture("19"))
    prefecture.goes("/prefecture/candidatures/?attente=renouvellement").follows("C-2022").reads("Renouvellement").follows("Rendre un avis")
    prefecture.answers({"Favorable": True, "Vos raisons": "Le conseiller reçoit chaque jour : le besoin demeure."})
    prefecture.presses("Rendre cet avis").reads("Votre avis favorable est enregistré")
    play.at(2023, 1, 10)
    session = {"Numéro de la séance": "S-2023-01", "Date": "2023-01-24", "Quorum": "2"}
    instructor.goes("/anct/comite/").does("Préparer une séance", answers=session | dict.fromkeys(MEMBERS, True)).reads("est préparée")
    instructor.does("Inscrire des dossiers", "Inscrire les dossiers cochés", {HOST: True}).reads("(renouvellement)")
    instructor.does("Convoquer la séance").reads("est convoquée")
    play.at(2023, 1, 24)
    chair = play.person("chair").goes("/anct/comite/").follows("S-2023-01")
    chair.does("Ouvrir la séance", answers=dict.fromkeys(MEMBERS, True)).reads("La séance est ouverte", "renouvellement de")
    chair.answers({"Postes": "1"}).presses("Accorder").reads("1 poste, 42 500,00 €")
    chair.does("Signer le procès-verbal").reads("Vous avez signé le procès-verbal")
    director = play.person("agency_director").goes("/anct/comite/").follows("S-2023-01")
    director.does("Clore la séance", "Signer les décisions et clore").reads("est close").does("Publier les décisions").reads(
        "sont publiées"
    )


def the_new_agreement_is_signed(play: Play, it: Agreement) -> None:
    """Edited and signed by the host before the term; the Caisse des Dépôts signs the day after, and nothing stops."""
    play.at(2023, 2, 6)
    host = host_of(play, it).goes("/structure/").follows("Demander la convention").presses("Demander la convention").reads("est demandée")
    host.does("Donner ce document", "Envoyer ces documents", {"Avis de situation au répertoire Sirene": SPECIMEN}).reads("enregistré")
    requester = play.person("requester").goes("/caisse/conventions/").follows("V-2023").reads(it.number)
    requester.does("Éditer la convention").reads("est éditée")
    host.goes("/structure/conventions/").follows("V-2023").reads("42 500,00 €", "renouvelle la convention")
    host.does("Signer la convention").reads("Vous avez signé", "à partir du 1ᵉʳ mars 2023")
    play.at(SIGNED.year, SIGNED.month, SIGNED.day)
    delegate = play.person("caisse_delegate").goes("/caisse/conventions/").follows("V-2023")
    delegate.does("Signer la convention").reads("en vigueur jusqu’au")


def posts_are_still_filled(play: Play, it: Agreement) -> None:
    """The same post, the same adviser, the new schedule; each agreement leads to the other."""
    host = host_of(play, it).goes("/structure/conventions/").follows("V-2023").reads("17 500,00 €", "12 500,00 €", "EN VIGUEUR")
    host.follows(it.number).reads("Renouvelée par la convention")
    host.goes("/structure/postes/").reads("POURVU", "V-2023")


CHAPTERS = (the_host_asks, the_prefecture_and_the_committee_answer, the_new_agreement_is_signed, posts_are_still_filled)
