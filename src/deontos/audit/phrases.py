"""What verification found, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.audit.vocabulary import Fault

FAULTS: dict[Fault, Promise] = {
    Fault.CHANGED: _("The content of this row was changed."),
    Fault.NOT_SEALED_BY_US: _("This row does not carry our seal."),
    Fault.BROKEN_LINK: _("This row does not follow on the row before it."),
    Fault.MISSING: _("A row was removed here."),
    Fault.TRUNCATED: _("The last rows were removed."),
}
