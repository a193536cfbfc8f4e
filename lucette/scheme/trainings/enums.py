"""States of an enrolment (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class EnrolmentStatus(TextChoices):
    ENROLLED = "enrolled", "inscrite"
    IN_PROGRESS = "in_progress", "en cours"
    COMPLETED = "completed", "terminée"
    CERTIFIED = "certified", "certifiée"
    INTERRUPTED = "interrupted", "interrompue"


S = EnrolmentStatus
ENROLMENT = Workflow(
    "la formation",
    EnrolmentStatus,
    Transition("enrol", "inscrire en formation", (), (S.ENROLLED,)),
    Transition("start", "commencer la formation", (S.ENROLLED,), (S.IN_PROGRESS,)),
    Transition("complete", "terminer la formation", (S.IN_PROGRESS,), (S.COMPLETED,)),
    Transition("certify", "certifier la formation", (S.COMPLETED,), (S.CERTIFIED,)),
    Transition("interrupt", "interrompre la formation", (S.ENROLLED, S.IN_PROGRESS), (S.INTERRUPTED,)),
)
LIVE = (S.ENROLLED, S.IN_PROGRESS, S.COMPLETED, S.CERTIFIED)  # they take a seat
OWED = (S.COMPLETED, S.CERTIFIED)  # their seat is invoiced
BEST_PIX_SCORE = 1024  # the scale of Pix
