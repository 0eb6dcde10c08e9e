"""What the gate says, in words, and who a door is open to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.access.vocabulary import Entrant, GateCode

REFUSALS: dict[GateCode, Promise] = {
    GateCode.NOT_ALLOWED: _("This page does not exist, or it is not for you."),
}

ENTRANTS: dict[Entrant, Promise] = {
    Entrant.ANYBODY: _("anybody"),
    Entrant.HOLDER_OF_RECEIPT: _("whoever holds the receipt code"),
    Entrant.PASSWORD_GIVEN: _("whoever gave their password, also before the second step"),
    Entrant.SIGNED_IN: _("everybody who signs in"),
    Entrant.DEMO_VISITOR: _("everybody, in a demo only"),
}
