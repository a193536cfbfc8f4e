"""The brief, chapter by chapter, as its people play it in their browsers. Each act is done on its page, by its own person."""

from __future__ import annotations

from lucette.foundation.organizations.rules import test_iban
from lucette.jobs.demonstration.hosts import SPECIMEN
from tests.journeys.filing import TOWN_HALL, files
from tests.journeys.play import Play

ADVISER = "ines.vialle@example.fr"
WITH_THE_AGREEMENT = ("Pièce d’identité de la personne qui signe", "Avis de situation au répertoire Sirene")
MEMBERS = ("Solange Marchand", "Étienne Roux", "Awa Diarra")


def endowment_is_notified(play: Play) -> None:
    """Prepared by the DGCL, signed by the three parties, notified; its account at the bank, its first tranche."""
    play.at(2020, 11, 2)
    funder, director, delegate = (play.person(key) for key in ("funder", "agency_director", "caisse_delegate"))
    funder.goes("/dgcl/dotations/").does("Préparer une dotation").reads("attend trois signatures")
    for party in (funder, director, delegate):
        party.goes("/dgcl/dotations/").follows("Conseillers numériques").does("Signer la convention tripartite").reads("Vous avez signé")
    funder.goes("/dgcl/dotations/").follows("Conseillers numériques").does("Notifier la dotation").reads("200 000 000,00 € et 4 000 postes")
    accountant = play.person("accountant").goes("/dgcl/dotations/").follows("Conseillers numériques")
    account = {
        "Titulaire du compte": "TEST Caisse des Dépôts",
        "Numéro de compte": test_iban(999_999),
        "Code de la banque": "AGRIFRPP",
        "Ville": "Paris",
    }
    accountant.does("Déclarer le compte bancaire", answers=account).reads("est déclaré")
    tranche = {"Montant reçu": "40 000 000,00", "Référence de la banque": "DGCL-20201102"}
    accountant.does("Enregistrer une tranche reçue", answers=tranche).reads("40 000 000,00 € est enregistrée")


def calls_open(play: Play) -> None:
    """The call to public hosts is prepared from its text, published, opened on its day."""
    play.at(2020, 11, 12)
    director = play.person("agency_director").goes("/anct/appels/")
    director.does("Préparer un appel", "Préparer cet appel", {"Accueillir des conseillers numériques : structures publiques": True})
    director.reads("avec ses règles datées").does("Publier l’appel").reads("est publié")
    play.somebody_reads("/appels/", "Accueillir des conseillers numériques")
    play.at(2020, 11, 17)
    director.goes("/anct/appels/").follows("Accueillir des conseillers").does("Ouvrir l’appel").reads("est ouvert")


def host_applies(play: Play) -> None:
    """The town hall comes in with its SIRET, writes its application step by step, files it."""
    play.at(2021, 2, 1)
    mayor = play.visitors["mayor"] = play.somebody()
    files(play, TOWN_HALL, mayor)


def application_is_reviewed(play: Play) -> None:
    """The ANCT takes the file; the prefecture gives its opinion from the file."""
    play.at(2021, 2, 5)
    instructor = play.person("instructor")
    instructor.goes("/anct/candidatures/").follows("C-2021").follows("Prendre en instruction")
    instructor.presses("Prendre en instruction").reads("Éligibilité")
    prefecture = play.person("prefecture", play.cast.prefecture("19"))
    prefecture.goes("/prefecture/").reads("Ce qui vous attend").goes("/prefecture/candidatures/").follows("C-2021").follows(
        "Rendre un avis"
    )
    prefecture.presses("Rendre cet avis").reads("à corriger")
    prefecture.answers({"Favorable": True, "Vos raisons": "Le besoin est réel ; aucun conseiller n’exerce à proximité."})
    prefecture.presses("Rendre cet avis").reads("Votre avis favorable est enregistré")


def committee_decides(play: Play) -> None:
    """A session prepared, convened, opened; two posts granted in the room; minutes signed, session closed and published."""
    play.at(2021, 3, 10)
    instructor = play.person("instructor").goes("/anct/comite/")
    session = {"Numéro de la séance": "S-2021-03", "Date": "2021-03-24", "Quorum": "2"}
    instructor.does("Préparer une séance", answers=session | dict.fromkeys(MEMBERS, True)).reads("est préparée")
    instructor.does("Inscrire des dossiers", "Inscrire les dossiers cochés", {"Commune de Tulle": True}).reads("ordre du jour")
    instructor.does("Convoquer la séance").reads("est convoquée")
    play.at(2021, 3, 24)
    chair = play.person("chair").goes("/anct/comite/").follows("S-2021-03")
    chair.does("Ouvrir la séance", answers=dict.fromkeys(MEMBERS, True)).reads("La séance est ouverte")
    chair.answers({"Postes": "2"}).presses("Accorder").reads("2 postes, 100 000,00 €")
    chair.does("Signer le procès-verbal").reads("Vous avez signé le procès-verbal")
    director = play.person("agency_director").goes("/anct/comite/").follows("S-2021-03")
    director.does("Clore la séance", "Signer les décisions et clore").reads("est close").does("Publier les décisions").reads(
        "sont publiées"
    )
    play.visitors["mayor"].goes("/structure/").reads("demandez la convention")


