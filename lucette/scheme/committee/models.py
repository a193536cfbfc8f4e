"""Sessions of the selection committee and what they award."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet

from lucette.foundation.organizations.models import Organization
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.models import GrantScale
from lucette.scheme.committee.enums import SESSION, Decision, SessionStatus
from lucette.scheme.committee.rules import Said
from lucette.scheme.fund.models import Endowment
from lucette.scheme.reviews.models import Interest


class SessionQuerySet(RecordQuerySet["Session"]):
    def visible_to(self, actor: Actor) -> SessionQuerySet:
        """National roles see every session; the others those whose decisions are published."""
        return self if actor.scope.national else self.filter(status=SessionStatus.PUBLISHED)


class Session(Record, Stateful):
    WORKFLOW = SESSION
    number = models.CharField("numéro", max_length=30, unique=True)
    held_on = models.DateField("date de la séance")
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    status = models.CharField("état", max_length=10, choices=SessionStatus.choices, default=SessionStatus.PREPARED)
    quorum = models.PositiveSmallIntegerField("quorum", default=1)
    convened_at = models.DateTimeField("convoquée le", null=True)
    opened_at = models.DateTimeField("ouverte le", null=True)
    minutes_signed_by = models.UUIDField("procès-verbal signé par", null=True)
    minutes_signed_at = models.DateTimeField("procès-verbal signé le", null=True)
    closed_by = models.UUIDField("décisions signées par", null=True)
    closed_at = models.DateTimeField("close le", null=True)
    signatory_capacity = models.CharField("qualité du signataire", max_length=160, blank=True)
    published_at = models.DateTimeField("publiée le", null=True)
    place = models.CharField("lieu", max_length=160, blank=True)
    # a closed session is never edited: another one, which names it, corrects some of its lines
    rectifies = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="rectified_by", verbose_name="séance rectifiée")
    source = models.CharField("origine", max_length=200, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance du comité de sélection"
        verbose_name_plural = "séances du comité de sélection"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=["closed", "published"])
                | models.Q(closed_at__isnull=False, closed_by__isnull=False, minutes_signed_at__isnull=False),
                name="session_closed_by_two_signatures",
            ),
            # an imported session (source) records both acts through one hand
            models.CheckConstraint(
                condition=models.Q(closed_by=None) | ~models.Q(closed_by=models.F("minutes_signed_by")) | ~models.Q(source=""),
                name="session_signed_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(rectifies=None) | (~models.Q(rectifies=models.F("id")) & models.Q(source="")),
                name="session_rectifies_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def rectifying(self) -> str:
        """« corrige des décisions de la séance S-2021-03 du 3 mars 2021 »; "" when it corrects none."""
        of = self.rectifies
        return f"corrige des décisions de la séance {of.number} du {french.date(of.held_on)}" if of else ""


class SessionMember(Record):
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="members", verbose_name="séance")
    person_id = models.UUIDField("membre")
    present = models.BooleanField("présent", default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "membre de la séance"
        verbose_name_plural = "membres de la séance"
        constraints = [models.UniqueConstraint(fields=["session", "person_id"], name="member_once_a_session")]


class AgendaLineQuerySet(RecordQuerySet["AgendaLine"]):
    def visible_to(self, actor: Actor) -> AgendaLineQuerySet:
        """Who is kept away from a file by a tie never sees it; a territory and a host see theirs once the decisions are published."""
        conflict = Interest.objects.barring().of(actor.pk).filter(application=models.OuterRef("application"))
        published = self.filter(session__status=SessionStatus.PUBLISHED)
        match actor.scope.kind:
            case "national":
                return self.filter(~models.Exists(conflict))
            case "department":
                return published.filter(application__department_code=actor.scope.code)
            case "region":
                return published.filter(application__region_code=actor.scope.code)
            case "organization":
                return published.filter(application__organization_id=actor.scope.code)
        return self.none()

    def on_the_agenda(self) -> AgendaLineQuerySet:
        """Lines whose application was not withdrawn by its host since; of a rectifying session, those whose decision may still be
        corrected, then, once it is closed, those that it decided of."""
        return self.filter(_stays())

    def marked(self) -> QuerySet[Any]:
        """Each line says whether it is `gone`: no longer on the agenda."""
        return self.annotate(gone=models.Case(models.When(_stays(), then=False), default=True, output_field=models.BooleanField()))

    def decided_last(self) -> AgendaLineQuerySet:
        """Lines of closed sessions whose decision is still that of their file: nothing happened to it since, no agreement is signed."""
        later = AgendaLine.objects.filter(
            application=models.OuterRef("application"), session__closed_at__gt=models.OuterRef("session__closed_at")
        )
        live = Award.objects.filter(application=models.OuterRef("application"), released_at=None)
        reserved = ~models.Q(decision=Decision.GRANTED) | models.Q(models.Exists(live))
        ended = models.Q(*[models.Q(decision=given, application__status=it) for given, it in STANDING.items()], _connector=models.Q.OR)
        return self.filter(ended, reserved, session__closed_at__isnull=False).exclude(models.Exists(later.exclude(decision="")))


STANDING = {
    Decision.GRANTED: ApplicationStatus.AWARDED,
    Decision.REFUSED: ApplicationStatus.REFUSED,
    Decision.WAITING: ApplicationStatus.WAITING_LIST,
}


def _stays() -> models.Q:
    first = models.Q(corrects=None) & ~models.Q(application__status=ApplicationStatus.WITHDRAWN)
    corrected = models.Q(models.Exists(AgendaLine.objects.decided_last().filter(pk=models.OuterRef("corrects"))))
    decided = models.Q(session__closed_at__isnull=False) & ~models.Q(decision="")
    return first | models.Q(corrects__isnull=False) & (decided | models.Q(session__closed_at=None) & corrected)


class AgendaLine(Record):
    """One file on the agenda, with its snapshot, then its decision."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="lines", verbose_name="séance")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    position = models.PositiveIntegerField("ordre")
    snapshot = models.JSONField("état du dossier", default=dict)
    decision = models.CharField("décision", max_length=10, choices=Decision.choices, blank=True)
    posts = models.PositiveSmallIntegerField("postes accordés", default=0)
    reason = models.TextField("motif", blank=True)
    waiting_rank = models.PositiveIntegerField("rang", null=True)
    decided_by = models.UUIDField("saisie par", null=True)
    decided_at = models.DateTimeField("saisie le", null=True)
    # the line of an earlier session that this one corrects, once for all, and why
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by", verbose_name="décision corrigée"
    )
    correction = models.TextField("motif de la rectification", blank=True)

    objects = AgendaLineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de l’ordre du jour"
        verbose_name_plural = "lignes de l’ordre du jour"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "application"], name="application_once_a_session"),
            models.CheckConstraint(
                condition=(models.Q(decision="granted") & models.Q(posts__gte=1)) | (~models.Q(decision="granted") & models.Q(posts=0)),
                name="line_posts_only_when_granted",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=["refused", "deferred"]) | ~models.Q(reason=""), name="line_reason_when_not_granted"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects=None, correction="") | (models.Q(corrects__isnull=False) & ~models.Q(correction="")),
                name="line_corrects_with_its_reason",
            ),
            models.CheckConstraint(condition=models.Q(corrects=None) | ~models.Q(decision="deferred"), name="line_corrects_by_a_decision"),
        ]

    @property
    def said(self) -> Said:
        return Said(self.decision, self.posts)

    @property
    def corrected(self) -> str:
        """« accordé, 2 postes (séance S-2021-03 du 3 mars 2021, dossier 12) »; "" when it corrects nothing."""
        if self.corrects is None:
            return ""
        of = self.corrects.session
        return f"{self.corrects.said} (séance {of.number} du {french.date(of.held_on)}, dossier {self.corrects.position})"


