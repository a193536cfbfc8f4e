"""Every form of every act: what is typed in it, valid or not, is kept and comes back the same, whatever its fields are made of."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from django import forms

from lucette.foundation.drafts.rules import keepable
from lucette.web.design.forms import Form
from lucette.web.gate.entries import shaped
from lucette.web.gate.playing import act_pages

WORDS = ("", "Élodie d’Arc", "12/13/2021", "  «é» ", "<b>&amp;</b>", "2021-09-01", "14:30", "-3,5", "💾")
LINES = ("", "  deux\r\nlignes <b>", "\r\nune ligne vide avant, des mots « après »", "x" * 3000)


def form_classes() -> Iterator[type[Form]]:
    """Those that can be made without knowing what the act is about."""
    for form_class in dict.fromkeys(page.form_class for page in act_pages()):
        try:
            form = form_class()
        except TypeError:  # asks for the object
            continue
        if form.fields:
            yield form_class


CLASSES = list(form_classes())


def test_many_forms_are_tried() -> None:
    assert len(CLASSES) >= 5


@pytest.mark.django_db
@pytest.mark.parametrize("form_class", CLASSES, ids=[it.__qualname__ for it in CLASSES])
@pytest.mark.parametrize("seed", range(8))
def test_what_is_typed_is_what_comes_back(form_class: type[Form], seed: int) -> None:
    """Typed, kept, shown again by the page of acts, and read as a browser would send it."""
    typed = answers(form_class(), random.Random(f"{form_class.__qualname__} {seed}"))
    kept = keepable(typed, form_class.not_kept)
    begun = form_class(initial=shaped(kept, form_class()))
    back = sent(begun)
    files = {name for name, field in begun.fields.items() if isinstance(field, forms.FileField)}
    assert all(back.get(name, [""]) == [""] for name in files | form_class.not_kept), "what is not kept comes back empty"
    shown = {name: values for name, values in back.items() if name not in files | form_class.not_kept}
    assert shown == {name: values for name, values in kept.items() if name in begun.fields}


def answers(form: Form, chance: random.Random) -> dict[str, list[str]]:
    """Somebody's answers to each field, as a browser sends them."""
    found = {name: answer(field, chance) for name, field in form.fields.items() if not isinstance(field, forms.FileField)}
    return {name: values for name, values in found.items() if values}


def answer(field: forms.Field, chance: random.Random) -> list[str]:
    if isinstance(field, forms.ChoiceField):
        codes = [str(code) for code in flat(field.choices)]
        if isinstance(field, forms.MultipleChoiceField):
            return [code for code in codes if chance.random() < 0.5]
        return [chance.choice(codes)] if codes else []
    if isinstance(field, forms.BooleanField):
        return chance.choice([[], ["on"]])
    return [chance.choice(LINES if isinstance(field.widget, forms.Textarea) else WORDS)]


def flat(choices: Any) -> Iterator[Any]:
    for code, label in choices:
        yield from flat(label) if isinstance(label, list | tuple) else [code]


def sent(form: Form) -> dict[str, list[str]]:
    """What a browser would send of this form, as the page shows it."""
    page = lxml.html.fragment_fromstring("".join(str(field.as_field_group()) for field in form), create_parent="form")
    found: dict[str, list[str]] = {}
    for it in page.xpath("//*[self::input or self::textarea or self::select][@name]"):
        for value in values(it):
            found.setdefault(it.get("name"), []).append(value)
    return found


def values(it: Any) -> list[str]:
    match it.tag, it.get("type"):
        case "textarea", _:  # the page begins it with a line that is not its own; lines are sent with both marks
            return [(it.text or "").replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")]
        case "select", _:
            chosen = [option.get("value", option.text) for option in it.iter("option") if option.get("selected") is not None]
            return chosen or ([] if it.get("multiple") is not None else [next(it.iter("option")).get("value", "")])
        case "input", "checkbox" | "radio":
            return [it.get("value", "on")] if it.get("checked") is not None else []
    return [it.get("value", "")]
