"""The answer to a document of the host: accepted, or to do again."""

from __future__ import annotations

from typing import Any

from django import forms

from lucette.scheme.applications.enums import PieceStatus
from lucette.web.design.forms import Form, text_area


class Reading(Form):
    verdict = forms.ChoiceField(
        label="Ce document convient-il ?",
        widget=forms.RadioSelect,
        choices=[("accepted", "Oui, il est accepté"), ("refused", "Non, il est à refaire")],
    )
    said = forms.CharField(
        label="Ce qui ne va pas",
        help_text="Nécessaire si le document est à refaire. La structure lira ce texte.",
        required=False,
        max_length=500,
        widget=text_area(3),
    )


def answered(piece: Any) -> dict[str, Any]:
    """The form as the answer in force fills it."""
    read = piece.status in (PieceStatus.ACCEPTED, PieceStatus.REFUSED)
    return {"verdict": piece.status, "said": piece.said} if read else {}