class AwardQuerySet(RecordQuerySet["Award"]):
    def lasting(self) -> AwardQuerySet:
        """Those that no rectifying session replaced: given back or not, each was a decision of its own."""
        return self.filter(replaced_by=None)

    def latest_first(self) -> AwardQuerySet:
        """A live one before those given back, then the latest given."""
        return self.order_by(models.F("released_at").desc(nulls_first=True), "-created_at", "pk")

    def visible_to(self, actor: Actor) -> AwardQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "department":
                return self.filter(application__department_code=actor.scope.code)
            case "region":
                return self.filter(application__region_code=actor.scope.code)
            case "organization":
                return self.filter(organization_id=actor.scope.code)
        return self.none()


class Award(Record):
    """Posts and money given to an application by a closed session: the amount is computed from the call's scale."""

    number = models.CharField("numéro", max_length=20, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    line = models.OneToOneField(AgendaLine, on_delete=models.PROTECT, related_name="+", verbose_name="ligne de l’ordre du jour")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="awards", verbose_name="séance")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    scale = models.ForeignKey(GrantScale, on_delete=models.PROTECT, related_name="+", verbose_name="barème de subvention")
    posts = models.PositiveSmallIntegerField("postes attribués")
    unit_cents = models.BigIntegerField("montant par poste, en centimes")
    amount_cents = models.BigIntegerField("montant attribué, en centimes")
    months = models.PositiveSmallIntegerField("durée financée, en mois")
    recruit_by = models.DateField("à recruter avant le")
    released_at = models.DateTimeField("libérée le", null=True)
    # the line of the rectifying session whose decision stands instead of this one
    replaced_by = models.OneToOneField(AgendaLine, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="remplacée par")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "attribution"
        verbose_name_plural = "attributions"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_cents=models.F("unit_cents") * models.F("posts")), name="award_amount_is_posts_times_unit"
            ),
            models.CheckConstraint(condition=models.Q(posts__gte=1, unit_cents__gt=0), name="award_gives_something"),
            models.UniqueConstraint(fields=["application"], condition=models.Q(released_at=None), name="one_live_award_an_application"),
            models.CheckConstraint(
                condition=models.Q(replaced_by=None) | models.Q(released_at__isnull=False), name="award_replaced_once_given_back"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def new_posts(self) -> int:
        """How many posts it takes from the quota: none for a renewal, whose posts are counted already (docs/adr/0027)."""
        return 0 if self.application.renews else self.posts
