"""States of an agreement (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class AgreementStatus(TextChoices):
    PREPARING = "preparing", "en préparation"
    READY = "ready", "prête à signer"
    SIGNED_BY_HOST = "signed_by_host", "signée par la structure"
    IN_FORCE = "in_force", "en vigueur"
    CANCELLED = "cancelled", "annulée"


class Party(TextChoices):
    HOST = "host", "structure d’accueil"
    CAISSE = "caisse", "Caisse des Dépôts"


S = AgreementStatus
RUNNING = (S.IN_FORCE,)  # it binds both parties today
PAYABLE = (S.IN_FORCE,)  # what its posts earned may be paid
SIGNED = (S.IN_FORCE,)  # it bound them once: it has a schedule, posts, a history of money
AGREEMENT = Workflow(
    "la convention",
    AgreementStatus,
    Transition("ask", "demander la convention", (), (S.PREPARING,)),
    Transition("generate", "éditer la convention", (S.PREPARING,), (S.READY,)),
    Transition("sign_as_host", "signer la convention pour la structure", (S.READY,), (S.SIGNED_BY_HOST,)),
    Transition("sign_as_caisse", "signer la convention pour la Caisse des Dépôts", (S.SIGNED_BY_HOST,), (S.IN_FORCE,)),
    Transition("cancel", "annuler la convention", (S.PREPARING, S.READY, S.SIGNED_BY_HOST), (S.CANCELLED,)),
)
