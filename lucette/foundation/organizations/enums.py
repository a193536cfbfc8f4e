"""What an organization is, and the states of its bank details."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class Employer(TextChoices):
    """Which grant scale applies (domain.md §5)."""

    PUBLIC = "public", "structure publique"
    PRIVATE = "private", "structure privée"


class HostKind(TextChoices):
    """The seven form types in use (domain.md §1)."""

    COMMUNE = "commune", "commune"
    DEPARTMENT = "departement", "département"
    REGION = "region", "région"
    INTERCOMMUNALITY = "epci", "EPCI"
    SPECIAL = "collectivite", "collectivité à statut particulier"
    GROUPING = "gip", "groupement d’intérêt public ou établissement public"
    PRIVATE = "private", "association ou structure privée"
    UNQUALIFIED = "unqualified", "à qualifier"


class BankDetailsStatus(TextChoices):
    DECLARED = "declared", "déclarées"
    VERIFIED = "verified", "vérifiées"
    ACTIVE = "active", "actives"
    REPLACED = "replaced", "remplacées"


class MergeStatus(TextChoices):
    MERGED = "merged", "fusionnées"
    UNDONE = "undone", "séparées de nouveau"


MERGE = Workflow(
    "la fusion",
    MergeStatus,
    Transition("merge", "fusionner deux structures", (), (MergeStatus.MERGED,)),
    Transition("undo", "annuler la fusion", (MergeStatus.MERGED,), (MergeStatus.UNDONE,)),
)

S = BankDetailsStatus
BANK_DETAILS = Workflow(
    "les coordonnées bancaires",
    BankDetailsStatus,
    Transition("declare", "déclarer des coordonnées bancaires", (), (S.DECLARED,)),
    Transition("verify", "vérifier les coordonnées bancaires", (S.DECLARED,), (S.VERIFIED,)),
    Transition("activate", "activer les coordonnées bancaires", (S.VERIFIED,), (S.ACTIVE,)),
    Transition("replace", "remplacer les coordonnées bancaires", (S.DECLARED, S.VERIFIED, S.ACTIVE), (S.REPLACED,)),
)
