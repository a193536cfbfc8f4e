"""Words of the fund: statuses and their tables, parties, envelopes, natures of expense, kinds of event."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class EndowmentStatus(TextChoices):
    PREPARED = "prepared", "préparée"
    SIGNED = "signed", "signée"
    NOTIFIED = "notified", "notifiée"


ENDOWMENT = Workflow(
    "la dotation",
    EndowmentStatus,
    Transition("prepare", "préparer la dotation", (), (EndowmentStatus.PREPARED,)),
    Transition("sign", "signer la dotation", (EndowmentStatus.PREPARED,), (EndowmentStatus.PREPARED, EndowmentStatus.SIGNED)),
    Transition("notify", "notifier la dotation", (EndowmentStatus.SIGNED,), (EndowmentStatus.NOTIFIED,)),
)


class MoveStatus(TextChoices):
    REQUESTED = "requested", "demandé"
    CONFIRMED = "confirmed", "confirmé"
    WITHDRAWN = "withdrawn", "retiré"


MOVE = Workflow(
    "le virement entre enveloppes",
    MoveStatus,
    Transition("request", "demander un virement", (), (MoveStatus.REQUESTED,)),
    Transition("confirm", "confirmer ce virement", (MoveStatus.REQUESTED,), (MoveStatus.CONFIRMED,)),
    Transition("withdraw", "retirer cette demande de virement", (MoveStatus.REQUESTED,), (MoveStatus.WITHDRAWN,)),
)


class Party(TextChoices):
    """Who signs the tripartite agreement."""

    DGCL = "dgcl", "Direction générale des collectivités locales"
    ANCT = "anct", "Agence nationale de la cohésion des territoires"
    CDC = "cdc", "Caisse des Dépôts"


class EnvelopeCode(TextChoices):
    GRANTS = "grants", "Subventions"
    TRAINING = "training", "Formation et certification"
    EQUIPMENT = "equipment", "Équipement"
    ANIMATION = "animation", "Animation et ressources"
    MANAGEMENT = "management", "Gestion"
    CONTINGENCY = "contingency", "Imprévus"


class Nature(TextChoices):
    """What the money is used for, as the accounts rendered to the State tell it."""

    GRANTS_PUBLIC = "grants_public", "Subventions aux structures publiques"
    GRANTS_PRIVATE = "grants_private", "Subventions aux structures privées"
    GRANTS_OVERSEAS = "grants_overseas", "Subventions outre-mer"
    TRAINING = "training", "Formation"
    CERTIFICATION = "certification", "Certification"
    EQUIPMENT = "equipment", "Équipement"
    ANIMATION = "animation", "Animation et ressources"
    MANAGEMENT = "management", "Gestion"
    RESTITUTION = "restitution", "Restitution à l’État"


class EventKind(TextChoices):
    """The events of the fund that the ledger knows."""

    AUTHORITY_NOTIFIED = "authority_notified", "Autorisation notifiée"
    TRANCHE_RECEIVED = "tranche_received", "Tranche reçue"
    ENVELOPE_MOVED = "envelope_moved", "Virement entre enveloppes"
    RESERVED = "reserved", "Attribution réservée"
    RELEASED = "released", "Réservation rendue"
    COMMITTED = "committed", "Convention engagée"
    SERVICE_COMMITTED = "service_committed", "Prestation engagée"
    POST_FILLED = "post_filled", "Poste pourvu"
    POST_VACATED = "post_vacated", "Poste devenu vacant"
    LIQUIDATED = "liquidated", "Versement certifié"
    ORDERED = "ordered", "Versement ordonnancé"
    ORDER_REJECTED = "order_rejected", "Ordre rejeté par le comptable"
    SENT = "sent", "Ordre envoyé à la banque"
    REFUSED_BY_BANK = "refused_by_bank", "Ordre refusé par la banque"
    EXECUTED = "executed", "Versement exécuté"
