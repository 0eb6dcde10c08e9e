"""The nouns of this room: accounts, and what people sign in with."""

from deontos.administration.models.accounts import Account, AccountManager

__all__ = ["Account", "AccountManager"]
