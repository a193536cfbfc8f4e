"""States of an instalment line, an order, a batch, a bank line (workflows.md)."""

from django.db.models import IntegerChoices, TextChoices

from lucette.kernel.workflow import Transition, Workflow


class LineStatus(TextChoices):
    PLANNED = "planned", "prévue"
    DUE = "due", "exigible"
    REQUESTED = "requested", "demandée"
    CERTIFIED = "certified", "certifiée"
    ORDERED = "ordered", "ordonnancée"
    PAID = "paid", "payée"
    HELD = "held", "suspendue"
    CANCELLED = "cancelled", "annulée"
    RETURNED = "returned", "revenue de la banque"


L = LineStatus
LINE = Workflow(
    "l’échéance",
    LineStatus,
    Transition("plan", "prévoir l’échéance", (), (L.PLANNED,)),
    Transition("fall_due", "rendre l’échéance exigible", (L.PLANNED,), (L.DUE,)),
    Transition("request", "demander le versement", (L.DUE,), (L.REQUESTED,)),
    Transition("send_back", "renvoyer la demande de versement", (L.REQUESTED,), (L.DUE,)),
    Transition("certify", "certifier l’échéance", (L.REQUESTED,), (L.CERTIFIED,)),
    Transition("uncertify", "retirer l’échéance de la certification", (L.CERTIFIED,), (L.DUE,)),
    Transition("order", "ordonnancer l’échéance", (L.CERTIFIED,), (L.ORDERED,)),
    Transition("reject", "rejeter l’échéance ordonnancée", (L.ORDERED,), (L.CERTIFIED,)),
    Transition("pay", "constater le paiement de l’échéance", (L.ORDERED,), (L.PAID,)),
    Transition("hold", "suspendre l’échéance", (L.PLANNED, L.DUE), (L.HELD,)),
    Transition("resume", "lever la suspension de l’échéance", (L.HELD,), (L.PLANNED,)),
    Transition("override", "rendre l’échéance exigible par dérogation", (L.PLANNED, L.HELD), (L.DUE,)),
    Transition("reduce", "réduire l’échéance", (L.HELD,), (L.HELD,)),
    Transition("cancel", "annuler l’échéance", (L.HELD,), (L.CANCELLED,)),
    Transition(
        "cut",
        "retirer de l’échéance ce que le poste n’a pas gagné",
        (L.PLANNED, L.DUE, L.HELD),
        (L.CANCELLED, L.PLANNED, L.DUE, L.HELD),
    ),
    Transition("give_back", "constater le retour de l’échéance", (L.PAID,), (L.RETURNED,)),
    Transition("replace", "demander de nouveau l’échéance revenue", (L.RETURNED,), (L.RETURNED,)),
    Transition("restore", "certifier de nouveau l’échéance revenue", (L.RETURNED,), (L.CERTIFIED,)),
)


class HoldGround(TextChoices):
    """Why a line is held. The first four are seen by Lucette on the due date; the last two are told by a person or another room."""

    VACANT = "vacant", "poste vacant à l’échéance"
    RETURNED = "returned", "poste rendu"
    CLOSED = "closed", "établissement fermé"
    NOT_IN_FORCE = "not_in_force", "convention hors vigueur"
    SUSPENDED = "suspended", "convention suspendue"
    REPORT = "report", "compte rendu en retard"


SEEN = (HoldGround.VACANT, HoldGround.RETURNED, HoldGround.CLOSED, HoldGround.NOT_IN_FORCE)
TOLD = (HoldGround.SUSPENDED, HoldGround.REPORT)


class OrderStatus(TextChoices):
    REQUESTED = "requested", "demandé"
    SENT_BACK = "sent_back", "renvoyé"
    CERTIFIED = "certified", "certifié"
    TO_COUNTERSIGN = "to_countersign", "à contresigner"
    ORDERED = "ordered", "ordonnancé"
    ACCEPTED = "accepted", "pris en charge"
    SENT = "sent", "envoyé à la banque"
    UNDER_INQUIRY = "under_inquiry", "en enquête à la banque"
    EXECUTED = "executed", "exécuté"
    CANCELLED = "cancelled", "annulé"
    RETURNED = "returned", "revenu de la banque"


