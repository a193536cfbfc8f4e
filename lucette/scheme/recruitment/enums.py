"""States of a candidate and of a hire (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class CandidateStatus(TextChoices):
    AVAILABLE = "available", "disponible"
    HIRED = "hired", "recruté"
    WITHDRAWN = "withdrawn", "retiré"


C = CandidateStatus
CANDIDATE = Workflow(
    "le candidat",
    CandidateStatus,
    Transition("apply", "s’inscrire au vivier", (), (C.AVAILABLE,)),
    Transition("mark_hired", "déclarer le candidat recruté", (C.AVAILABLE,), (C.HIRED,)),
    Transition("mark_available", "rendre le candidat disponible", (C.HIRED,), (C.AVAILABLE,)),
    Transition("withdraw", "se retirer du vivier", (C.AVAILABLE,), (C.WITHDRAWN,)),
    Transition("come_back", "revenir au vivier", (C.WITHDRAWN,), (C.AVAILABLE,)),
)


class HireStatus(TextChoices):
    INVITED = "invited", "invité"
    ACCEPTED = "accepted", "invitation acceptée"
    DECLINED = "declined", "invitation déclinée"
    SELECTED = "selected", "choisi par la structure"
    DECLARED = "declared", "contrat déposé"
    VALIDATED = "validated", "recrutement validé"
    ENDED = "ended", "contrat terminé"
    CANCELLED = "cancelled", "annulé"


H = HireStatus
HIRE = Workflow(
    "le recrutement",
    HireStatus,
    Transition("invite", "inviter un candidat", (), (H.INVITED,)),
    Transition("accept", "accepter l’invitation", (H.INVITED,), (H.ACCEPTED,)),
    Transition("decline", "décliner l’invitation", (H.INVITED, H.ACCEPTED), (H.DECLINED,)),
    Transition("select", "choisir ce candidat", (H.ACCEPTED,), (H.SELECTED,)),
    Transition("declare", "déposer le contrat de travail", (H.SELECTED,), (H.DECLARED,)),
    Transition("validate", "valider le recrutement", (H.DECLARED,), (H.VALIDATED,)),
    Transition("record_end", "constater la fin du contrat", (H.VALIDATED,), (H.ENDED,)),
    Transition("cancel", "annuler le recrutement", (H.INVITED, H.ACCEPTED, H.SELECTED, H.DECLARED), (H.CANCELLED,)),
)

OPEN = (H.INVITED, H.ACCEPTED, H.SELECTED, H.DECLARED)  # neither refused nor validated yet
CONTRACTS = (H.DECLARED, H.VALIDATED, H.ENDED)  # a contract was filed
ENGAGED = (H.SELECTED, H.DECLARED, H.VALIDATED)  # at most one a post, one a candidate


class ContractKind(TextChoices):
    CDI = "cdi", "contrat à durée indéterminée"
    CDD = "cdd", "contrat à durée déterminée"
    PROJECT = "projet", "contrat de projet public"
    PEC = "pec", "parcours emploi compétences"


class EndReason(TextChoices):
    """Why a contract ends (domain.md §7)."""

    TERM = "term", "terme du contrat"
    DISMISSAL = "dismissal", "licenciement"
    NOT_RENEWED = "not_renewed", "non-reconduction du contrat à durée déterminée"
    RESIGNATION = "resignation", "démission"
    PERMANENT = "permanent", "passage en contrat à durée indéterminée"
    GRANT_ENDED = "grant_ended", "fin de la subvention"


class Situation(TextChoices):
    JOB_SEEKER = "job_seeker", "en recherche d’emploi"
    EMPLOYED = "employed", "en emploi"
    IN_TRAINING = "in_training", "en formation"
    GRADUATE = "graduate", "diplômé de la médiation numérique"
    EXPERIENCED = "experienced", "expérience de médiation numérique"


WHOLE_FRANCE_KM = 2000
RADII_KM = (5, 10, 15, 20, 40, 100, WHOLE_FRANCE_KM)  # domain.md §2
