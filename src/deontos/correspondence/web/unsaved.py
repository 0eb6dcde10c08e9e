"""Typed text when the database cannot write: a full disk, a lock that is held too long, a server that is away."""

import logging
from typing import TypeVar

from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpResponse

from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode

CANNOT_WRITE = (InterfaceError, InternalError, OperationalError)
"""What a database raises then. What it raises of a mistake of ours is not among them."""

STATUS = 503

Response = TypeVar("Response", bound=HttpResponse)

logger = logging.getLogger(__name__)


def words_for(failure: Exception) -> str:
    """The sentence for whoever wrote; the log hears the kind of failure and its way through the code, no words."""
    logger.error("What somebody sent could not be saved.", exc_info=failure)
    connection.close_if_unusable_or_obsolete()
    return str(REFUSALS[CorrespondenceCode.NOT_SAVED])


def not_saved(response: Response) -> Response:
    """The page with the text, as an answer that no watchman takes for a success."""
    response.status_code = STATUS
    return response
