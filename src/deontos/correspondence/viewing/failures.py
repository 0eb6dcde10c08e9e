"""How the process that looks at a file says that it cannot."""

from deontos.correspondence.vocabulary import ViewCode


class CannotShow(Exception):
    """There is no cleaned copy, for a reason that whoever asked may know."""

    def __init__(self, code: ViewCode) -> None:
        super().__init__(code)
        self.code = code
