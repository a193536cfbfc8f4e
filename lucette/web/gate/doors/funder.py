"""Doors and menu of the space of the DGCL. The three parties to the fund act there, each by its own hand; the Caisse's on the cash."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R
from lucette.web.gate.door import READERS_OF_THE_FUND, Door, Menu, only, space

HERE = space("funder")
PARTIES = only(R.FUNDER, R.AGENCY_DIRECTOR, R.CAISSE_DELEGATE)

DOORS: dict[str, Door] = {
    "funder:dashboard": HERE,
    "funder:fund": READERS_OF_THE_FUND,
    "funder:endowments": READERS_OF_THE_FUND,
    "funder:endowment": READERS_OF_THE_FUND,
    "funder:moves": READERS_OF_THE_FUND,
    "funder:move": READERS_OF_THE_FUND,
    "funder:prepare": PARTIES,
    "funder:sign": PARTIES,
    "funder:notify": only(R.FUNDER),
    "funder:amend": only(R.FUNDER),
    "funder:reuse_collected": only(R.FUNDER),
    "funder:reopen_posts": only(R.FUNDER, R.AGENCY_DIRECTOR),
    "funder:open_account": only(R.ACCOUNTANT),
    "funder:receive": only(R.ACCOUNTANT, R.CAISSE_DELEGATE),
    "funder:request_move": PARTIES,
    "funder:confirm_move": PARTIES,
    "funder:withdraw_move": PARTIES,
    "funder:fund_calls": READERS_OF_THE_FUND,
    "funder:fund_call": READERS_OF_THE_FUND,
    "funder:ask_funds": only(R.ACCOUNTANT, R.CAISSE_DELEGATE),
    "funder:answer_call": only(R.ACCOUNTANT, R.CAISSE_DELEGATE),
    "funder:withdraw_call": only(R.ACCOUNTANT, R.CAISSE_DELEGATE),
    "funder:renderings": only(R.FUNDER),
    "funder:rendering": only(R.FUNDER),
    "funder:approve_accounts": only(R.FUNDER),
    "funder:send_back_accounts": only(R.FUNDER),
    "funder:parameters": READERS_OF_THE_FUND,
    "funder:decide_parameter": only(R.AGENCY_DIRECTOR, R.CAISSE_DELEGATE),
}
MENU: Menu = (
    ("Tableau de bord", "funder:dashboard"),
    ("Le fonds", "funder:fund"),
    ("Dotations", "funder:endowments"),
    ("Virements entre enveloppes", "funder:moves"),
    ("Comptes annuels", "funder:renderings"),
    ("Conventions", "caisse:agreements"),
    ("Appels de fonds", "funder:fund_calls"),
    ("Seuils et délais", "funder:parameters"),
)
