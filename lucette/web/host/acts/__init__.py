"""The acts of a host structure, one page each."""

from __future__ import annotations

from lucette.web.host.acts.applications import (
    CompleteApplication,
    DeclineAward,
    FileApplication,
    OpenApplication,
    WithdrawApplication,
)
from lucette.web.host.acts.draft import DRAFT_STEPS, DraftStructure

ON_APPLICATION = (DraftStructure, FileApplication, CompleteApplication, WithdrawApplication, DeclineAward)
EVERY_ACT = (OpenApplication, *DRAFT_STEPS, FileApplication, CompleteApplication, WithdrawApplication, DeclineAward)