O = OrderStatus  # noqa: E741
GIVEN_UP = (O.SENT_BACK, O.CANCELLED)  # what it paid may be asked for again, by another order
ORDER = Workflow(
    "l’ordre de paiement",
    OrderStatus,
    Transition("request", "demander un versement", (), (O.REQUESTED,)),
    Transition("send_back", "renvoyer la demande", (O.REQUESTED,), (O.SENT_BACK,)),
    Transition("certify", "certifier la demande", (O.REQUESTED,), (O.CERTIFIED,)),
    Transition("certify_again", "certifier sur de nouvelles coordonnées bancaires", (O.CERTIFIED,), (O.CERTIFIED,)),
    Transition("cancel", "annuler la certification", (O.CERTIFIED,), (O.CANCELLED,)),
    Transition("reduce", "réduire la certification", (O.CERTIFIED,), (O.CERTIFIED,)),
    Transition("order", "ordonnancer le paiement", (O.CERTIFIED,), (O.ORDERED, O.TO_COUNTERSIGN)),
    Transition("countersign", "contresigner l’ordre de paiement", (O.TO_COUNTERSIGN,), (O.ORDERED,)),
    Transition("decline", "refuser de contresigner l’ordre de paiement", (O.TO_COUNTERSIGN,), (O.CERTIFIED,)),
    Transition("take_in_charge", "prendre en charge l’ordre de paiement", (O.ORDERED,), (O.ACCEPTED,)),
    Transition("reject", "rejeter l’ordre de paiement", (O.ORDERED, O.ACCEPTED), (O.CERTIFIED,)),
    Transition("send", "envoyer l’ordre à la banque", (O.ACCEPTED,), (O.SENT,)),
    Transition("refuse_by_bank", "constater le refus de la banque", (O.SENT,), (O.CERTIFIED,)),
    Transition("inquire", "ouvrir une enquête à la banque", (O.SENT,), (O.UNDER_INQUIRY,)),
    Transition("answer", "noter la réponse de la banque", (O.UNDER_INQUIRY,), (O.SENT, O.CERTIFIED)),
    Transition("execute", "constater l’exécution par la banque", (O.SENT, O.UNDER_INQUIRY), (O.EXECUTED,)),
    Transition("give_back", "constater le retour du virement", (O.EXECUTED, O.RETURNED), (O.RETURNED,)),
    Transition("replace", "demander de nouveau le versement revenu", (O.RETURNED,), (O.RETURNED,)),
)


class BatchStatus(TextChoices):
    FROZEN = "frozen", "figé"
    SENT = "sent", "envoyé"
    ACKNOWLEDGED = "acknowledged", "répondu par la banque"
    RECONCILED = "reconciled", "rapproché"
    CLOSED = "closed", "clos"
    CANCELLED = "cancelled", "abandonné"


B = BatchStatus
BATCH = Workflow(
    "le lot de virements",
    BatchStatus,
    Transition("freeze", "composer un lot de virements", (), (B.FROZEN,)),
    Transition("send", "envoyer le lot à la banque", (B.FROZEN,), (B.SENT,)),
    Transition("acknowledge", "lire la réponse de la banque", (B.SENT, B.ACKNOWLEDGED), (B.ACKNOWLEDGED,)),
    Transition("reconcile", "rapprocher le lot", (B.SENT, B.ACKNOWLEDGED), (B.RECONCILED,)),
    Transition("close", "clore le lot de virements", (B.RECONCILED,), (B.CLOSED,)),
    Transition("cancel", "abandonner le lot de virements", (B.FROZEN,), (B.CANCELLED,)),
)


class Nature(TextChoices):
    """Nature of a use of funds, for the yearly rendering."""

    GRANTS_PUBLIC = "grants_public", "subventions aux structures publiques"
    GRANTS_PRIVATE = "grants_private", "subventions aux structures privées"
    GRANTS_OVERSEAS = "grants_overseas", "subventions outre-mer"
    TRAINING = "training", "formation"
    CERTIFICATION = "certification", "certification"
    EQUIPMENT = "equipment", "équipement"
    ANIMATION = "animation", "animation nationale et ressources"
    MANAGEMENT = "management", "gestion"


class BankLineStatus(TextChoices):
    MATCHED = "matched", "rapprochée"
    UNMATCHED = "unmatched", "à rapprocher"


WAITING, EXPLAINED = (BankLineStatus.UNMATCHED,), (BankLineStatus.MATCHED,)
BANK_LINE = Workflow(
    "la ligne du relevé",
    BankLineStatus,
    Transition("read", "lire la ligne du relevé", (), (BankLineStatus.UNMATCHED, BankLineStatus.MATCHED)),
    Transition("recognise", "reconnaître une tranche de la dotation", WAITING, EXPLAINED),
    Transition("execute", "reconnaître l’exécution d’un ordre", WAITING, EXPLAINED),
    Transition("give_back", "reconnaître un virement revenu", WAITING, EXPLAINED),
    Transition("interest", "reconnaître des intérêts", WAITING, EXPLAINED),
    Transition("charge", "reconnaître des frais bancaires", WAITING, EXPLAINED),
    Transition("collect", "reconnaître un reversement encaissé", WAITING, EXPLAINED),
    Transition("restitute", "reconnaître une restitution à l’État", WAITING, EXPLAINED),
    Transition("refund", "reconnaître le remboursement d’une recette", WAITING, EXPLAINED),
    Transition("mend", "reconnaître une erreur rectifiée par la banque", WAITING, EXPLAINED),
    Transition("reconsider", "revenir sur l’explication", EXPLAINED, WAITING),
)


class MovementKind(TextChoices):
    """What a line of a statement turned out to be."""

    EXECUTION = "execution", "virement exécuté"
    TRANCHE = "tranche", "tranche de la dotation"
    RETURN = "return", "virement revenu"
    RECOVERY = "recovery", "recouvrement encaissé"
    INTEREST = "interest", "intérêts"
    CHARGE = "charge", "frais bancaires"
    REFUND = "refund", "remboursement d’une recette à classer"
    BANK_ERROR = "bank_error", "erreur de la banque rectifiée"
    RESTITUTION = "restitution", "restitution à l’État"


