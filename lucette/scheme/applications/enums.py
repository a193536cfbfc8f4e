"""States of an application (workflows.md)."""

from django.db.models import TextChoices

from lucette.kernel.workflow import Transition, Workflow


class ApplicationStatus(TextChoices):
    DRAFT = "draft", "brouillon"
    FILED = "filed", "déposée"
    UNDER_REVIEW = "under_review", "en instruction"
    INCOMPLETE = "incomplete", "à compléter"
    ON_AGENDA = "on_agenda", "inscrite à l’ordre du jour"
    WAITING_LIST = "waiting_list", "liste d’attente"
    AWARDED = "awarded", "attribuée"
    AGREED = "agreed", "conventionnée"
    REFUSED = "refused", "refusée"
    INADMISSIBLE = "inadmissible", "irrecevable"
    CLOSED_INCOMPLETE = "closed_incomplete", "sans suite"
    DECLINED = "declined", "attribution déclinée"
    WITHDRAWN = "withdrawn", "retirée par la structure"
    UNDER_APPEAL = "under_appeal", "en recours"
    REFUSED_FINAL = "refused_final", "refusée définitivement"
    LAPSED = "lapsed", "attribution retirée"


class Public(TextChoices):
    """Whom the host wants to help first."""

    EVERYBODY = "everybody", "tous les habitants"
    OLDER = "older", "personnes âgées"
    YOUNG = "young", "jeunes"
    JOB_SEEKERS = "job_seekers", "personnes en recherche d’emploi"
    POOR = "poor", "personnes en situation de précarité"
    DISABLED = "disabled", "personnes en situation de handicap"
    NEW_TO_FRENCH = "new_to_french", "personnes qui apprennent le français"
    BUSINESSES = "businesses", "associations et petites entreprises"


class ReminderKind(TextChoices):
    """What a letter reminds of, and how near the date is."""

    ANSWER_SOON = "answer_soon", "réponse de l’ANCT, bientôt due"
    ANSWER_LAST = "answer_last", "réponse de l’ANCT, dernier rappel"
    COMPLETE_SOON = "complete_soon", "compléments, à mi-délai"
    COMPLETE_LAST = "complete_last", "compléments, dernier rappel"
    OPINION_ASKED = "opinion_asked", "avis demandé"
    OPINION_SOON = "opinion_soon", "avis, bientôt dû"
    RECRUIT_SOON = "recruit_soon", "recrutement, bientôt dû"
    RECRUIT_LAST = "recruit_last", "recrutement, dernier rappel"


class InadmissibleCode(TextChoices):
    """Why an application is not admissible: the same words in the form, in the letter and on the file."""

    CATEGORY = "category", "la structure n’est pas de celles que vise l’appel"
    STATE_SERVICE = "state_service", "les services déconcentrés de l’État ne peuvent pas candidater"
    NOT_IDENTIFIED = "not_identified", "l’État n’a pas identifié cet établissement au préalable"
    OUTSIDE_WINDOW = "outside_window", "la candidature est déposée hors des dates de l’appel"
    DUPLICATE = "duplicate", "une autre candidature porte la même demande"
    INCOMPLETE = "incomplete", "le dossier reste incomplet"
    NO_DEROGATION = "no_derogation", "la dérogation demandée est refusée"
    OTHER = "other", "un autre motif, écrit ci-dessous"


class LapseGround(TextChoices):
    """Why the ANCT means to withdraw an award."""

    LATE = "late", "le délai pour recruter est dépassé"
    OTHER = "other", "un autre motif"


class PieceStatus(TextChoices):
    """A document given by the host, as the instruction reads it."""

    GIVEN = "given", "fournie"
    ACCEPTED = "accepted", "acceptée"
    REFUSED = "refused", "à refaire"


