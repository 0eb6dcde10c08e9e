"""People at the desk: accounts, signed in with both steps or only one, with an open vault."""

import base64

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from deontos.administration.models import Account
from deontos.administration.web.second_factor import DONE, sealed_secret
from deontos.kernel import clock
from deontos.keyring.actions.vaults import open_session_for
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.web import cookie
from deontos.organisations.models import Person
from tests.factories.keyring import KeyedTown

PASSWORD = "lantern-orchard-velvet-canoe"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def account(person: Person, *, password: str | None = None, secret: str | None = SECRET) -> Account:
    """An account with a second factor. Without a password it cannot sign in by the form, and is quick to make."""
    made = Account(person=person, email=person.email)
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    if secret:
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": sealed_secret(secret)})
    return made


def code(*, later: int = 0, secret: str = SECRET) -> str:
    """The code of this moment, or of so many periods of 30 seconds later."""
    *_, present, _next = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, present + later)))


def sign_in(client: Client, person: Person) -> Account:
    """Sign somebody in as after both steps, without the pages."""
    found = Account.objects.filter(person=person).first() or account(person)
    client.force_login(found)
    session = client.session
    session[DONE] = str(found.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": clock.now().timestamp()}]
    session["account_authentication_methods_user"] = str(found.pk)
    session.save()
    return found


def open_vault(client: Client, house: KeyedTown, person: Person) -> None:
    """Give the browser the key of an open vault, as after the passphrase."""
    key = open_session_for(existing_vault(person.id), house.keys[person.id], at=clock.now())
    client.cookies[cookie.NAME] = base64.urlsafe_b64encode(key).rstrip(b"=").decode("ascii")


def desk_client(house: KeyedTown, person: Person) -> Client:
    """A browser in which somebody is signed in and has an open vault."""
    client = Client()
    sign_in(client, person)
    open_vault(client, house, person)
    return client
