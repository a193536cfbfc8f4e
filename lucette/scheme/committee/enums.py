"""States of a session, and what it may decide."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class SessionStatus(TextChoices):
    PREPARED = "prepared", "en préparation"
    CONVENED = "convened", "convoquée"
    OPEN = "open", "en séance"
    CLOSED = "closed", "close"
    PUBLISHED = "published", "publiée"


class Decision(TextChoices):
    GRANTED = "granted", "accordé"
    REFUSED = "refused", "refusé"
    DEFERRED = "deferred", "examen complémentaire"
    WAITING = "waiting", "liste d’attente"


S = SessionStatus
DECIDED = (S.CLOSED, S.PUBLISHED)  # never edited again: a session that names it corrects it
SESSION = Workflow(
    "la séance",
    SessionStatus,
    Transition("prepare", "préparer une séance", (), (S.PREPARED,)),
    Transition("add_to_agenda", "inscrire une candidature à l’ordre du jour", (S.PREPARED,), (S.PREPARED,)),
    Transition("add_correction", "inscrire une décision à corriger", (S.PREPARED,), (S.PREPARED,)),
    Transition("take_off", "retirer un dossier de l’ordre du jour", (S.PREPARED,), (S.PREPARED,)),
    Transition("convene", "convoquer la séance", (S.PREPARED,), (S.CONVENED,)),
    Transition("declare_conflict", "déclarer un conflit d’intérêts", (S.CONVENED, S.OPEN), (S.CONVENED, S.OPEN)),
    Transition("open", "ouvrir la séance", (S.CONVENED,), (S.OPEN,)),
    Transition("decide", "décider d’un dossier", (S.OPEN,), (S.OPEN,)),
    Transition("move_to_waiting", "passer les derniers dossiers en liste d’attente", (S.OPEN,), (S.OPEN,)),
    Transition("sign_minutes", "signer le procès-verbal", (S.OPEN,), (S.OPEN,)),
    Transition("close", "clore la séance", (S.OPEN,), (S.CLOSED,)),
    Transition("publish", "publier les décisions", (S.CLOSED,), (S.PUBLISHED,)),
    Transition("rectify", "préparer une séance rectificative", DECIDED, DECIDED),
)
