"""What a host asks for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.applications.enums import APPLICATION, LIVE, ApplicationStatus, InadmissibleCode, Public
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.models import Call


class ApplicationQuerySet(RecordQuerySet["Application"]):
    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """National roles see every file; a prefecture those of its territory once filed; an organization its own, and those that it took
        over with their agreement."""
        match actor.scope.kind:
            case "national":
                return self
            case "department":
                return self.filter(department_code=actor.scope.code).exclude(status=ApplicationStatus.DRAFT)
            case "region":
                return self.filter(region_code=actor.scope.code).exclude(status=ApplicationStatus.DRAFT)
            case "organization":
                return self.filter(models.Q(organization_id=actor.scope.code) | models.Q(heir_id=actor.scope.code))
        return self.none()


class Application(Record, Stateful):
    WORKFLOW = APPLICATION
    number = models.CharField("numéro", max_length=20, unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", verbose_name="appel à manifestation d’intérêt")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    # the host of today, once another took the agreement over: it reads the file, which stays as it was filed
    heir = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="structure qui la reprend")
    department_code = models.CharField("département", max_length=3)
    region_code = models.CharField("région", max_length=3)
    status = models.CharField("état", max_length=20, choices=ApplicationStatus.choices, default=ApplicationStatus.DRAFT)
    additional = models.BooleanField("postes supplémentaires", default=False)
    post_kind = models.CharField("poste demandé", max_length=16, choices=PostKind.choices, default=PostKind.ADVISER)
    posts_asked = models.PositiveSmallIntegerField("postes demandés", default=1)
    contact_name = models.CharField("personne à contacter", max_length=160, blank=True)
    contact_function = models.CharField("fonction", max_length=120, blank=True)
    contact_email = models.EmailField("adresse électronique", blank=True)
    # the address that answered the link sent to it; another one typed since is not confirmed
    contact_confirmed = models.EmailField("adresse confirmée", blank=True)
    contact_phone = models.CharField("téléphone", max_length=20, blank=True)
    publics = ArrayField(models.CharField(max_length=16, choices=Public.choices), verbose_name="publics", default=list, blank=True)
    places_planned = models.TextField("lieux prévus", max_length=1000, blank=True)
    existing_offer = models.TextField("aide déjà présente", max_length=1000, blank=True)
    france_services = models.BooleanField("espace France Services", default=False)
    motivation = models.TextField("motivation", max_length=2500, blank=True)
    start_on = models.DateField("date de démarrage souhaitée", null=True, blank=True)
    candidate_identified = models.BooleanField("candidat déjà identifié", default=False)
    derogation_asked = models.TextField("dérogation demandée", max_length=1000, blank=True)
    commitments_accepted = models.BooleanField("engagements acceptés", default=False)
    filed_at = models.DateTimeField("déposée le", null=True)
    filed_by = models.UUIDField("déposée par", null=True)
    filed_capacity = models.CharField("déposée en qualité de", max_length=120, blank=True)
    handed_over_at = models.DateTimeField("transmise pour dépôt le", null=True)
    # the rules of the call of that day are those of the file until its end: the day of filing
    rules_on = models.DateField("règles du", null=True)
    answer_due_on = models.DateField("réponse attendue avant le", null=True)
    # silence rejected it on that day, under this text; an award takes it back
    implicit_on = models.DateField("rejet implicite né le", null=True)
    implicit_basis = models.CharField("texte du rejet implicite", max_length=200, blank=True)
    implicit_reversed_at = models.DateTimeField("rejet implicite levé le", null=True)
    decided_at = models.DateTimeField("décidée le", null=True)
    decision_code = models.CharField("motif codé", max_length=16, choices=InadmissibleCode.choices, blank=True)
    decision_reason = models.TextField("motif de la décision", blank=True)
    posts_granted = models.PositiveSmallIntegerField("postes attribués", default=0)
    waiting_rank = models.PositiveIntegerField("rang en liste d’attente", null=True)
    # an agreement of the host that this application renews, in a room further down: its id, the number people quote, its posts
    renews = models.UUIDField("convention renouvelée", null=True)
    renews_number = models.CharField("numéro de la convention renouvelée", max_length=20, blank=True)
    renews_posts = models.PositiveSmallIntegerField("postes de la convention renouvelée", null=True)
    # the new term of fixed-term contracts of those who stay, as the host declares it
    contracts_until = models.DateField("contrats prolongés jusqu’au", null=True)
    # what the source of an import lacks: recorded, never invented
    not_taken_over = ArrayField(models.CharField(max_length=40), verbose_name="non repris", default=list, blank=True)
    source = models.TextField("origine", blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        indexes = [
            models.Index(fields=["status", "created_at", "id"], name="application_by_status"),
            models.Index(fields=["department_code"], name="application_by_department"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "call"],
                condition=models.Q(additional=False, renews=None, status__in=LIVE),
                name="one_live_application_a_call",
            ),
            models.UniqueConstraint(
                fields=["renews"], condition=models.Q(renews__isnull=False, status__in=LIVE), name="one_live_renewal_an_agreement"
            ),
            models.CheckConstraint(
                condition=models.Q(renews=None, renews_number="", renews_posts=None, contracts_until=None)
                | (models.Q(renews__isnull=False, renews_posts__isnull=False) & ~models.Q(renews_number="")),
                name="renewal_names_its_agreement",
            ),
            models.CheckConstraint(
                condition=models.Q(renews=None)
                | models.Q(posts_asked__lte=models.F("renews_posts"), posts_granted__lte=models.F("renews_posts")),
                name="renewal_adds_no_post",
            ),
            models.CheckConstraint(condition=models.Q(posts_asked__gte=1), name="application_asks_a_post"),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"])
                | models.Q(post_kind=PostKind.ADVISER)
                | models.Q(post_kind__in=["coordinator", "coordinator_part"], posts_asked=1, posts_granted__lte=1),
                name="one_coordinator_a_filing",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"]) | models.Q(filed_at__isnull=False, filed_by__isnull=False),
                name="application_filed_when",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"]) | models.Q(rules_on__isnull=False),
                name="application_filed_under_rules",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "withdrawn"])
                | models.Q(commitments_accepted=True)
                | models.Q(not_taken_over__contains=["commitments"]),
                name="application_commitments",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["awarded", "agreed", "declined"])
                | models.Q(posts_granted__gte=1, decided_at__isnull=False),
                name="application_awarded_posts",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["refused", "refused_final"])
                | (models.Q(decided_at__isnull=False) & ~models.Q(decision_reason="")),
                name="application_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="inadmissible") | ~models.Q(decision_code=""), name="inadmissible_with_its_code"
            ),
            models.CheckConstraint(
                condition=models.Q(implicit_on=None, implicit_basis="", implicit_reversed_at=None)
                | (models.Q(implicit_on__isnull=False) & ~models.Q(implicit_basis="")),
                name="implicit_rejection_with_its_text",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="waiting_list") | models.Q(waiting_rank__isnull=False), name="application_waits_with_rank"
            ),
        ]

    def __str__(self) -> str:
        return self.number
