"""States of an agreement, of an amendment, of a notice that may end an agreement (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class AgreementStatus(TextChoices):
    PREPARING = "preparing", "en préparation"
    READY = "ready", "prête à signer"
    SIGNED_BY_HOST = "signed_by_host", "signée par la structure"
    IN_FORCE = "in_force", "en vigueur"
    SUSPENDED = "suspended", "suspendue"
    TERMINATED = "terminated", "résiliée"
    SETTLED = "settled", "soldée"
    ARCHIVED = "archived", "archivée"
    CANCELLED = "cancelled", "annulée"


class Party(TextChoices):
    HOST = "host", "structure d’accueil"
    CAISSE = "caisse", "Caisse des Dépôts"


class Lacks(TextChoices):
    """What an agreement may still lack before it is edited."""

    ACCOUNT = "account", "le compte bancaire vérifié"
    POWER = "power", "une personne qui peut signer"
    PIECE = "piece", "un document"


S = AgreementStatus
RUNNING = (S.IN_FORCE, S.SUSPENDED)  # it binds both parties today
PAYABLE = (S.IN_FORCE, S.TERMINATED)  # what its posts earned may be paid: what is suspended waits, what is settled is over
SIGNED = (S.IN_FORCE, S.SUSPENDED, S.TERMINATED, S.SETTLED, S.ARCHIVED)  # it bound them once: it has a schedule, posts, a history of money
AGREEMENT = Workflow(
    "la convention",
    AgreementStatus,
    Transition("ask", "demander la convention", (), (S.PREPARING,)),
    Transition("generate", "éditer la convention", (S.PREPARING,), (S.READY,)),
    Transition("sign_as_host", "signer la convention pour la structure", (S.READY,), (S.SIGNED_BY_HOST,)),
    Transition("sign_as_caisse", "signer la convention pour la Caisse des Dépôts", (S.SIGNED_BY_HOST,), (S.IN_FORCE,)),
    Transition("cancel", "annuler la convention", (S.PREPARING, S.READY, S.SIGNED_BY_HOST), (S.CANCELLED,)),
    Transition("suspend", "suspendre la convention", (S.IN_FORCE,), (S.SUSPENDED,)),
    Transition("resume", "lever la suspension de la convention", (S.SUSPENDED,), (S.IN_FORCE,)),
    Transition("terminate", "résilier la convention", RUNNING, (S.TERMINATED,)),
    Transition("settle", "solder la convention", (S.IN_FORCE, S.TERMINATED), (S.SETTLED,)),
    Transition("archive", "archiver la convention", (S.SETTLED,), (S.ARCHIVED,)),
)


class AmendmentKind(TextChoices):
    RETURN_POSTS = "return_posts", "postes rendus"
    ADD_POSTS = "add_posts", "postes ajoutés"
    EXTEND = "extend", "durée prolongée"
    CHANGE_ENTITY = "change_entity", "changement de structure"
    TRANSFER_POST = "transfer_post", "poste transféré"


POSTS_CHANGE = (AmendmentKind.ADD_POSTS, AmendmentKind.TRANSFER_POST)  # the prefecture is asked first; giving back is a right


class ReturnReason(TextChoices):
    """Why a host gives a post back."""

    RECRUITMENT = "recruitment", "aucun recrutement possible"
    DEPARTURE = "departure", "départ du conseiller, sans remplacement"
    BUDGET = "budget", "budget de la structure"
    REORGANISATION = "reorganisation", "service réorganisé ou fermé"
    NEED = "need", "besoin couvert autrement"


class AmendmentStatus(TextChoices):
    REQUESTED = "requested", "demandé"
    PREFECT_OPINION = "prefect_opinion", "avis de la préfecture rendu"
    ACCEPTED = "accepted", "accepté"
    REFUSED = "refused", "refusé"
    SIGNED = "signed", "signé"
    APPLIED = "applied", "appliqué"


A = AmendmentStatus
OPEN_AMENDMENT = (A.REQUESTED, A.PREFECT_OPINION, A.ACCEPTED, A.SIGNED)
# while it is typed an amendment is a draft of the form, kept as every form is: a row exists once it is asked for
AMENDMENT = Workflow(
    "l’avenant",
    AmendmentStatus,
    Transition("ask", "demander un avenant", (), (A.REQUESTED,)),
    Transition("give_opinion", "rendre un avis sur l’avenant", (A.REQUESTED, A.PREFECT_OPINION), (A.PREFECT_OPINION,)),
    Transition("accept", "accepter l’avenant", (A.REQUESTED, A.PREFECT_OPINION), (A.ACCEPTED,)),
    Transition("refuse", "refuser l’avenant", (A.REQUESTED, A.PREFECT_OPINION, A.ACCEPTED), (A.REFUSED,)),
    Transition("lapse", "classer un avenant sans objet", (A.REQUESTED, A.PREFECT_OPINION, A.ACCEPTED), (A.REFUSED,)),
    Transition("sign", "signer l’avenant", (A.ACCEPTED,), (A.SIGNED,)),
    Transition("apply", "appliquer l’avenant", (A.SIGNED,), (A.APPLIED,)),
)


class NoticeKind(TextChoices):
    """How an agreement may end before its term."""

    HOST = "host", "demande de la structure"
    MUTUAL = "mutual", "commun accord"
    BREACH = "breach", "mise en demeure"


class Duty(TextChoices):
    """What a host did not do."""

    REPORT = "report", "compte rendu non remis"
    RECRUITMENT = "recruitment", "poste laissé sans conseiller"
    MISSIONS = "missions", "conseiller employé à d’autres missions"
    FREE = "free", "accompagnements non gratuits"
    PROOF = "proof", "pièces justificatives non fournies"


class NoticeStatus(TextChoices):
    OPEN = "open", "en attente de réponse"
    ANSWERED = "answered", "répondue"
    APPLIED = "applied", "suivie d’effet"
    WITHDRAWN = "withdrawn", "classée"


N = NoticeStatus
OPEN_NOTICE = (N.OPEN, N.ANSWERED)
NOTICE = Workflow(
    "la demande de fin de convention",
    NoticeStatus,
    Transition("ask_end", "demander la fin de la convention", (), (N.OPEN,)),
    Transition("propose_end", "proposer la fin de la convention d’un commun accord", (), (N.OPEN,)),
    Transition("serve", "mettre la structure en demeure", (), (N.OPEN,)),
    Transition("answer", "répondre à la Caisse des Dépôts", OPEN_NOTICE, (N.ANSWERED,)),
    Transition("withdraw", "classer la demande sans suite", OPEN_NOTICE, (N.WITHDRAWN,)),
    Transition("apply", "donner suite par la résiliation", OPEN_NOTICE, (N.APPLIED,)),
)
