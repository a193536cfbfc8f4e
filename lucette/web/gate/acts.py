"""An act of the scheme on its own page: what it does, its form, its effects before, its receipt after.

A space writes one class an act, lists them in its `acts` modules, and makes its addresses with `routes(...)`:

    class FileApplication(ActPage):
        route, address = "host:file", "candidatures/<uuid:pk>/deposer/"
        workflow, act = APPLICATION, "file"

        def subject(self) -> Application: return applications.application(self.pk, self.by).application
        def perform(self, answers) -> str:
            it = applications.file(application_id=self.pk, by=self.by)
            return f"Votre candidature {it.number} est déposée."
        def back(self) -> str: return reverse("host:application", args=[self.pk])

Title and button come from the table of transitions. The page refuses an act that the state does not allow, keeps what is typed
(`gate.entries`), takes a form once, and writes a refusal beside the field it names. `offered` gives an object page its buttons.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from lucette.foundation.drafts import actions as drafts
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, NotFound, Refusal, WrongState
from lucette.kernel.workflow import Workflow
from lucette.web.design.elements import Act, Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate import entries, refusals
from lucette.web.gate.access import DOORS
from lucette.web.gate.request import Request

ALREADY = "C’était déjà fait : ce formulaire n’est pris qu’une fois."


class NotValid(Exception):
    """The form says why."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form


