"""Words of the activity record in use in the scheme (domain.md §9), and states."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class ActivityKind(TextChoices):
    INDIVIDUAL = "individuel", "accompagnement individuel"
    WORKSHOP = "collectif", "atelier collectif"
    BRIEF = "ponctuel", "demande ponctuelle"


class Channel(TextChoices):
    PLACE = "rattachement", "lieu d’accueil"
    ELSEWHERE = "autre", "autre lieu"
    REMOTE = "distance", "à distance"
    HOME = "domicile", "à domicile"


class Theme(TextChoices):
    EQUIPMENT = "equipement informatique", "prendre en main un équipement"
    VOCABULARY = "vocabulaire", "vocabulaire du numérique"
    INTERNET = "internet", "naviguer sur internet"
    SECURITY = "securite", "sécurité"
    EMAIL = "courriel", "courriels"
    EXCHANGE = "echanger", "échanger avec ses proches"
    WORD_PROCESSING = "traitement texte", "bureautique"
    CONTENT = "contenus numeriques", "contenus numériques"
    JOB = "trouver emploi", "emploi et formation"
    SMALL_BUSINESS = "tpe/pme", "petites entreprises"
    CHILD = "accompagner enfant", "accompagner son enfant"
    PROCEDURE = "demarche en ligne", "démarches en ligne"
    FRAUD = "fraude et harcelement", "fraude et harcèlement"
    HEALTH = "sante", "santé"
    SMARTPHONE = "smartphone", "smartphone"
    BUDGET = "budget", "budget"
    SCHOOL = "scolaire", "scolarité"
    DIAGNOSIS = "diagnostic", "diagnostic"
    OTHER = "autre", "autre"


class AgeBand(TextChoices):
    UNDER_12 = "moins12Ans", "moins de 12 ans"
    FROM_12 = "de12a18Ans", "12 à 18 ans"
    FROM_18 = "de18a35Ans", "18 à 35 ans"
    FROM_35 = "de35a60Ans", "35 à 60 ans"
    OVER_60 = "plus60Ans", "plus de 60 ans"


class Occupation(TextChoices):
    PUPIL = "etudiant", "scolarisé"
    UNEMPLOYED = "sansEmploi", "sans emploi"
    EMPLOYED = "enEmploi", "en emploi"
    RETIRED = "retraite", "retraité"
    UNKNOWN = "heterogene", "non renseigné"


class ActivityStatus(TextChoices):
    RECORDED = "recorded", "enregistrée"
    REMOVED = "removed", "supprimée"


class RemovalReason(TextChoices):
    """A choice and no text: a note would end up holding something about somebody."""

    DUPLICATE = "duplicate", "enregistrée deux fois"
    MISTAKE = "mistake", "erreur de saisie"
    NOT_HELD = "not_held", "n’a pas eu lieu"


A = ActivityStatus
ACTIVITY = Workflow(
    "l’activité",
    ActivityStatus,
    Transition("record", "enregistrer une activité", (), (A.RECORDED,)),
    Transition("correct", "corriger l’activité", (A.RECORDED,), (A.RECORDED,)),
    Transition("remove", "supprimer l’activité", (A.RECORDED,), (A.REMOVED,)),
)


class WorkshopStatus(TextChoices):
    OPEN = "open", "ouvert aux inscriptions"
    FULL = "full", "complet"
    HELD = "held", "tenu"
    CANCELLED = "cancelled", "annulé"


W = WorkshopStatus
WORKSHOP = Workflow(
    "l’atelier",
    WorkshopStatus,
    Transition("plan", "programmer un atelier", (), (W.OPEN,)),
    Transition("register", "inscrire une personne", (W.OPEN,), (W.OPEN, W.FULL)),
    Transition("hold", "tenir l’atelier", (W.OPEN, W.FULL), (W.HELD,)),
    Transition("cancel", "annuler l’atelier", (W.OPEN, W.FULL), (W.CANCELLED,)),
)
