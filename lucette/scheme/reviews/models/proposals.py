"""What a prefecture proposes instead, with its opinion."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from lucette.foundation.organizations.models import Organization
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import rules
from lucette.scheme.reviews.enums import ProposalKind


class Proposal(Record):
    """Another host of the territory, or a post transferred from an agreement of it; a new one replaces the former, which is kept."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    kind = models.CharField("proposition", max_length=10, choices=ProposalKind.choices)
    # the structure proposed, when it is known here; or the one whose post would be transferred
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="structure")
    siret = models.CharField("SIRET", max_length=14, blank=True)
    name = models.CharField("nom de la structure", max_length=200)
    agreement_id = models.UUIDField("convention", null=True)
    agreement_number = models.CharField("numéro de la convention", max_length=20, blank=True)
    comment = models.TextField("commentaire")
    given_by = models.UUIDField("proposé par")
    given_at = models.DateTimeField("proposé le")
    replaced_at = models.DateTimeField("remplacée ou retirée le", null=True)
    invited_by = models.UUIDField("invitée par", null=True)
    invited_at = models.DateTimeField("invitée le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition de la préfecture"
        verbose_name_plural = "propositions de la préfecture"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(replaced_at=None), name="one_proposal_in_force"),
            models.CheckConstraint(
                condition=Q(kind="transfer", agreement_id__isnull=False, organization__isnull=False, invited_at=None)
                | Q(kind="other_host", agreement_id=None, agreement_number=""),
                name="proposal_of_a_host_or_of_an_agreement",
            ),
            models.CheckConstraint(
                condition=Q(invited_by=None, invited_at=None) | Q(invited_by__isnull=False, invited_at__isnull=False),
                name="proposed_host_invited_by_whom",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="proposal_names_a_host"),
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(Length("comment"), 10)) & Q(LessThanOrEqual(Length("comment"), 1000)),
                name="proposal_comment_10_to_1000",
            ),
        ]

    @property
    def sentence(self) -> str:
        return rules.proposed(self.kind, self.name, self.agreement_number)
