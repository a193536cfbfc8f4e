"""A post shared by several communes. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def partner_problems(name: str, percent: int, others: Mapping[str, int], host: str) -> dict[str, str]:
    """What is wrong with one more body that shares the post, by field. `others`: shares in per cent, by name in lower case."""
    left = 99 - sum(others.values())
    sentence = f"Donnez une part entre 1 et {left} % : votre structure garde au moins 1 % du temps."
    problems = {
        "name": (not name and "Donnez le nom de la commune ou de la structure.")
        or (name.casefold() in others and "Cette structure partage déjà le poste.")
        or (name.casefold() == host.casefold() and "C’est votre structure : elle garde le reste du temps."),
        "percent": not 1 <= percent <= left and (sentence if left else "Tout le temps est déjà partagé : retirez d’abord une part."),
    }
    return {field: told for field, told in problems.items() if told}


def shares(host: str, partners: Mapping[str, int]) -> str:
    """Who receives the adviser and how much, the host that bears the post first: « A (porteuse) 60 %, B 40 % ». "" when nobody shares."""
    if not partners:
        return ""
    return ", ".join(
        [f"{host} (porteuse) {100 - sum(partners.values())} %", *(f"{name} {percent} %" for name, percent in partners.items())]
    )
