"""States of the host's report and of the report to the ANCT (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class HostReportStatus(TextChoices):
    DUE = "due", "attendu"
    DRAFT = "draft", "brouillon"
    SIGNED_BY_ADVISER = "signed_by_adviser", "signé par le conseiller"
    SUBMITTED = "submitted", "transmis"
    ACCEPTED = "accepted", "accepté"
    TO_COMPLETE = "to_complete", "à compléter"


H = HostReportStatus
HOST_REPORT = Workflow(
    "le compte rendu",
    HostReportStatus,
    Transition("ask", "demander un compte rendu", (), (H.DUE,)),
    Transition("prefill", "préparer le compte rendu", (H.DUE, H.TO_COMPLETE), (H.DRAFT,)),
    Transition("sign", "signer le compte rendu", (H.DRAFT,), (H.SIGNED_BY_ADVISER,)),
    Transition("submit", "transmettre le compte rendu", (H.SIGNED_BY_ADVISER,), (H.SUBMITTED,)),
    Transition("accept", "accepter le compte rendu", (H.SUBMITTED,), (H.ACCEPTED,)),
    Transition("send_back", "demander de compléter le compte rendu", (H.SUBMITTED,), (H.TO_COMPLETE,)),
)


class AgencyReportStatus(TextChoices):
    FROZEN = "frozen", "arrêté"
    SIGNED = "signed", "signé"
    SENT = "sent", "envoyé à l’ANCT"
    ACKNOWLEDGED = "acknowledged", "reçu par l’ANCT"


A = AgencyReportStatus
AGENCY_REPORT = Workflow(
    "le rapport à l’ANCT",
    AgencyReportStatus,
    Transition("freeze", "arrêter les chiffres du rapport", (), (A.FROZEN,)),
    Transition("sign", "signer le rapport", (A.FROZEN,), (A.SIGNED,)),
    Transition("send", "envoyer le rapport à l’ANCT", (A.SIGNED,), (A.SENT,)),
    Transition("acknowledge", "accuser réception du rapport", (A.SENT,), (A.ACKNOWLEDGED,)),
)
