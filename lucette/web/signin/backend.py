"""How Django finds again the person of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

if TYPE_CHECKING:
    from lucette.foundation.accounts.models import Person


class LinkBackend(BaseBackend):
    """People come in by a link (`accounts.actions.use_sign_in_link`), never by a password: nothing authenticates here."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        return None

    def get_user(self, user_id: UUID | str) -> Person | None:
        """The person, as long as her account is open: closing it ends all her sessions at their next request."""
        return get_user_model()._default_manager.filter(pk=user_id, is_active=True).first()
