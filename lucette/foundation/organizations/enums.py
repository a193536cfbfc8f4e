"""What an organization is, the states of its bank details, the answers that decide of them."""

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
    HELD = "on_hold", "retenues"
    VERIFIED = "verified", "vérifiées"
    ACTIVE = "active", "actives"
    REPLACED = "replaced", "remplacées"
    WITHDRAWN = "withdrawn", "retirées"
    REFUSED = "refused", "refusées"


class PayeeMatch(TextChoices):
    """What the bank of the account says of its holder (codes of the European Payments Council’s scheme)."""

    MATCH = "MTCH", "le nom correspond"
    CLOSE = "CMTC", "le nom correspond presque"
    NO_MATCH = "NMTC", "le nom ne correspond pas"
    NOT_POSSIBLE = "NOAP", "la banque ne peut pas répondre"


class CallResult(TextChoices):
    CONFIRMED = "confirmed", "la structure confirme ce compte"
    DENIED = "denied", "la structure ne reconnaît pas ce compte"
    UNREACHED = "unreached", "personne n’a répondu"


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
PENDING = (S.DECLARED, S.HELD, S.VERIFIED)
BANK_DETAILS = Workflow(
    "les coordonnées bancaires",
    BankDetailsStatus,
    Transition("declare", "déclarer des coordonnées bancaires", (), (S.DECLARED,)),
    Transition("confirm", "confirmer le changement de compte", (S.DECLARED,), (S.DECLARED,)),
    Transition("call_back", "enregistrer le rappel de la structure", (S.DECLARED,), (S.DECLARED,)),
    Transition("check_payee", "demander à la banque si le nom correspond", (S.DECLARED,), (S.DECLARED,)),
    Transition("verify", "vérifier les coordonnées bancaires", (S.DECLARED,), (S.VERIFIED,)),
    Transition("hold", "retenir les coordonnées bancaires", (S.DECLARED, S.VERIFIED), (S.HELD,)),
    Transition("release", "lever la retenue", (S.HELD,), (S.DECLARED,)),
    Transition("refuse", "refuser les coordonnées bancaires", (S.HELD,), (S.REFUSED,)),
    Transition("activate", "activer les coordonnées bancaires", (S.VERIFIED,), (S.ACTIVE,)),
    Transition("withdraw", "retirer les coordonnées bancaires", PENDING, (S.WITHDRAWN,)),
    Transition("replace", "remplacer les coordonnées bancaires", (*PENDING, S.ACTIVE), (S.REPLACED,)),
)
