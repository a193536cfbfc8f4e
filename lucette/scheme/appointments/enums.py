"""States of a referral and of an appointment (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class ReferralStatus(TextChoices):
    SENT = "sent", "envoyée"
    ACCEPTED = "accepted", "acceptée"
    DONE = "done", "personne reçue"
    CLOSED = "closed", "close"


R = ReferralStatus
REFERRAL = Workflow(
    "l’orientation",
    ReferralStatus,
    Transition("refer", "orienter une personne", (), (R.SENT,)),
    Transition("accept", "accepter l’orientation", (R.SENT,), (R.ACCEPTED,)),
    Transition("done", "constater que la personne a été reçue", (R.ACCEPTED,), (R.DONE,)),
    Transition("close", "clore l’orientation", (R.SENT, R.ACCEPTED), (R.CLOSED,)),
)


class AppointmentStatus(TextChoices):
    BOOKED = "booked", "réservé"
    CONFIRMED = "confirmed", "confirmé"
    HONOURED = "honoured", "honoré"
    NO_SHOW = "no_show", "personne absente"
    CANCELLED_BY_CITIZEN = "cancelled_by_citizen", "annulé par la personne"
    CANCELLED_BY_ADVISER = "cancelled_by_adviser", "annulé par le conseiller"


A = AppointmentStatus
BUSY = (A.BOOKED, A.CONFIRMED, A.HONOURED)  # what fills a slot
APPOINTMENT = Workflow(
    "le rendez-vous",
    AppointmentStatus,
    Transition("book", "prendre rendez-vous", (), (A.BOOKED,)),
    Transition("confirm", "confirmer le rendez-vous", (A.BOOKED,), (A.CONFIRMED,)),
    Transition("honour", "constater le rendez-vous", (A.BOOKED, A.CONFIRMED), (A.HONOURED,)),
    Transition("no_show", "constater l’absence", (A.BOOKED, A.CONFIRMED), (A.NO_SHOW,)),
    Transition("cancel_by_citizen", "annuler pour la personne", (A.BOOKED, A.CONFIRMED), (A.CANCELLED_BY_CITIZEN,)),
    Transition("cancel_by_adviser", "annuler pour le conseiller", (A.BOOKED, A.CONFIRMED), (A.CANCELLED_BY_ADVISER,)),
)


class BookedBy(TextChoices):
    CITIZEN = "citizen", "la personne elle-même"
    RELATIVE = "relative", "un proche"
    HOST = "host", "la structure d’accueil"
