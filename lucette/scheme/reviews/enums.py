"""What a check of eligibility answers, and where the prefect's opinion stands."""

from django.db.models import TextChoices


class Verdict(TextChoices):
    PASS = "pass", "conforme"
    FAIL = "fail", "non conforme"
    TO_CHECK = "to_check", "à vérifier"


ANSWERS = (Verdict.PASS, Verdict.FAIL)  # what a person answers to a check


class AppealOutcome(TextChoices):
    UPHELD = "upheld", "admis"
    REJECTED = "rejected", "rejeté"


class OpinionState(TextChoices):
    GIVEN = "given", "rendu"
    LATE = "late", "non rendu dans le délai"
    WAITING = "waiting", "attendu"
    NOT_TAKEN_OVER = "not_taken_over", "non repris"


class ProposalKind(TextChoices):
    """What a prefecture proposes instead of what the host asks."""

    OTHER_HOST = "other_host", "une autre structure du territoire"
    TRANSFER = "transfer", "un poste transféré d’une autre convention"


class Strength(TextChoices):
    """What a tie with an application changes: a hard one keeps away from the file, a soft one is told and no more."""

    HARD = "hard", "écarte du dossier"
    SOFT = "soft", "à signaler"


class InterestSource(TextChoices):
    DECLARED = "declared", "déclaré"
    COMPUTED = "computed", "relevé par la plateforme"