S = ApplicationStatus
SILENT = (S.FILED, S.UNDER_REVIEW, S.ON_AGENDA, S.WAITING_LIST, S.UNDER_APPEAL)  # where silence rejects, once its time is over
READ = (S.UNDER_REVIEW, S.ON_AGENDA, S.WAITING_LIST)  # while the ANCT reads the documents of the host
CONTESTED = (S.REFUSED, S.INADMISSIBLE, S.CLOSED_INCOMPLETE)  # what a host may contest
DECIDED = (S.AWARDED, S.REFUSED, S.WAITING_LIST)  # what a rectifying session may correct, while no agreement is signed
UNDECIDED = (S.UNDER_REVIEW, S.INCOMPLETE, S.ON_AGENDA, S.WAITING_LIST)  # while a prefecture may give or change its opinion
APPLICATION = Workflow(
    "la candidature",
    ApplicationStatus,
    Transition("open", "ouvrir une candidature", (), (S.DRAFT,)),
    Transition("save", "modifier la candidature", (S.DRAFT,), (S.DRAFT,)),
    Transition("hand_over", "transmettre la candidature pour dépôt", (S.DRAFT,), (S.DRAFT,)),
    Transition("file", "déposer la candidature", (S.DRAFT,), (S.FILED,)),
    Transition("take", "prendre la candidature en instruction", (S.FILED,), (S.UNDER_REVIEW,)),
    Transition("ask_completion", "demander des compléments", (S.UNDER_REVIEW,), (S.INCOMPLETE,)),
    Transition("complete", "compléter la candidature", (S.INCOMPLETE,), (S.UNDER_REVIEW,)),
    Transition("close_incomplete", "classer la candidature sans suite", (S.INCOMPLETE,), (S.CLOSED_INCOMPLETE,)),
    Transition("declare_inadmissible", "déclarer la candidature irrecevable", (S.UNDER_REVIEW,), (S.INADMISSIBLE,)),
    Transition("opine", "rendre un avis sur la candidature", UNDECIDED, UNDECIDED),
    Transition("put_on_agenda", "inscrire la candidature à l’ordre du jour", (S.UNDER_REVIEW, S.WAITING_LIST), (S.ON_AGENDA,)),
    Transition("take_off_agenda", "retirer la candidature de l’ordre du jour", (S.ON_AGENDA,), (S.UNDER_REVIEW, S.WAITING_LIST)),
    Transition("award", "attribuer des postes à la candidature", (S.ON_AGENDA,), (S.AWARDED,)),
    Transition("refuse", "refuser la candidature", (S.ON_AGENDA,), (S.REFUSED,)),
    Transition("defer", "demander un examen complémentaire", (S.ON_AGENDA,), (S.UNDER_REVIEW,)),
    Transition("wait", "mettre la candidature en liste d’attente", (S.ON_AGENDA,), (S.WAITING_LIST,)),
    Transition("decline", "décliner l’attribution", (S.AWARDED,), (S.DECLINED,)),
    Transition("announce_lapse", "engager le retrait de l’attribution", (S.AWARDED,), (S.AWARDED,)),
    Transition("answer_lapse", "répondre au projet de retrait", (S.AWARDED,), (S.AWARDED,)),
    Transition("drop_lapse", "renoncer au retrait de l’attribution", (S.AWARDED,), (S.AWARDED,)),
    Transition("lapse", "retirer l’attribution", (S.AWARDED,), (S.LAPSED,)),
    Transition("rectify", "rectifier la décision", DECIDED, DECIDED),
    Transition("agree", "conventionner la candidature", (S.AWARDED,), (S.AGREED,)),
    Transition("record_silence", "constater le silence gardé sur la candidature", SILENT, SILENT),
    Transition("appeal", "contester la décision", CONTESTED, (S.UNDER_APPEAL,)),
    Transition("uphold_appeal", "admettre le recours", (S.UNDER_APPEAL,), (S.UNDER_REVIEW,)),
    Transition("reject_appeal", "rejeter le recours", (S.UNDER_APPEAL,), (S.REFUSED_FINAL,)),
    Transition(
        "withdraw",
        "retirer la candidature",
        (S.DRAFT, S.FILED, S.UNDER_REVIEW, S.INCOMPLETE, S.ON_AGENDA, S.WAITING_LIST, S.UNDER_APPEAL),
        (S.WITHDRAWN,),
    ),
)
LIVE = (S.DRAFT, S.FILED, S.UNDER_REVIEW, S.INCOMPLETE, S.ON_AGENDA, S.WAITING_LIST, S.UNDER_APPEAL, S.AWARDED, S.AGREED)
