"""The people of the demonstration in words: who they are, what they do, in which group they are shown."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R

# who they are in a word, and what they do in a sentence
WORDS = {
    R.FUNDER: ("Direction générale des collectivités locales", "Apporte la dotation et suit chaque euro."),
    R.AGENCY_DIRECTOR: ("Directrice générale de l’ANCT", "Publie les appels et signe les décisions du comité."),
    R.INSTRUCTOR: ("Instructeur de l’ANCT", "Vérifie les candidatures et prépare les séances du comité."),
    R.CHAIR: ("Présidente du comité de sélection", "Conduit la séance : accorder, refuser, faire attendre."),
    R.MEMBER: ("Membre du comité de sélection", "Lit les dossiers et se retire de ceux où il a un intérêt."),
    R.PREFECTURE: ("Préfecture", "Donne son avis sur les candidatures de son département."),
    R.HOST_SECRETARY: ("Secrétaire de mairie", "Prépare les dossiers et trouve un candidat dans le vivier."),
    R.HOST_REPRESENTATIVE: ("Maire ou présidente", "Dépose, signe et recrute pour sa structure."),
    R.CAISSE_DELEGATE: ("Délégataire de la Caisse des Dépôts", "Signe les conventions et les rapports."),
    R.REQUESTER: ("Banque des Territoires, demande", "Première main d’un paiement : demander ce qui est dû."),
    R.CERTIFIER: ("Banque des Territoires, certification", "Deuxième main : certifier."),
    R.AUTHORISING_OFFICER: ("Ordonnateur", "Troisième main : ordonner de payer."),
    R.ACCOUNTANT: ("Comptable", "Quatrième main : payer, puis rapprocher le relevé de la banque."),
    R.CANDIDATE: ("Candidat ou candidate", "Dans le vivier, attend l’invitation d’une structure."),
    R.ADVISER: ("Conseiller ou conseillère numérique", "Reçoit, anime des ateliers, note son activité sur son téléphone."),
    R.TRAINING_BODY: ("Organisme de formation", "Forme les conseillers et enregistre leur certification Pix."),
    R.ANIMATOR: ("Animation nationale", "Publie ressources et événements pour tout le réseau."),
    R.AUDITOR: ("Auditeur", "Remonte la piste de n’importe quel euro, du virement à la candidature."),
    R.SUPPORT: ("Équipe d’assistance", "Retrouve une structure, une personne, une lettre."),
}
GROUPS = (
    ("Les structures qui accueillent", (R.HOST_SECRETARY, R.HOST_REPRESENTATIVE)),
    ("L’État et l’ANCT", (R.FUNDER, R.PREFECTURE, R.INSTRUCTOR, R.CHAIR, R.MEMBER, R.AGENCY_DIRECTOR, R.ANIMATOR)),
    ("La Caisse des Dépôts", (R.CAISSE_DELEGATE, R.REQUESTER, R.CERTIFIER, R.AUTHORISING_OFFICER, R.ACCOUNTANT)),
    ("Sur le terrain", (R.ADVISER, R.CANDIDATE, R.TRAINING_BODY)),
    ("Le contrôle et l’assistance", (R.AUDITOR, R.SUPPORT)),
)
