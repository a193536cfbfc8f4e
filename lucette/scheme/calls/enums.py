"""States of a call."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class CallStatus(TextChoices):
    DRAFT = "draft", "en préparation"
    PUBLISHED = "published", "publié"
    OPEN = "open", "ouvert"
    PAUSED = "paused", "suspendu"
    CLOSED = "closed", "clos"


S = CallStatus
CALL = Workflow(
    "l’appel",
    CallStatus,
    Transition("draft", "préparer l’appel", (), (S.DRAFT,)),
    Transition("publish", "publier l’appel", (S.DRAFT,), (S.PUBLISHED,)),
    Transition("open", "ouvrir l’appel", (S.PUBLISHED,), (S.OPEN,)),
    Transition("pause", "suspendre l’appel", (S.OPEN,), (S.PAUSED,)),
    Transition("resume", "rouvrir l’appel", (S.PAUSED,), (S.OPEN,)),
    Transition("close", "clore l’appel", (S.PUBLISHED, S.OPEN, S.PAUSED), (S.CLOSED,)),
)


class PostKind(TextChoices):
    """What a host asks for: one or more advisers, or one coordinator (domain.md §2: full time, or who also serves the public)."""

    ADVISER = "adviser", "conseiller numérique"
    COORDINATOR = "coordinator", "coordinateur à temps plein"
    COORDINATOR_PART = "coordinator_part", "coordinateur qui reçoit aussi le public"


class Needed(TextChoices):
    """When a document of the host is needed."""

    FILING = "filing", "pour déposer la candidature"
    AGREEMENT = "agreement", "pour signer la convention"


class Condition(TextChoices):
    """What makes an instalment fall due: a fact recorded by another room."""

    AGREEMENT_SIGNED = "agreement_signed", "signature de la convention"
    CONTRACT_FILED = "contract_filed", "contrat de travail déposé"
    TRAINING_STARTED = "training_started", "formation commencée"
    MONTH_REACHED = "month_reached", "mois atteint avec un contrat de travail en cours"
    REPORT_ACCEPTED = "report_accepted", "compte rendu accepté"
