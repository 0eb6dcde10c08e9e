"""The nouns of this room: accounts, and what people sign in with."""

from deontos.administration.models.accounts import Account, AccountManager
from deontos.administration.models.agenda_keys import AgendaKey
from deontos.administration.models.following import Following
from deontos.administration.models.links import SingleUseLink
from deontos.administration.models.providers import ProviderLink, SignInProvider
from deontos.administration.models.sign_ins import AttemptCount, KnownDevice, SignIn
from deontos.administration.models.themes import HouseTheme

__all__ = [
    "Account",
    "AccountManager",
    "AgendaKey",
    "AttemptCount",
    "Following",
    "HouseTheme",
    "KnownDevice",
    "ProviderLink",
    "SignIn",
    "SignInProvider",
    "SingleUseLink",
]
