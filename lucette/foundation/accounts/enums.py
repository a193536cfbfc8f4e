"""Roles, and the space of the website each opens."""

from django.db.models import TextChoices


class RoleName(TextChoices):
    """What a person may be in the scheme. One is active at a time."""

    FUNDER = "funder", "Direction générale des collectivités locales"
    AGENCY_DIRECTOR = "agency_director", "Directrice générale de l’ANCT ou délégataire"
    INSTRUCTOR = "instructor", "Instructeur de l’ANCT"
    CHAIR = "chair", "Présidente du comité de sélection"
    MEMBER = "member", "Membre du comité de sélection"
    ANIMATOR = "animator", "Animation nationale du réseau"
    PREFECTURE = "prefecture", "Préfecture"
    CAISSE_DELEGATE = "caisse_delegate", "Délégataire de la Caisse des Dépôts"
    REQUESTER = "requester", "Banque des Territoires, demande de versement"
    CERTIFIER = "certifier", "Banque des Territoires, certification"
    AUTHORISING_OFFICER = "authorising_officer", "Direction des politiques sociales, ordonnateur"
    ACCOUNTANT = "accountant", "Direction des politiques sociales, comptable"
    HOST_REPRESENTATIVE = "host_representative", "Représentante légale de la structure"
    HOST_SECRETARY = "host_secretary", "Secrétaire de la structure"
    ADVISER = "adviser", "Conseiller numérique"
    CANDIDATE = "candidate", "Candidat"
    TRAINING_BODY = "training_body", "Organisme de formation"
    AUDITOR = "auditor", "Auditeur"
    SUPPORT = "support", "Équipe d’assistance"
    IMPORTER = "importer", "Reprise de données"


SPACES = {
    RoleName.FUNDER: "funder",
    RoleName.AGENCY_DIRECTOR: "agency",
    RoleName.INSTRUCTOR: "agency",
    RoleName.CHAIR: "agency",
    RoleName.MEMBER: "agency",
    RoleName.ANIMATOR: "agency",
    RoleName.PREFECTURE: "prefecture",
    RoleName.CAISSE_DELEGATE: "caisse",
    RoleName.REQUESTER: "caisse",
    RoleName.CERTIFIER: "caisse",
    RoleName.AUTHORISING_OFFICER: "caisse",
    RoleName.ACCOUNTANT: "caisse",
    RoleName.HOST_REPRESENTATIVE: "host",
    RoleName.HOST_SECRETARY: "host",
    RoleName.ADVISER: "adviser",
    RoleName.CANDIDATE: "adviser",
    RoleName.TRAINING_BODY: "training",
    RoleName.AUDITOR: "audit",
    RoleName.SUPPORT: "support",
}

NATIONAL_READERS = frozenset(
    {
        RoleName.FUNDER,
        RoleName.AGENCY_DIRECTOR,
        RoleName.INSTRUCTOR,
        RoleName.CHAIR,
        RoleName.MEMBER,
        RoleName.ANIMATOR,
        RoleName.CAISSE_DELEGATE,
        RoleName.REQUESTER,
        RoleName.CERTIFIER,
        RoleName.AUTHORISING_OFFICER,
        RoleName.ACCOUNTANT,
        RoleName.AUDITOR,
        RoleName.SUPPORT,
        RoleName.IMPORTER,
    }
)

# the roles in the order in which the scheme meets them, for the demonstration's chooser; the importer has no page
JOURNEY = (
    RoleName.FUNDER,
    RoleName.HOST_SECRETARY,
    RoleName.HOST_REPRESENTATIVE,
    RoleName.PREFECTURE,
    RoleName.INSTRUCTOR,
    RoleName.CHAIR,
    RoleName.MEMBER,
    RoleName.AGENCY_DIRECTOR,
    RoleName.CAISSE_DELEGATE,
    RoleName.REQUESTER,
    RoleName.CERTIFIER,
    RoleName.AUTHORISING_OFFICER,
    RoleName.ACCOUNTANT,
    RoleName.CANDIDATE,
    RoleName.ADVISER,
    RoleName.TRAINING_BODY,
    RoleName.ANIMATOR,
    RoleName.AUDITOR,
    RoleName.SUPPORT,
)
