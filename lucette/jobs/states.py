"""The state diagrams of docs/states, drawn from the transition tables."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import lucette
from lucette.kernel.workflow import Workflow


def workflows() -> Iterator[tuple[str, str, Workflow]]:
    """(room, name of the constant, workflow) of every room's enums, in alphabetical order."""
    for floor in ("foundation", "scheme"):
        package = importlib.import_module(f"{lucette.__name__}.{floor}")
        for room in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
            try:
                enums = importlib.import_module(f"{package.__name__}.{room}.enums")
            except ModuleNotFoundError:
                continue
            for name, value in sorted(vars(enums).items()):
                if isinstance(value, Workflow):
                    yield room, name, value


def pages() -> dict[str, str]:
    """File name → Markdown: the diagram, then the table of acts."""
    return {f"{room}-{name.lower()}.md": page(room, workflow) for room, name, workflow in workflows()}


def page(room: str, workflow: Workflow) -> str:
    """One page: Mermaid diagram and the acts with their sources and targets, labels in French."""
    label = {status.value: status.label for status in workflow.statuses}
    rows = [
        f"| `{t.act}` | {t.label} | {', '.join(label[s] for s in t.sources) or '–'} | {', '.join(label[s] for s in t.targets)} |"
        for t in workflow.transitions
    ]
    title = workflow.name[0].upper() + workflow.name[1:]
    head = f"# {title}\n\nÉcrit par `make states` depuis `{room}/enums.py` : ne pas modifier à la main.\n\n"
    table = "| acte | en français | depuis | vers |\n|---|---|---|---|\n" + "\n".join(rows)
    return f"{head}```mermaid\n{workflow.diagram()}```\n\n{table}\n"
