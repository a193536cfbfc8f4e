"""The watch on template variables itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Origin, Template, engines
from django.template.loader import render_to_string

from tests.templates import OURS, UnknownVariable


def drawn(source: str, origin: str = f"{OURS}/lucette/x.html", **values: object) -> str:
    return Template(source, origin=Origin(origin), engine=engines["django"].engine).render(Context(values))


@pytest.mark.parametrize("source", ["{{ unknown }}", "{{ it.unknown }}", "{% with a=unknown %}{% endwith %}", "{{ unknown|upper }}"])
def test_a_variable_that_nobody_gave_fails(source: str) -> None:
    with pytest.raises(UnknownVariable, match=r"unknown in .*x\.html"):
        drawn(source, it=SimpleNamespace(known=1))


@pytest.mark.parametrize(
    "source", ["{% if unknown %}{% endif %}", '{{ unknown|default:"" }}', "{% firstof unknown %}", "{% for a in unknown %}{% endfor %}"]
)
def test_what_is_declared_optional_may_be_absent(source: str) -> None:
    assert drawn(source) == ""


def test_templates_of_others_are_left_alone() -> None:
    assert drawn("{{ unknown }}", f"{OURS}/.venv/lib/site-packages/dsfr/x.html") == ""
    assert "None" not in render_to_string("django/forms/widgets/input.html", {"widget": {"type": "text", "attrs": {}}})
