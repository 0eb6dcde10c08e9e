"""How allauth is set for this house: nobody signs up alone, and a second factor is part of every sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an administrator, never from a sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages of this house say what happened themselves."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """One-time codes carry the name of the organisation's installation."""
