"""A host is refused, contests, is heard by somebody else, and receives its post."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import Scope
from tests.journeys.brief import MEMBERS
from tests.journeys.filing import TOWN_HALL, files
from tests.journeys.play import Play

GROUNDS = "La permanence de la commune voisine ferme en juillet, le besoin est donc entier."
HEARD = "La fermeture de la permanence voisine est un fait nouveau."


def host_is_refused(play: Play) -> None:
    """It files; the ANCT instructs, the prefecture opines, the committee refuses."""
    play.at(2021, 6, 1)
    mayor = play.visitors["mayor"] = play.somebody()
    files(play, TOWN_HALL, mayor)
    play.at(2021, 6, 3)
    instructor = play.person("instructor").goes("/anct/candidatures/").follows("C-2021").follows("Prendre en instruction")
    instructor.presses("Prendre en instruction").reads("Éligibilité")
    prefecture = play.person("prefecture", play.cast.prefecture("19")).goes("/prefecture/candidatures/").follows("C-2021")
    prefecture.follows("Rendre un avis").answers({"Défavorable": True, "Vos raisons": "Un conseiller exerce déjà dans la commune voisine."})
    prefecture.presses("Rendre cet avis").reads("défavorable")
    sits(play, "S-2021-06", (2021, 6, 16), "Refuser", "Motif", "L’offre existante couvre le besoin.")


def sits(play: Play, number: str, day: tuple[int, int, int], decision: str, field: str, answer: str) -> None:
    """A session prepared, convened and held on that day, which decides of the only file."""
    instructor = play.person("instructor").goes("/anct/comite/")
    session = {"Numéro de la séance": number, "Date": "{:04d}-{:02d}-{:02d}".format(*day), "Quorum": "2"}
    instructor.does("Préparer une séance", answers=session | dict.fromkeys(MEMBERS, True)).reads("est préparée")
    instructor.does("Inscrire des dossiers", "Inscrire les dossiers cochés", {"Commune de Tulle": True}).reads("ordre du jour")
    instructor.does("Convoquer la séance").reads("est convoquée")
    play.at(*day)
    chair = play.person("chair").goes("/anct/comite/").follows(number)
    chair.does("Ouvrir la séance", answers=dict.fromkeys(MEMBERS, True)).reads("La séance est ouverte")
    chair.answers({field: answer}).presses(decision)
    chair.does("Signer le procès-verbal").reads("Vous avez signé le procès-verbal")
    director = play.person("agency_director").goes("/anct/comite/").follows(number)
    director.does("Clore la séance", "Signer les décisions et clore").reads("est close")


def host_contests(play: Play) -> None:
    """From its dashboard, within two months; whoever signed the decision is not asked to answer."""
    play.at(2021, 7, 1)
    mayor = play.visitors["mayor"].goes("/structure/").reads("vous pouvez contester cette décision").follows("Voir la décision")
    mayor.reads("L’offre existante couvre le besoin.").follows("Contester la décision").presses("Envoyer mon recours").reads("à corriger")
    mayor.answers({"Pourquoi contestez-vous": GROUNDS}).presses("Envoyer mon recours")
    mayor.reads("Votre recours est reçu", "avant le 1ᵉʳ septembre 2021", GROUNDS)
    director = play.person("agency_director").goes("/anct/candidatures/").follows("C-2021").reads("EN RECOURS", GROUNDS)
    assert "Répondre au recours" not in director.offers()


def another_person_hears_it(play: Play) -> None:
    """The director's delegate, who took no part: the file goes back to the instruction, then to another session."""
    play.at(2021, 7, 8)
    delegate = play.person("delegate", play.cast.person(RoleName.AGENCY_DIRECTOR, Scope(), "Rachid", "Nouri"))
    delegate.goes("/anct/").reads("1 recours attend votre réponse").follows("Lire le recours")
    delegate.follows("Répondre au recours").reads(GROUNDS).answers({"Admettre": True, "Motif": HEARD})
    delegate.presses("Envoyer cette réponse").reads("admis", "l’instruction reprend")
    play.visitors["mayor"].goes("/structure/candidatures/").follows("C-2021").reads("EN INSTRUCTION", HEARD)


def host_is_awarded(play: Play) -> None:
    """The next session grants what the first one refused."""
    sits(play, "S-2021-07", (2021, 7, 21), "Accorder", "Postes", "2")
    play.visitors["mayor"].goes("/structure/").reads("2 postes vous sont attribués", "demandez la convention")


CHAPTERS = (host_is_refused, host_contests, another_person_hears_it, host_is_awarded)
