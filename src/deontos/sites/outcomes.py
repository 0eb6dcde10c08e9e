"""How a command ends: done, or refused with one plain line. Wrong use (2) is the parser's own."""

DONE, REFUSED = 0, 1


class CommandRefused(Exception):
    """The command was understood and is not carried out; the message is one plain line for the operator."""
