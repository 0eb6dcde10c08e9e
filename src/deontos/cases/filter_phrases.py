"""The words of the inbox: what it can be narrowed to, by what it is sorted, and what is wrong with what was asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deontos.cases.phrases import STATES
from deontos.cases.vocabulary import CaseState, Half, Held, Order
from deontos.kernel.urgency import Urgency

HALVES: dict[Half | CaseState, Promise] = {
    Half.OPEN: _("All open cases"),
    Half.CLOSED: _("All closed cases"),
    Half.ANY: _("Open and closed cases"),
}
IN_STATE: dict[Half | CaseState, Promise] = {
    **HALVES,
    **{state: words for state, words in STATES.items() if state is not CaseState.CLOSED},
}
"""Every answer to "which state", in the order of a page."""

DUE: dict[Urgency, Promise] = {
    Urgency.LATE: _("Late"),
    Urgency.THIS_WEEK: _("This week"),
    Urgency.LATER: _("Later"),
}
HELD: dict[Held, Promise] = {
    Held.OWN: _("In my own office"),
    Held.DEPUTY: _("As a deputy"),
}
ORDERS: dict[Order, Promise] = {
    Order.NEXT: _("Nearest last day first"),
    Order.NEXT_LAST: _("Furthest last day first"),
    Order.RECEIVED: _("Received, the oldest first"),
    Order.RECEIVED_LAST: _("Received, the newest first"),
    Order.CLOSED: _("Closed, the oldest first"),
    Order.CLOSED_LAST: _("Closed, the newest first"),
    Order.STATE: _("State, new cases first"),
    Order.STATE_LAST: _("State, closed cases first"),
    Order.NUMBER: _("Case number, 0 to Z"),
    Order.NUMBER_LAST: _("Case number, Z to 0"),
    Order.ORGANISATION: _("Organisation, A to Z"),
    Order.ORGANISATION_LAST: _("Organisation, Z to A"),
}
EVERY = pgettext_lazy("filter", "All")
UNREAD = _("Not read yet")
WRONG = {
    "state": _("Choose a state from the list. All open cases are shown."),
    "due": _("Choose from the list when it is due. This filter is left out."),
    "unread": _("Choose from the list what is not read yet. This filter is left out."),
    "kind": _("Choose a kind from the list. This filter is left out."),
    "organisation": _("Choose an organisation from the list. This filter is left out."),
    "office": _("Choose an office from the list. This filter is left out."),
    "held": _("Choose from the list how you read it. This filter is left out."),
    "order": _("Choose an order from the list. The nearest last day stands first."),
}
"""What a page says of a value in its address that it does not know."""
NOT_SOUGHT = _(
    "You can search for a case number, a day such as 24/11/2026 or November 2026, or a state. "
    "Nobody can search the texts: they are sealed. All cases of this filter are shown."
)
UPSIDE_DOWN = _("The last day lies before the first. Change one of the two.")
NO_SUCH_PAGE = _("There is no such page. This is the nearest one.")
