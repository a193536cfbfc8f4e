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


class FundCallStatus(TextChoices):
    ASKED = "asked", "en attente de la DGCL"
    ANSWERED = "answered", "honoré"
    WITHDRAWN = "withdrawn", "retiré"


FUND_CALL = Workflow(
    "l’appel de fonds",
    FundCallStatus,
    Transition("ask", "appeler des fonds", (), (FundCallStatus.ASKED,)),
    Transition("answer", "constater que l’appel de fonds est honoré", (FundCallStatus.ASKED,), (FundCallStatus.ANSWERED,)),
    Transition("withdraw", "retirer cet appel de fonds", (FundCallStatus.ASKED,), (FundCallStatus.WITHDRAWN,)),
)


class RenderingStatus(TextChoices):
    PREPARED = "prepared", "préparée"
    SUBMITTED = "submitted", "transmise"
    APPROVED = "approved", "approuvée"
    SENT_BACK = "sent_back", "renvoyée"
    WITHDRAWN = "withdrawn", "abandonnée"


RENDERING = Workflow(
    "la reddition annuelle",
    RenderingStatus,
    Transition("prepare", "préparer les comptes de l’année", (), (RenderingStatus.PREPARED,)),
    Transition("withdraw", "abandonner ces comptes", (RenderingStatus.PREPARED,), (RenderingStatus.WITHDRAWN,)),
    Transition("submit", "transmettre les comptes", (RenderingStatus.PREPARED,), (RenderingStatus.SUBMITTED,)),
    Transition("approve", "approuver les comptes", (RenderingStatus.SUBMITTED,), (RenderingStatus.APPROVED,)),
    Transition("send_back", "renvoyer les comptes", (RenderingStatus.SUBMITTED,), (RenderingStatus.SENT_BACK,)),
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
    RETURNED = "returned", "Virement revenu"
    RESTORED = "restored", "Virement revenu à payer de nouveau"
    CERTIFICATION_REDUCED = "certification_reduced", "Certification annulée ou réduite"
    LINE_REDUCED = "line_reduced", "Échéance annulée ou réduite"
    POSTS_RETURNED = "posts_returned", "Postes rendus"
    POSTS_ENDED = "posts_ended", "Postes terminés"
    POSTS_ADDED = "posts_added", "Postes ajoutés"
    POST_TRANSFERRED = "post_transferred", "Poste transféré"
    POSTS_RENEWED = "posts_renewed", "Postes renouvelés"
    POSTS_REOPENED = "posts_reopened", "Postes rouverts"
    ENTITY_CHANGED = "entity_changed", "Changement de structure porteuse"
    RECOVERY_ISSUED = "recovery_issued", "Reversement demandé"
    RECOVERY_COLLECTED = "recovery_collected", "Reversement encaissé"
    RECOVERY_WRITTEN_OFF = "recovery_written_off", "Reversement annulé ou abandonné"
    COLLECTED_REUSED = "collected_reused", "Somme recouvrée rendue disponible"
    RESTITUTED = "restituted", "Somme restituée à l’État"
    RECEIPT_SUSPENDED = "receipt_suspended", "Recette à classer"
    EXPENSE_SUSPENDED = "expense_suspended", "Dépense à classer"
    RECEIPT_REFUNDED = "receipt_refunded", "Recette remboursée à son émetteur"
    EXPENSE_GIVEN_BACK = "expense_given_back", "Erreur de la banque réparée"
    BANK_CHARGED = "bank_charged", "Frais bancaires"
    INTEREST_RECEIVED = "interest_received", "Intérêts reçus"
    AUTHORITY_AMENDED = "authority_amended", "Autorisation modifiée"
    CORRECTED = "corrected", "Correction"


class CorrectionReason(TextChoices):
    """Why an event is mirrored: a code, kept with it."""

    WRONG_AMOUNT = "wrong_amount", "montant erroné"
    WRONG_LINE = "wrong_line", "mauvaise échéance"
    WRONG_PAYEE = "wrong_payee", "mauvais bénéficiaire"
    DUPLICATE = "duplicate", "fait saisi deux fois"
    BANK_CORRECTION = "bank_correction", "rectifié par la banque"
    DECISION = "decision", "annulé par décision"


class Origin(TextChoices):
    """Where a sum restituted to the State comes from."""

    COLLECTED = "collected", "somme recouvrée"
    UNUSED = "unused", "autorisation non employée"
    INTEREST = "interest", "intérêts reçus"