def agreement_is_signed(play: Play) -> None:
    """Asked by the host, edited by the Banque des Territoires, signed on both sides; the account is checked by two people."""
    play.at(2021, 4, 2)
    mayor = play.visitors["mayor"]
    mayor.goes("/structure/versements/").follows("Déclarer un compte bancaire").reads("Cet acte est sensible")
    play.opens_link(mayor.presses("Recevoir mon lien de connexion"), TOWN_HALL.email).reads("Déclarer un compte bancaire")
    mayor.answers({"Numéro de compte (IBAN)": "FR76"}).presses("Déclarer ce compte").reads("à corriger")
    mayor.answers({"Titulaire du compte": "TEST Commune de Tulle", "Numéro de compte (IBAN)": test_iban(19)})
    mayor.answers({"Relevé d’identité bancaire": SPECIMEN}).presses("Déclarer ce compte").reads("est déclaré")
    requester, certifier = play.person("requester"), play.person("certifier")
    requester.goes("/caisse/coordonnees-bancaires/").follows("Commune de Tulle")
    requester.does("Demander à la banque si le nom correspond").reads("le nom correspond")
    requester.does("Vérifier les coordonnées bancaires", answers={"J’ai comparé le titulaire": True}).reads("est vérifié")
    certifier.goes("/caisse/coordonnees-bancaires/").follows("Commune de Tulle").does("Activer les coordonnées bancaires").reads(
        "sera payée"
    )
    mayor.goes("/structure/candidatures/").follows("C-2021").does("Demander la convention").reads("est demandée")
    mayor.does("Donner ce document", "Envoyer ces documents", dict.fromkeys(WITH_THE_AGREEMENT, SPECIMEN)).reads("2 documents enregistrés")
    requester.goes("/caisse/conventions/").follows("V-2021").does("Éditer la convention").reads("est éditée")
    mayor.goes("/structure/conventions/").follows("V-2021").reads("100 000,00 €").does("Signer la convention").reads("Vous avez signé")
    delegate = play.person("caisse_delegate").goes("/caisse/conventions/").follows("V-2021")
    delegate.does("Signer la convention").reads("en vigueur jusqu’au")


def first_instalment_is_paid(play: Play) -> None:
    """What fell due at the signature: four hands, a batch to the bank, its statement read back."""
    play.at(2021, 4, 6)
    play.person("requester").goes("/caisse/bureaux/demander/").follows("Tout cocher").presses("Demander les versements cochés")
    pay(play)
    play.visitors["mayor"].goes("/structure/versements/").reads("20 000,00 € déjà payés")


def pay(play: Play) -> None:
    """Everything that waits goes from hand to hand, each desk at once, then to the bank and back."""
    certifier, officer, accountant = (play.person(key) for key in ("certifier", "authorising_officer", "accountant"))
    certifier.goes("/caisse/bureaux/certifier/").follows("Tout cocher").presses("Certifier les ordres cochés").reads("ligne traitée")
    officer.goes("/caisse/bureaux/ordonnancer/").follows("Tout cocher").presses("Ordonnancer les ordres cochés")
    accountant.goes("/caisse/bureaux/payer/").follows("Tout cocher").presses("Prendre en charge les ordres cochés")
    accountant.goes("/caisse/bureaux/payer/").does("Composer un lot de virements", "Composer le lot").reads("est composé")
    accountant.does("Envoyer le lot à la banque").reads("est envoyé à la banque")
    statement = accountant.downloads("Obtenir le relevé", play.folder)
    accountant.does("Lire un relevé", "Voir ce que dit le relevé", {"Fichier du relevé": statement}).reads("Rien n’est encore écrit")
    accountant.presses("Enregistrer ce relevé").reads("0 ligne reste à expliquer")


