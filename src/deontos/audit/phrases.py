"""What verification found, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.audit.vocabulary import AnchorFault, Fault

FAULTS: dict[Fault, Promise] = {
    Fault.CHANGED: _("The content of this row was changed."),
    Fault.NOT_SEALED_BY_US: _("This row does not carry our seal."),
    Fault.BROKEN_LINK: _("This row does not follow on the row before it."),
    Fault.MISSING: _("A row was removed here."),
    Fault.TRUNCATED: _("The last rows were removed."),
}

ANCHOR_FAULTS: dict[AnchorFault, Promise] = {
    AnchorFault.UNREADABLE: _("This line of the file of anchors is damaged."),
    AnchorFault.NOT_SIGNED_BY_US: _("This anchor does not carry our signature."),
    AnchorFault.OUT_OF_ORDER: _("This anchor does not follow on the one before it: a line was removed or moved."),
    AnchorFault.NOT_IN_FILE: _("The log says that this anchor was made, and the file does not hold it."),
    AnchorFault.NO_ORGANISATION: _("There are anchors of an organisation that the database does not know any more."),
    AnchorFault.HEAD_GONE: _(
        "The log does not hold any more what this anchor says: rows up to that day were changed or removed."
    ),
}
