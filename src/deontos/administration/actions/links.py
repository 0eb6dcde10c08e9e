"""Single-use links: sent by letter, followed once, and the page behind one that is open for a while.

What is wrong with a link is never told: unknown, used, over and somebody else's cost and say the same.
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from deontos.administration.actions.passwords import refuse_weak
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, AgendaKey, SignIn, SingleUseLink
from deontos.administration.rules import LINK_LASTS, can_be_used, is_page_open
from deontos.administration.vocabulary import AdministrationCode, LinkPurpose
from deontos.audit.actions import record
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.vocabulary import ResetCause
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.vault.digests import constant_time_equal, digest
from deontos.vault.sessions import new_session_key

LETTERS = {
    LinkPurpose.INVITATION: LetterTemplate.INVITATION,
    LinkPurpose.PASSWORD_RESET: LetterTemplate.PASSWORD_RESET,
    LinkPurpose.SECOND_FACTOR_RESET: LetterTemplate.SECOND_FACTOR_RESET,
}


@dataclass(frozen=True, slots=True)
class FollowedLink:
    """A link that was just used; `proof` opens the page behind it, and nothing else."""

    link: SingleUseLink
    proof: str = field(repr=False)

    @property
    def purpose(self) -> LinkPurpose:
        """What it is for."""
        return LinkPurpose(self.link.purpose)


def send_link(account: Account, purpose: LinkPurpose, *, made_by: UUID | None, at: datetime) -> None:
    """Write a letter with a new link, in an open transaction. Records nothing: its cause does. Notifies: its person."""
    person, token = account.person, _new_token()
    SingleUseLink.objects.create(
        account=account,
        purpose=purpose,
        digest=_digest("link", token),
        made_at=at,
        made_by_id=made_by,
        valid_until=at + LINK_LASTS[purpose],
    )
    place = {"language": person.language, "organisation": person.organisation.slug, "token": token}
    path = {"path": reverse("link_page", kwargs=place)}
    address = account.email if account.email != person.email else ""
    write_prompt(person.organisation_id, person, LETTERS[purpose], at=at, details=path, address=address)


def link_at(organisation: str, token: str, *, at: datetime) -> SingleUseLink:
    """The link with this token, as long as it can be used. One query. Refuses: LINK_GONE. Records nothing."""
    link = _found(token)
    if link is None or link.used_at is not None or not _is_at(link, organisation):
        raise AdministrationRefused(AdministrationCode.LINK_GONE)
    if not can_be_used(link.valid_until, LinkPurpose(link.purpose), at=at):
        raise AdministrationRefused(AdministrationCode.LINK_GONE)
    return link


def follow(organisation: str, token: str, *, at: datetime) -> FollowedLink:
    """Use a link up. A lost second step ends with it; for a password its page opens.

    Refuses: LINK_GONE. Records: account.link_used, and what it did.
    """
    with transaction.atomic():
        link, proof = link_at(organisation, token, at=at), _new_token()
        unused = SingleUseLink.objects.filter(pk=link.pk, used_at__isnull=True)
        if not unused.update(used_at=at, page_digest=_digest("page", proof)):
            raise AdministrationRefused(AdministrationCode.LINK_GONE)
        person, details = link.account.person, {"purpose": link.purpose}
        home = person.organisation_id
        record(home, "account.link_used", by=person.id, about=link.account.id, at=at, details=details)
        if link.purpose == LinkPurpose.SECOND_FACTOR_RESET:
            _forget_second_factor(link.account, at=at)
    return FollowedLink(link, proof)


def page_behind(organisation: str, token: str, proof: str, *, at: datetime) -> FollowedLink:
    """The page of a link that was used a while ago, for whoever used it. One query.

    Refuses: LINK_GONE. Records nothing.
    """
    link, given = _found(token), _digest("page", proof)
    is_open = link is not None and is_page_open(link.used_at, at=at)
    is_theirs = link is not None and constant_time_equal(bytes(link.page_digest or b""), given)
    if link is None or not (is_open and is_theirs and _is_at(link, organisation)):
        raise AdministrationRefused(AdministrationCode.LINK_GONE)
    return FollowedLink(link, proof)


def choose_password(followed: FollowedLink, password: str, *, at: datetime) -> None:
    """Take a password on the page behind a link; signs out everywhere, and signs in nowhere.

    Where there was a password before, or somebody signed in without one, it is a reset: keys are on hold, the address
    of the agenda ends, and everybody concerned is told.
    Refuses: PASSWORD_TOO_SHORT, PASSWORD_IS_ADDRESS, PASSWORD_TOO_COMMON, LINK_GONE. Records: account.password_chosen.
    """
    refuse_weak(password, followed.link.account.email, of=followed.link.account.person)
    with transaction.atomic():
        account = (
            Account.objects.select_for_update(no_key=True).select_related("person").get(pk=followed.link.account_id)
        )
        page = SingleUseLink.objects.filter(pk=followed.link.pk, page_digest=_digest("page", followed.proof))
        if not page.delete()[0]:
            raise AdministrationRefused(AdministrationCode.LINK_GONE)
        is_reset, person = account.has_usable_password() or account.last_login is not None, account.person
        account.set_password(password)
        account.save(update_fields=["password"])
        end_links(account, LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET, at=at)
        SignIn.objects.filter(account=account).delete()
        details = {"purpose": followed.link.purpose}
        home = person.organisation_id
        record(home, "account.password_chosen", by=person.id, about=account.id, at=at, details=details)
        if is_reset:
            AgendaKey.objects.filter(person=person).delete()
            note_reset(person, ResetCause.LOGIN_RESET, by=person.id, at=at, addresses=[account.email])


def end_links(account: Account, *purposes: LinkPurpose, at: datetime) -> None:
    """Let former links of these kinds count no longer, nor the pages behind them. Records nothing: its cause does."""
    SingleUseLink.objects.filter(account=account, purpose__in=purposes).update(valid_until=at, page_digest=None)


def _forget_second_factor(account: Account, *, at: datetime) -> None:
    person = account.person
    Authenticator.objects.filter(user=account).delete()
    SignIn.objects.filter(account=account).delete()
    AgendaKey.objects.filter(person=person).delete()
    record(person.organisation_id, "account.second_factor_ended", by=person.id, about=account.id, at=at)
    note_reset(person, ResetCause.SECOND_FACTOR_LOST, by=person.id, at=at, addresses=[account.email])


def _found(token: str) -> SingleUseLink | None:
    """The row of a token, by its digest; whose it is comes with it."""
    links = SingleUseLink.objects.select_related("account__person__organisation")
    return links.filter(digest=_digest("link", token)).first()


def _is_at(link: SingleUseLink, organisation: str) -> bool:
    return link.account.is_active and link.account.person.organisation.slug == organisation


def _new_token() -> str:
    """256 random bits, as an address writes them."""
    return base64.urlsafe_b64encode(new_session_key()).decode("ascii").rstrip("=")


def _digest(use: str, token: str) -> bytes:
    return digest("single-use", use, token)
