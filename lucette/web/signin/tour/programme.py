"""The programme of the tour, read once from `programme.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.workflow import Workflow
from lucette.scheme.activities.enums import WORKSHOP
from lucette.scheme.agreements.enums import AGREEMENT
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.appointments.enums import APPOINTMENT, REFERRAL
from lucette.scheme.calls.enums import CALL
from lucette.scheme.committee.enums import SESSION
from lucette.scheme.fund.enums import ENDOWMENT
from lucette.scheme.network.enums import PUBLICATION
from lucette.scheme.payments.enums import BATCH, ORDER
from lucette.scheme.recruitment.enums import HIRE
from lucette.scheme.reports.enums import AGENCY_REPORT, HOST_REPORT
from lucette.scheme.trainings.enums import ENROLMENT
from lucette.web.signin.tour.deeds import Chapter, Deed

FILE = Path(__file__).with_name("programme.toml")
WORKFLOWS: dict[str, Workflow] = {
    "agency_report": AGENCY_REPORT,
    "agreement": AGREEMENT,
    "application": APPLICATION,
    "appointment": APPOINTMENT,
    "batch": BATCH,
    "call": CALL,
    "endowment": ENDOWMENT,
    "enrolment": ENROLMENT,
    "hire": HIRE,
    "host_report": HOST_REPORT,
    "order": ORDER,
    "publication": PUBLICATION,
    "referral": REFERRAL,
    "session": SESSION,
    "workshop": WORKSHOP,
}


def deed(told: dict[str, Any]) -> Deed:
    kind, _, state = told["waits_for"].partition(".")
    table, _, act = told.get("act", "").partition(".")
    singular, plural = told.get("waits", ("", ""))
    return Deed(
        key=told["key"],
        title=told["title"],
        what=told["what"],
        role=RoleName(told["role"]),
        kind=kind,
        state=state,
        workflow=WORKFLOWS.get(table),
        act=act,
        pages=tuple(told["pages"]),
        told=tuple(told["told"]),
        moves=told.get("moves", ""),
        waits=(singular, plural) if singular else None,
    )


def chapters() -> list[Chapter]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["chapter"]
    return [Chapter(it["title"], it["codes"], tuple(map(deed, it["deed"]))) for it in told]


CHAPTERS = chapters()
DEEDS = [deed for chapter in CHAPTERS for deed in chapter.deeds]
BY_KEY = {deed.key: deed for deed in DEEDS}
