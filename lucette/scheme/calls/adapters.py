"""The texts and rules of the calls, shipped with the product."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from lucette.kernel.errors import NotFound

SHARED = ("families", "silences")
REFERENCE = Path(__file__).parent / "reference"


def shipped_codes() -> list[str]:
    """Codes of the calls that can be prepared, in order: `ami_1`, `ami_2`, then the renewals."""
    return sorted(path.stem for path in REFERENCE.glob("*.toml"))


def shipped(code: str) -> dict[str, Any]:
    """The file of this call, who may answer and the silence being those of the call that it is `like`. Raises NotFound for a code that
    is not shipped."""
    if code not in shipped_codes():
        raise NotFound("call.unknown", f"Aucun appel n’est fourni sous le code « {code} ».")
    file = tomllib.loads((REFERENCE / f"{code}.toml").read_text(encoding="utf-8"))
    model = file.pop("like", "")
    return {name: it for name, it in shipped(model).items() if name in SHARED} | file if model else file
