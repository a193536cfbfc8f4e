"""Is this document genuine? By the code printed on it, or by the file itself, which is compared and forgotten."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lucette.foundation.documents.rules import MAX_BYTES
from lucette.kernel import french
from lucette.stories.verify_document import Verified, by_code, by_file
from lucette.web.design.elements import Cell, Fact, Table
from lucette.web.design.forms import Form
from lucette.web.gate.objects import said
from lucette.web.gate.pace import check_address, paced
from lucette.web.gate.request import Request

BY_VISIT = 20  # a file of agreements verified one after the other
UNKNOWN = (
    "Ce fichier n’est aucun des documents délivrés ici. Il a été modifié, réenregistré, ou ne vient pas de Lucette. "
    "Pour lire ce que dit l’original, tapez le code imprimé au bas de ses pages."
)


class VerifyForm(Form):
    """One of the two: the page says so."""

    says_optional = False

    printed_code = forms.CharField(
        label="Le code imprimé au bas du document",
        required=False,
        max_length=40,
        help_text="16 lettres et chiffres. Exemple : 7KQ2-M9XD-4RTW-B3HF",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    genuine_file = forms.FileField(
        label="Le fichier PDF du document",
        required=False,
        help_text="Il est comparé à l’original puis oublié : rien n’en est gardé. 20 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_printed_code(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["printed_code"]).upper()

    def clean_genuine_file(self) -> Any:
        file = self.cleaned_data["genuine_file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 20 Mo : ce n’est pas un document de Lucette.")
        return file

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if not self.errors and not answers.get("printed_code") and not answers.get("genuine_file"):
            self.add_error("printed_code", "Tapez le code du document, ou choisissez le fichier.")
        return answers


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """The form; then the document that the file is, read here and not kept, or the page of the code."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    if form.is_valid() and paced(request, "verify", form, BY_VISIT):
        if not form.cleaned_data["genuine_file"]:
            return by_its_code(request, form)
        found = by_file(form.cleaned_data["genuine_file"].read())
        if found:
            return told(request, found, of_file=True)
        form.add_error("genuine_file", UNKNOWN)
    return asked(request, form)


def by_its_code(request: Request, form: VerifyForm) -> HttpResponse:
    code = form.cleaned_data["printed_code"]
    if re.fullmatch(r"[0-9A-Z]{16}", code):
        return redirect("public:verified", code=code)
    form.add_error("printed_code", "Un code compte 16 lettres et chiffres : relisez-le au bas d’une page du document.")
    return asked(request, form)


def asked(request: Request, form: VerifyForm) -> HttpResponse:
    context = {
        "title": "Vérifier un document",
        "lead": "Une convention, un avenant, une décision, un récépissé. Tapez son code ou déposez son fichier : l’un des deux suffit.",
        "form": form,
        "submit": "Vérifier",
        "what_happens": "La réponse dit ce qu’est le document et où il en est. Elle ne nomme personne.",
    }
    return render(request, "design/form.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


@never_cache
@require_safe
def page(request: Request, code: str) -> HttpResponse:
    """The last version of the document of this code. Raises NotFound, RuleBroken (too many from here)."""
    check_address(request, "verify")
    return told(request, by_code(code))


def told(request: Request, it: Verified, of_file: bool = False) -> HttpResponse:
    sound = bool(it.marks) and all(mark.valid for mark in it.marks)
    context = {
        "title": it.title,
        "it": it,
        "of_file": of_file,
        "sound": sound,
        "later": french.moment(it.later) if it.later else "",
        "facts": [*(Fact(label, value) for label, value in it.subject.facts), *about(it)],
        "marks": marks(it),
        "breadcrumb": [("Vérifier un document", reverse("public:verify"))],
    }
    return render(request, "public/verified.html", context)


def about(it: Verified) -> list[Fact]:
    return [
        Fact("Délivré le", said(it.stored_at)),
        Fact("Code", french.parted(it.code)),
        Fact("Empreinte SHA-256", " ".join(re.findall(".{16}", it.sha256))),
    ]


def marks(it: Verified) -> Table:
    return Table(
        "Signatures et cachet",
        ["Signature ou cachet", "Apposé le", "Horodaté le", "Vérification"],
        [
            [
                mark.label,
                french.moment(mark.signed_at) if mark.signed_at else "",
                french.moment(mark.stamped_at) if mark.stamped_at else "",
                Cell("valable, document intact", tone="success") if mark.valid else Cell("non valable", tone="error"),
            ]
            for mark in it.marks
        ],
        empty="Ce document n’est pas encore signé.",
    )