# what a person said alone of a line, and may take back: the other kinds moved an order, or a recovery, which have acts of their own
TAKEN_BACK = (MovementKind.INTEREST, MovementKind.CHARGE, MovementKind.RESTITUTION)


class Hand(IntegerChoices):
    """The hands through which a payment passes, each a different natural person: four, and a fifth above a threshold."""

    REQUEST = 1, "demande"
    CERTIFICATION = 2, "certification"
    ORDER = 3, "ordonnancement"
    ACCOUNT = 4, "paiement"
    COUNTERSIGNATURE = 5, "contreseing"


class BordereauStatus(TextChoices):
    COMPOSED = "composed", "à signer"
    TO_COUNTERSIGN = "to_countersign", "à contresigner"
    SIGNED = "signed", "signé"
    CANCELLED = "cancelled", "abandonné"


BORDEREAU = Workflow(
    "le bordereau",
    BordereauStatus,
    Transition("compose", "composer un bordereau", (), (BordereauStatus.COMPOSED,)),
    Transition("take_out", "retirer un ordre du bordereau", (BordereauStatus.COMPOSED,), (BordereauStatus.COMPOSED,)),
    Transition("sign", "signer le bordereau", (BordereauStatus.COMPOSED,), (BordereauStatus.SIGNED, BordereauStatus.TO_COUNTERSIGN)),
    Transition("countersign", "contresigner le bordereau", (BordereauStatus.TO_COUNTERSIGN,), (BordereauStatus.SIGNED,)),
    Transition("cancel", "abandonner le bordereau", (BordereauStatus.COMPOSED,), (BordereauStatus.CANCELLED,)),
)


class OverrideStatus(TextChoices):
    ASKED = "asked", "demandée"
    CONFIRMED = "confirmed", "confirmée"
    REFUSED = "refused", "refusée"
    LAPSED = "lapsed", "sans objet"


OVERRIDE = Workflow(
    "la dérogation",
    OverrideStatus,
    Transition("ask", "demander une dérogation", (), (OverrideStatus.ASKED,)),
    Transition("confirm", "confirmer la dérogation", (OverrideStatus.ASKED,), (OverrideStatus.CONFIRMED,)),
    Transition("refuse", "refuser la dérogation", (OverrideStatus.ASKED,), (OverrideStatus.REFUSED,)),
    Transition("lapse", "classer la dérogation sans objet", (OverrideStatus.ASKED,), (OverrideStatus.LAPSED,)),
)


class RecoveryStatus(TextChoices):
    ISSUED = "issued", "émis, en échange contradictoire"
    NOTIFIED = "notified", "notifié"
    DUE = "due", "exigible"
    REMINDED = "reminded", "rappelé"
    COLLECTED = "collected", "encaissé"
    WAIVED = "waived", "remis"
    WRITTEN_OFF = "written_off", "admis en non-valeur"
    CANCELLED = "cancelled", "annulé"


R = RecoveryStatus
OPEN = (R.ISSUED, R.NOTIFIED, R.DUE, R.REMINDED)
CALLED = (R.NOTIFIED, R.DUE, R.REMINDED)
# a receipt of a part changes no state
RECOVERY = Workflow(
    "l’ordre de reversement",
    RecoveryStatus,
    Transition("issue", "demander un reversement", (), (R.ISSUED,)),
    Transition("answer", "répondre au projet de reversement", (R.ISSUED,), (R.ISSUED,)),
    Transition("reply", "répondre aux observations de la structure", (R.ISSUED,), (R.ISSUED,)),
    Transition("notify", "notifier l’ordre de reversement", (R.ISSUED,), (R.NOTIFIED,)),
    Transition("fall_due", "rendre le reversement exigible", (R.NOTIFIED,), (R.DUE,)),
    Transition("remind", "rappeler le reversement", (R.DUE, R.REMINDED), (R.REMINDED,)),
    Transition("collect", "encaisser le reversement", OPEN, (R.COLLECTED,)),
    Transition("waive", "remettre la dette", CALLED, (R.WAIVED,)),
    Transition("write_off", "admettre le reversement en non-valeur", (R.DUE, R.REMINDED), (R.WRITTEN_OFF,)),
    Transition("cancel", "annuler l’ordre de reversement", OPEN, (R.CANCELLED,)),
)


class RecoveryGround(TextChoices):
    """Why money is asked back."""

    POST_RETURNED = "post_returned", "poste rendu avant son terme"
    TERMINATION = "termination", "convention résiliée"
    VACANCY = "vacancy", "poste vacant sur une période payée"
    UNJUSTIFIED = "unjustified", "emploi non justifié"
    FINAL_SETTLEMENT = "final_settlement", "solde supérieur au coût réel"
    PAID_TWICE = "paid_twice", "versement en double"


class BankAnswer(TextChoices):
    """What the bank says of a whole file (pain.002)."""

    ACCEPTED = "accepted", "accepté"
    PART = "part", "accepté en partie"
    REFUSED = "refused", "refusé"
