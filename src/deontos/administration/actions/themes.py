"""Saving how an organisation's pages look, and going back to the shipped look."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import HouseTheme
from deontos.administration.vocabulary import Corner, ThemeCode, TitleFont
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.organisations.models import Organisation
from deontos.ui.contrast import COLOUR, TooClose, too_close

MOST_LETTERS = 2


class ThemeRefused(AdministrationRefused):
    """Nothing was saved; `pairs` are the colours that cannot be told apart."""

    def __init__(self, code: ThemeCode, *, field: str = "", pairs: tuple[TooClose, ...] = ()) -> None:
        super().__init__(code, field=field)
        self.pairs = pairs


@dataclass(frozen=True, slots=True)
class Look:
    """All that an organisation decides about the look of its pages."""

    brand: str
    brand_strong: str
    brand_tint: str
    brand_line: str
    on_brand: str
    corner: Corner
    title_font: TitleFont
    letters: str

    def colours(self) -> dict[str, str]:
        """The brand colours by the name of their token."""
        names = ("brand", "brand_strong", "brand_tint", "brand_line", "on_brand")
        return {name.replace("_", "-"): getattr(self, name) for name in names}


def save_theme(organisation: Organisation, look: Look, *, by: Actor, at: datetime) -> HouseTheme:
    """Save a look in which every pair of colours can be told apart.

    Refuses: NotAllowed, NOT_A_COLOUR, TOO_CLOSE, TOO_MANY_LETTERS. Records: organisation.theme_saved.
    """
    demand(by, Permission.ORGANISATIONS_ORGANISATION_CHANGE, organisation.id)
    _check(look)
    values = {name: getattr(look, name) for name in look.__slots__}
    values |= {"saved_on": civil_date(at), "saved_by_id": by.person}
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        theme, _is_new = HouseTheme.objects.update_or_create(organisation=organisation, defaults=values)
        record(organisation.id, "organisation.theme_saved", by=by.person, about=theme.id, at=at)
    return theme


def drop_theme(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Go back to the shipped look. Refuses: NotAllowed. Records: organisation.theme_dropped, where there was one."""
    demand(by, Permission.ORGANISATIONS_ORGANISATION_CHANGE, organisation.id)
    with transaction.atomic():
        theme = HouseTheme.objects.select_for_update(no_key=True).filter(organisation=organisation).first()
        if theme is not None:
            record(organisation.id, "organisation.theme_dropped", by=by.person, about=theme.id, at=at)
            theme.delete()


def _check(look: Look) -> None:
    for token, colour in look.colours().items():
        if not COLOUR.fullmatch(colour):
            raise ThemeRefused(ThemeCode.NOT_A_COLOUR, field=token.replace("-", "_"))
    if len(look.letters) > MOST_LETTERS:
        raise ThemeRefused(ThemeCode.TOO_MANY_LETTERS, field="letters")
    pairs = tuple(too_close(look.colours()))
    if pairs:
        raise ThemeRefused(ThemeCode.TOO_CLOSE, pairs=pairs)