def adviser_is_hired(play: Play) -> None:
    """Someone joins the pool, is invited, accepts, is chosen; her contract is filed and validated."""
    play.at(2021, 4, 10)
    candidate = play.visitors["adviser"] = play.somebody()
    candidate.goes("/").follows("Je deviens conseiller").follows("Commencer").answers(
        {"Votre prénom": "Inès", "Votre nom": "Vialle", "Votre adresse électronique": ADVISER}
    ).presses("Continuer")
    candidate.answers({"La commune": "Tulle", "À partir de quelle date": "2021-04-15"}).presses("Continuer")
    candidate.answers({"Je recherche un emploi": True, "Pourquoi ce métier": "Aider."}).presses("M’inscrire au vivier").reads(
        "Nous vous écrivons"
    )
    mayor = play.visitors["mayor"].goes("/structure/postes/").follows("P-2021").follows("Chercher dans le vivier")
    mayor.reads("Inès Vialle").does("Inviter").reads("invitation est envoyée")
    play.opens_link(candidate, ADVISER).reads("Ce qui vous attend").follows("Répondre").does("Accepter l’invitation").reads(
        "va vous appeler"
    )
    mayor.goes("/structure/postes/").follows("Inès").does("Choisir ce candidat").reads("Vous avez choisi")
    mayor.does(
        "Déposer le contrat de travail",
        answers={
            "Contrat de projet": True,
            "Premier jour du contrat": "2021-05-03",
            "Dernier jour du contrat": "2023-05-02",
            "Salaire brut": "1 700,00",
        },
    ).reads("est déposé")
    play.at(2021, 5, 3)
    certifier = play.person("certifier").goes("/caisse/recrutements/").follows("Inès").does("Valider le recrutement")
    certifier.reads("est pourvu")


def adviser_is_trained(play: Play) -> None:
    """A session opened by the ANCT; the host enrols its adviser; the body follows, certifies, invoices; it is paid."""
    play.at(2021, 5, 4)
    instructor = play.person("instructor").goes("/anct/formations/").follows("Ouvrir une session de formation")
    session = {
        "Intitulé de la formation": "Parcours de 105 heures",
        "La Fabrique des savoirs": True,
        "La commune": "Tulle",
        "Premier jour": "2021-05-10",
        "Dernier jour": "2021-06-01",
        "Durée en heures": "105",
        "Nombre de places": "12",
        "Prix d’une place": "4 200,00",
    }
    instructor.answers(session).presses("Ouvrir cette session").reads("est ouverte")
    mayor = play.visitors["mayor"].goes("/structure/formations/").follows("Inscrire")
    mayor.answers({"Inès Vialle": True}).presses("Inscrire ce conseiller").reads("est inscrit")
    trainer = play.person("trainer", play.trainer)
    play.at(2021, 5, 10)
    trainer.goes("/formation/").follows("Noter les présents")
    trainer.answers({"Présent le premier jour": True}).presses("Enregistrer le suivi").reads("1 ligne enregistrée")
    play.at(2021, 6, 1)
    trainer.goes("/formation/").follows("Attester le suivi")
    trainer.answers({"A suivi toute la formation": True}).presses("Enregistrer le suivi").reads("1 ligne enregistrée")
    trainer.goes("/formation/").follows("Saisir les certificats")
    trainer.answers({"Numéro du certificat Pix": "P-7HQ2KXW4", "Score Pix": "620"}).presses("Enregistrer le suivi").reads("1 ligne")
    play.at(2021, 6, 2)
    trainer.goes("/formation/").follows("Facturer").reads("4 200,00 €").presses("Facturer cette somme").reads("est facturée")
    requester = play.person("requester").goes("/caisse/factures/").follows("F-2021")
    requester.does("Demander le paiement").reads("à la certification")
    pay(play)


def people_are_helped(play: Play) -> None:
    """A place opens; an activity in a few answers, undone in one; a workshop planned, filled, held."""
    play.at(2021, 6, 10)
    adviser = play.visitors["adviser"].goes("/connexion/").reads("Choisir un rôle").presses("Prendre ce rôle : Conseiller numérique")
    adviser.goes("/conseiller/lieux/").follows("Ouvrir un lieu")
    place = {"Nom du lieu": "Médiathèque de Tulle", "Type de lieu": "Bibliothèque", "Adresse": "1 place de l’Hôtel de ville"}
    place |= {"Mardi": "9 h – 12 h, 14 h – 17 h", "Jeudi": "9 h – 12 h, 14 h – 17 h"}
    adviser.answers(place).presses("Ouvrir ce lieu").reads("est ouvert au public")
    for undone in (True, False):
        adviser.goes("/conseiller/").follows("Aide individuelle").answers({"Courriels": True}).presses("Enregistrer").reads(
            "C’est enregistré"
        )
        if undone:
            adviser.presses("Annuler")
    adviser.goes("/conseiller/rendez-vous/").follows("Programmer un atelier")
    workshop = {"Titre de l’atelier": "Prendre rendez-vous chez le médecin", "Quel jour": "2021-06-10", "À quelle heure": "14:00"}
    adviser.answers(workshop).presses("Programmer un atelier").reads("est programmé")
    adviser.does("Inscrire une personne").reads("Une personne de plus")
    play.at(2021, 6, 10, hour=16)
    adviser.comes_back().does("Dire qui est venu", "Enregistrer l’atelier", {"Participants": "5"}).reads("5 personnes")


