"""The holder of an account beside the registered name: how close they are, and what differs, in words."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from lucette.kernel.french import enumeration, folded

WORD = re.compile(r"[a-z0-9]+")
# words that tell no organization from another; TEST and « fictive » mark the demonstration
EMPTY = frozenset({
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "association", "asso", "assoc",
    "mairie", "commune", "ville", "sarl", "sas", "sa", "scop", "scic", "eurl", "snc", "fondation", "monsieur", "madame", "m",
    "mme", "test", "fictive", "fictif", "compte"
})  # fmt: skip
# how the account of a public accountant is entitled
ACCOUNTANT = re.compile(
    r"\b(tresoreries?|tresor public|sgc|service de gestion comptable|paierie|comptable public|agent comptable|recette|regie|"
    r"centre des finances publiques|tresoriers?|dgfip|ddfip|drfip|finances publiques)\b"
)
SAME = 100
ALMOST = 95


def words(name: str) -> list[str]:
    """The words that count, folded, each once, in order."""
    return [word for word in dict.fromkeys(WORD.findall(folded(name))) if word not in EMPTY]


def public_accountant(holder: str) -> bool:
    """Is the account entitled to an accounting office?"""
    return ACCOUNTANT.search(folded(holder)) is not None


def name_score(registered: str, holder: str, *, public: bool) -> int:
    """From 0 to 100. A public structure is paid on its public accountant's account: that holder is the right one.

    A holder that holds every word of the registered name and more is almost the same, unless that name is a single word.
    """
    if public and public_accountant(holder):
        return SAME
    ours, theirs = words(registered), words(holder)
    if not ours or not theirs:
        return 0
    if set(ours) == set(theirs):
        return SAME
    if len(ours) > 1 and set(ours) <= set(theirs):
        return ALMOST
    return int(fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs)))


def difference(registered: str, holder: str, *, public: bool) -> str:
    """One plain sentence: what the verifier must have seen."""
    if public and public_accountant(holder):
        return "Le titulaire est un poste comptable : c’est la règle pour une structure publique."
    ours, theirs = words(registered), words(holder)
    if set(ours) == set(theirs):
        return "Le titulaire porte le nom enregistré."
    lacking, more = [word for word in ours if word not in theirs], [word for word in theirs if word not in ours]
    told = [f"il manque {quoted(lacking)}"] if lacking else []
    told += [f"il y a en plus {quoted(more)}"] if more else []
    return f"Le titulaire diffère du nom enregistré : {' ; '.join(told)}."


def quoted(found: list[str]) -> str:
    return enumeration([f"« {word} »" for word in found[:4]] + (["d’autres mots"] if len(found) > 4 else []))
