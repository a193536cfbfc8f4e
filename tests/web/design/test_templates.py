"""What templates may not contain: classes of another framework, styles and scripts of their own, things from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

WEB = Path(__file__).resolve().parents[3] / "lucette" / "web"
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
TAG = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}")
CLASSES = re.compile(r'\sclass="((?:{%.*?%}|{{.*?}}|[^"])*)"', re.S)


def classes(source: str) -> set[str]:
    """Every class word, what a variable completes told as `fr-alert--*`, both sides of every `{% if %}`."""
    return {
        word for words in CLASSES.findall(source) for word in TAG.sub(lambda tag: "*" if tag[0].startswith("{{") else " ", words).split()
    }


def offenders(wrong: Callable[[str], object]) -> dict[str, object]:
    """Templates in which something is wrong, with what."""
    found = {str(path.relative_to(WEB)): wrong(path.read_text()) for path in TEMPLATES}
    return {name: what for name, what in found.items() if what}


def test_classes_are_those_of_the_design_system_or_of_the_house() -> None:
    assert offenders(lambda source: {word for word in classes(source) if not word.startswith(("fr-", "lu-", "*"))}) == {}


def test_no_style_nor_script_is_written_in_a_page() -> None:
    assert offenders(re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:").findall) == {}
    assert offenders(lambda source: [tag for tag in re.findall(r"<script[^>]*>", source) if "nonce=" not in tag or "src=" not in tag]) == {}


def test_nothing_comes_from_another_site() -> None:
    assert offenders(re.compile(r'(?:src|srcset|action)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//').findall) == {}


def test_what_people_typed_is_never_declared_safe() -> None:
    assert offenders(re.compile(r"\|\s*safe\b|autoescape off|safeseq").findall) == {}


def test_colours_are_variables_of_the_design_system() -> None:
    """So that dark mode follows; paper is black on white."""
    screen = "\n".join(path.read_text() for path in (WEB / "design" / "static" / "design").glob("*.css") if path.name != "print.css")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*{)|rgba?\(|hsla?\(", screen)