def mamie_lucette_is_received(play: Play) -> None:
    """The town hall refers Mamie Lucette; her appointment is fixed, honoured, and becomes an activity; another books by herself."""
    play.at(2021, 6, 14)
    mayor = play.visitors["mayor"].goes("/structure/orientations/").follows("Orienter une personne")
    mayor.answers({"Inès Vialle": True, "Prénom de la personne": "Lucette", "Téléphone de la personne": "05 55 00 00 00"})
    mayor.presses("Envoyer au conseiller").reads("La demande est envoyée")
    adviser = play.visitors["adviser"].goes("/conseiller/").follows("Voir l’orientation")
    adviser.does("Proposer un rendez-vous", "Fixer ce rendez-vous")
    adviser.reads("L’orientation est acceptée")
    citizen = play.visitors["citizen"] = play.somebody()
    citizen.goes("/").answers({"Votre commune": "Tulle"}).presses("Chercher").reads("Médiathèque de Tulle").follows("Réserver")
    citizen.answers({"Votre prénom": "Jeanne", "Votre numéro de téléphone": "05 55 00 00 01", "Votre besoin": "Santé"})
    citizen.presses("Confirmer le rendez-vous").reads("Médiathèque de Tulle")
    play.at(2021, 6, 15, hour=18)
    adviser.goes("/conseiller/rendez-vous/").follows("9 h").presses("La personne est venue")
    adviser.reads("est devenu une activité")


def reports_go_up(play: Play) -> None:
    """The host and its adviser report to the Caisse des Dépôts, and it to the ANCT."""
    play.at(2021, 11, 2)
    requester = play.person("requester").goes("/caisse/conventions/").follows("V-2021")
    requester.does("Demander un compte rendu", answers={"Premier jour": "2021-05-01", "Dernier jour": "2021-10-31"}).reads("est demandé")
    requester.goes("/caisse/comptes-rendus/").follows("Commune de Tulle").does("Préparer le compte rendu").reads("activité")
    adviser = play.visitors["adviser"].goes("/conseiller/comptes-rendus/").follows("Du 1")
    adviser.does("Signer le compte rendu", answers={"Vos mots": "De belles rencontres."}).reads("est signé")
    mayor = play.visitors["mayor"].goes("/structure/comptes-rendus/").follows("Du 1")
    mayor.does("Transmettre le compte rendu", answers={"Ce qui a bien marché": "Les ateliers."}).reads("est transmis")
    certifier = play.person("certifier").goes("/caisse/comptes-rendus/").follows("Commune de Tulle")
    certifier.does("Accepter le compte rendu").reads("est accepté")
    delegate = play.person("caisse_delegate")
    certifier.goes("/caisse/rapports/").follows("Arrêter les chiffres")
    certifier.answers({"Premier jour": "2020-11-02", "Dernier jour": "2021-10-31"}).presses("Compter la période")
    certifier.presses("Arrêter les chiffres du rapport").reads("sont arrêtés")
    delegate.goes("/caisse/rapports/").follows("R-2021").does("Signer le rapport").reads("est signé").does("Envoyer le rapport à l’ANCT")
    play.person("agency_director").goes("/anct/rapports/").follows("R-2021").does("Accuser réception").reads("est reçu")


def network_is_told(play: Play) -> None:
    """The animation publishes a resource; the adviser reads it."""
    play.at(2021, 11, 3)
    animator = play.person("animator").goes("/anct/publications/").follows("Préparer une publication")
    resource = {"Ressource": True, "Titre": "Prendre rendez-vous en ligne", "Présentation": "Pas à pas.", "Structures et conseillers": True}
    animator.answers(resource).presses("Préparer une publication").reads("est un brouillon").does("Publier").reads("est publié")
    play.visitors["adviser"].goes("/conseiller/").reads("Prendre rendez-vous en ligne")


def everything_leaves_its_trace(play: Play) -> None:
    """The auditor goes from a payment back to the application; the DGCL reads the fund."""
    auditor = play.person("auditor").goes("/audit/").presses("Vérifier maintenant").reads("invariants recalculés", "respecté")
    auditor.goes("/audit/").follows("OP-2021-00001")
    auditor.reads("C-2021-00001", "V-2021-00001", "Comité de sélection du 24 mars 2021")
    play.person("funder").goes("/dgcl/fonds/").reads("200 000 000,00 €")


CHAPTERS = (
    endowment_is_notified,
    calls_open,
    host_applies,
    application_is_reviewed,
    committee_decides,
    agreement_is_signed,
    first_instalment_is_paid,
    adviser_is_hired,
    adviser_is_trained,
    people_are_helped,
    mamie_lucette_is_received,
    reports_go_up,
    network_is_told,
    everything_leaves_its_trace,
)
