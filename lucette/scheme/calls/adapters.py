"""The texts and rules of the calls, shipped with the product."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from lucette.kernel.errors import NotFound

REFERENCE = Path(__file__).parent / "reference"


def shipped_codes() -> list[str]:
    """Codes of the calls that can be prepared, in order: `ami_1`, `ami_2`."""
    return sorted(path.stem for path in REFERENCE.glob("*.toml"))


def shipped(code: str) -> dict[str, Any]:
    """The file of this call. Raises NotFound for a code that is not shipped."""
    if code not in shipped_codes():
        raise NotFound("call.unknown", f"Aucun appel n’est fourni sous le code « {code} ».")
    return tomllib.loads((REFERENCE / f"{code}.toml").read_text(encoding="utf-8"))