@method_decorator(never_cache, name="dispatch")
class ActPage(View, ABC):
    """One act. `also`: other (workflow, act) that this page plays. `danger`: the act cannot be undone."""

    route: ClassVar[str]
    address: ClassVar[str]
    workflow: ClassVar[Workflow | None] = None
    act: ClassVar[str] = ""
    also: ClassVar[Sequence[tuple[Workflow, str]]] = ()
    label: ClassVar[str] = ""
    title: ClassVar[str] = ""
    submit: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    what_happens: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    form_class: ClassVar[type[Form]] = Form
    template_name: ClassVar[str] = "design/act.html"

    request: Request
    http_method_names = ["get", "head", "post"]

    # -- what each act says

    def subject(self) -> Any:
        """What is acted on, as this person sees it. Raises NotFound. None for an act that creates."""
        return None

    @abstractmethod
    def perform(self, answers: dict[str, Any]) -> str:
        """Play the act with the cleaned answers; returns the receipt: one French sentence. Raises the refusals of the act."""

    @abstractmethod
    def back(self) -> str:
        """Where « Annuler » leads: the page of the object."""

    def done(self) -> str:
        """Where the receipt is read; by default the page of the object."""
        return self.back()

    def undo(self) -> str:
        """The address that undoes what was just done, by POST; "" when nothing does."""
        return ""

    def initial(self) -> dict[str, Any]:
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """More arguments for the form (choices that depend on the object)."""
        return {}

    def facts(self) -> list[Fact]:
        """What one must have before one's eyes to decide."""
        return []

    def effects(self) -> Sequence[Effect | str]:
        """What will follow, in numbers: « 2 versements tombent », « 12 480,00 € à restituer »."""
        return []

    def crumbs(self) -> list[tuple[str, str]]:
        return []

    def more(self) -> dict[str, Any]:
        """More values for the template."""
        return {}

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        """Beyond role and state: may this person do it on this object? (A page that shows the object asks it, to offer the act or not.)"""
        return True

    # -- how every act goes

    @property
    def by(self) -> Actor:
        return self.request.actor

    @property
    def pk(self) -> UUID:
        """The id in the address."""
        found: UUID = self.kwargs["pk"]
        return found

    @cached_property
    def it(self) -> Any:
        """The subject, read once a request."""
        return self.subject()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if refused := self.refused():
            return refused
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """One transaction for the mark of the form and for the act: what is refused takes both back, and may be sent again. The mark
        comes first: who sends twice is told so, even where the act has closed its own page."""
        form: Form | None = None
        try:
            with transaction.atomic():
                if not drafts.take_once(token=entries.token(request), by=self.by):
                    return self.already()
                form = self.form(request.POST, request.FILES)
                if not form.is_valid():
                    raise NotValid(form)
                receipt = self.perform(form.cleaned_data)
                drafts.forget(address=request.path, by=self.by)
        except NotValid as refused:
            return self.told_again(refused.form)
        except WrongState as refusal:
            return self.sent_away(refusal.sentence)
        except Refusal as refusal:
            if form is None or isinstance(refusal, NotFound):
                raise
            refusals.onto_form(form, refusal)
            return self.told_again(form, 403 if isinstance(refusal, Forbidden) else 422)
        messages.success(request, receipt, extra_tags=self.undo())
        return redirect(self.done())

    def already(self) -> HttpResponse:
        messages.info(self.request, ALREADY)
        return redirect(self.back())

    def refused(self) -> HttpResponse | None:
        """The way back, with the reason, when the state of the object does not allow the act; None when it does."""
        it = self.it
        if self.workflow is None or it is None:
            return None
        try:
            self.workflow.check(it.status, self.act)
        except WrongState as refusal:
            return self.sent_away(refusal.sentence)
        return None

    def sent_away(self, sentence: str) -> HttpResponse:
        """The act is not possible now: who opens its page is led to the object, with the reason; who sends the form reads why (409), and
        what she typed is kept. Who sends the same form twice is told so."""
        if self.request.method != "POST":
            messages.error(self.request, sentence)
            return redirect(self.back())
        if not drafts.take_once(token=entries.token(self.request), by=self.by):
            return self.already()
        self.keep()
        return refusals.page(self.request, 409, sentence, back=self.back())

    def form(self, *typed: Any) -> Form:
        """Filled with what is typed; else with what she had begun to type here, over what is known."""
        known, arguments = self.initial(), self.form_arguments()
        form = self.form_class(*typed, initial=known, **arguments)
        begun = {} if typed else entries.initial(self.request, form)
        return self.form_class(initial=known | begun, **arguments) if begun else form

    def keep(self) -> None:
        """What was typed is kept, should the person leave."""
        typed = dict(self.request.POST.lists())
        drafts.keep(address=self.request.path, typed=typed, by=self.by, not_kept=self.form_class.not_kept)

    def told_again(self, form: Form, status: int = 422) -> HttpResponse:
        """The same page with what is wrong; 403 when it is that this person may not."""
        self.keep()
        return self.page(form, status)

    def page(self, form: Form, status: int = 200) -> HttpResponse:
        context = {
            "title": self.title or self.words(),
            "lead": self.lead,
            "form": form,
            "facts": self.facts(),
            "effects": self.effects(),
            "what_happens": self.what_happens,
            "submit": self.submit or self.label or self.words(),
            "danger": self.danger,
            "cancel_url": self.back(),
            "breadcrumb": self.crumbs(),
            "once": uuid4(),
            "kept": entries.kept(self.request) if form.fields and not form.is_bound else None,
            "keeps": bool(form.fields),
            "files_lost": bool(self.request.FILES),
            "not_kept": " ".join(sorted(form.not_kept)),
        }
        return render(self.request, self.template_name, context | self.more(), status=status)

    @classmethod
    def words(cls) -> str:
        """« Déposer la candidature »: the label of the table of transitions."""
        told = cls.workflow.by_act[cls.act].label if cls.workflow and cls.act else cls.title or cls.label
        return told[:1].upper() + told[1:]

    @classmethod
    def covers(cls) -> list[tuple[Workflow, str]]:
        """Every act of the tables of transitions that this page plays."""
        return [*([(cls.workflow, cls.act)] if cls.workflow and cls.act else []), *cls.also]

    @classmethod
    def opens(cls, by: Actor, it: Any) -> bool:
        """Is this act offered to this person, on this object, now?"""
        allowed = cls.workflow is None or cls.workflow.allows(it.status, cls.act)
        return allowed and DOORS[cls.route].opens_to(by) and cls.may(by, it)


def offered(by: Actor, pages: Iterable[type[ActPage]], it: Any) -> list[Act]:
    """The acts that this person may do on this object now, as buttons, in the order given: the first is the main one."""
    return [Act(page.label or page.words(), reverse(page.route, args=[it.pk]), page.danger) for page in pages if page.opens(by, it)]


def routes(*pages: type[ActPage]) -> list[URLPattern]:
    """Their addresses, for the urls of a space."""
    return [path(page.address, page.as_view(), name=page.route.partition(":")[2]) for page in pages]
