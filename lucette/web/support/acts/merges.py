"""Merge a structure entered twice into the one that is kept; undo it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.foundation.organizations import queries
from lucette.foundation.organizations.enums import MERGE
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.stories import merge_organizations as story
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Reason
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.previews import PreviewedAct
from lucette.web.support.frame import crumbs


class MergeForm(Form):
    siret = forms.CharField(label="SIRET de la structure à garder", max_length=20, help_text="14 chiffres. L’autre devient son doublon.")
    reason = Reason(label="Pourquoi est-ce la même structure ?")


class MergeOrganization(PreviewedAct):
    """Fusionner cette structure dans une autre, une fois vu ce qui se passera."""

    route, address = "support:merge", "structures/<uuid:pk>/fusionner/"
    workflow, act = None, ""
    also = ((MERGE, "merge"),)
    title = label = "Fusionner dans une autre structure"
    submit = "Fusionner ces deux structures"
    form_class = MergeForm
    what_happens = "L’histoire écrite de chaque structure ne change pas. La fusion s’annule."

    def subject(self) -> Any:
        return queries.organization(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.merged_into_id is None

    def initial(self) -> dict[str, Any]:
        near = queries.close_matches(name=self.it.name, commune_code=self.it.commune_id, siret=self.it.siret or "", but=self.it.pk)
        return {"siret": near[0].organization.siret or ""} if near else {}

    def kept(self, answers: dict[str, Any]) -> Any:
        """The structure of this number. Raises Invalid."""
        digits = "".join(answers["siret"].split())
        found = [it for it in queries.search(digits, self.by) if it.siret == digits] if digits else []
        if not found or found[0].pk == self.pk:
            raise Invalid("merge.kept", "Donnez le SIRET d’une autre structure connue.", {"siret": "Aucune autre structure n’a ce SIRET."})
        return found[0]

    def facts(self) -> list[Fact]:
        return [Fact("Doublon", self.it.name, note=self.it.siret or self.it.ridet or ""), Fact("Commune", self.it.commune.name)]

    def effects(self) -> list[Effect]:
        if not self.answers:
            return []
        try:
            kept = self.kept(self.answers)
        except Invalid as refusal:
            return [Effect("", refusal.sentence, "warning")]
        seen = story.preview(kept_id=kept.pk, duplicate_id=self.pk, by=self.by)
        if seen.obstacles:
            return [Effect("", sentence, "warning") for sentence in seen.obstacles]
        moved = [Effect("", f"{seen.names[role.person_id]} devient « {role.label} » de {kept.name}") for role in seen.roles]
        count = french.plural(len(moved), "rôle change", "rôles changent")
        return [
            Effect("", f"« {self.it.name} » devient un doublon de « {kept.name} » ({kept.siret})"),
            Effect("", f"{count} de structure"),
            *moved,
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        kept = self.kept(answers)
        story.merge(kept_id=kept.pk, duplicate_id=self.pk, reason=answers["reason"], by=self.by)
        return f"« {self.it.name} » est fusionnée dans « {kept.name} »."

    def back(self) -> str:
        return reverse("support:organization", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(("Structures", "support:organizations")), (self.it.name, self.back())]


class UndoMerge(ActPage):
    """Annuler la fusion."""

    route, address = "support:undo_merge", "fusions/<uuid:pk>/annuler/"
    workflow, act = MERGE, "undo"
    title = label = "Annuler la fusion"

    def subject(self) -> Any:
        return queries.merge(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Doublon", self.it.duplicate.name), Fact("Structure gardée", self.it.kept.name), Fact("Motif", self.it.reason)]

    def effects(self) -> list[str]:
        count = french.plural(len(self.it.moved["ended"]), "rôle revient", "rôles reviennent")
        return [f"{count} au doublon.", "Les deux structures sont de nouveau séparées."]

    def perform(self, answers: dict[str, Any]) -> str:
        story.undo(merge_id=self.pk, by=self.by)
        return "La fusion est annulée : les deux structures sont séparées."

    def back(self) -> str:
        return reverse("support:organization", args=[self.it.duplicate_id])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(("Structures", "support:organizations")), (self.it.duplicate.name, self.back())]


ON_ORGANIZATION = (MergeOrganization,)
ON_MERGE = (UndoMerge,)
