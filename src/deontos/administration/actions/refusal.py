"""The one refusal of this room."""

from deontos.kernel.refusals import Refusal


class AdministrationRefused(Refusal):
    """A verb of this room was refused."""
