"""Typed text when nothing can be written: a full disk, a lock that is held too long, a database that is away."""

import logging
from typing import TypeVar

from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpResponse

from deontos.access.web.saving import may_be_saved
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode

CANNOT_WRITE = (InterfaceError, InternalError, OperationalError, OSError)
"""What a database or a disk raises then. What they raise of a mistake of ours is not among them."""

STATUS = 503

Response = TypeVar("Response", bound=HttpResponse)

logger = logging.getLogger(__name__)


def words_for(failure: Exception, *, unsure: CorrespondenceCode = CorrespondenceCode.MAY_BE_SAVED) -> str:
    """The sentence for whoever wrote, `unsure` where nobody knows whether it was saved.

    The log hears the kind of failure and its way through the code, no words.
    """
    logger.error("What somebody sent could not be saved.", exc_info=failure)
    connection.close_if_unusable_or_obsolete()
    return str(REFUSALS[unsure if may_be_saved() else CorrespondenceCode.NOT_SAVED])


def not_saved(response: Response) -> Response:
    """The page with the text, as an answer that no watchman takes for a success."""
    response.status_code = STATUS
    return response
