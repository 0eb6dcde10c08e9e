"""The only way in for files: sealed while they stream, for addresses that say what they take; let pass elsewhere.

It stands in FILE_UPLOAD_HANDLERS and runs before any view, as soon as something reads the body of a request. What no
view took into something by the end of the request is erased again.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deontos.correspondence.actions.erasing import discard_unheld
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.files.incoming import IncomingFile, Intake
from deontos.correspondence.files.looking import FileRefused
from deontos.correspondence.files.names import cleaned, shortened
from deontos.correspondence.phrases import FILE_REFUSALS, QUOTED
from deontos.correspondence.rules import MEGABYTE, FileLimits
from deontos.correspondence.vocabulary import FileCode

FIELD = "attachments"
"""The one field of a form that takes files (contract)."""

MOST_HEARD = 1024 * MEGABYTE
"""Bytes of files in one request beyond which nobody listens any longer."""

_HELD = "held_uploads"
_MARK = "files_taken_in_by"

View = TypeVar("View", bound=Callable[..., object])
Permit = Callable[[HttpRequest], Intake | None]
"""Says where files go that are sent to an address with this request; None where they are let pass."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was refused, with why."""

    name: str = field(repr=False)
    code: FileCode
    limits: FileLimits

    @property
    def words(self) -> str:
        """The sentence for whoever sent it; direction signs keep a foreign name from turning it round."""
        parameters: Mapping[str, object] = {
            "name": f"\N{FIRST STRONG ISOLATE}{QUOTED % {'name': self.name}}\N{POP DIRECTIONAL ISOLATE}",
            "files": self.limits.files,
            "each": self.limits.each_megabytes,
            "together": self.limits.together_megabytes,
        }
        return str(FILE_REFUSALS[self.code]) % parameters


@dataclass
class Uploads:
    """What came with one request: files that were sealed, files that were refused, and how many were let pass."""

    sealed: list[SealedFile] = field(default_factory=list, repr=False)
    left_out: list[LeftOut] = field(default_factory=list, repr=False)
    passed_by: int = 0
    incoming: IncomingFile | None = field(default=None, repr=False)


def takes_files(permit: Permit) -> Callable[[View], View]:
    """Mark a view as one that takes files, where its `permit` says so. It stands under the view's door."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permit)
        return view

    return mark


def uploads_of(request: HttpRequest) -> Uploads:
    """The files of a request, once its body was read."""
    request.POST  # noqa: B018 files come in while the body is read
    return held_uploads(request)


def refused_files(request: HttpRequest) -> int:
    """How many files were sent along to an address that takes none, and left out."""
    return uploads_of(request).passed_by


def sent_files(request: HttpRequest) -> int:
    """How many files were sent along altogether."""
    uploads = uploads_of(request)
    return len(uploads.sealed) + len(uploads.left_out) + uploads.passed_by


def held_uploads(request: HttpRequest) -> Uploads:
    """The files that came so far."""
    held: Uploads | None = getattr(request, _HELD, None)
    if held is None:
        held = Uploads()
        setattr(request, _HELD, held)
    return held


class SealingUploadHandler(FileUploadHandler):
    """Hands each file to an IncomingFile, piece by piece. Nothing that goes wrong with a file stops the request."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._intake: Intake | None = None
        self._is_asked = False
        self._heard = 0

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        """Begin with a file, or let it pass."""
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
        uploads, intake = self._uploads, self._permitted() if field_name == FIELD else None
        if intake is None:
            uploads.passed_by += 1
            return
        facts = [each.facts for each in uploads.sealed]
        room, before = intake.room([each.size for each in facts]), facts[-1].scan if facts else None
        uploads.incoming = IncomingFile(intake, file_name, room, before=before)
        self._tried(uploads.incoming.begin)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in a piece; of what was refused or is let pass it is dropped. Raises RequestDataTooBig at some point."""
        self._heard += len(raw_data)
        if self._heard > MOST_HEARD:
            raise RequestDataTooBig
        incoming = self._uploads.incoming
        if incoming is not None:
            self._tried(lambda: incoming.push(raw_data))

    def file_complete(self, file_size: int) -> None:
        """End a file; what became of it stands in the uploads of the request."""
        uploads = self._uploads
        if uploads.incoming is not None:
            incoming = uploads.incoming
            self._tried(lambda: uploads.sealed.append(incoming.finish()))
            uploads.incoming = None

    @property
    def _uploads(self) -> Uploads:
        assert self.request is not None
        return held_uploads(self.request)

    def _permitted(self) -> Intake | None:
        """Where the files of this request go; asked once."""
        match = self.request.resolver_match if self.request else None
        permit: Permit | None = getattr(match.func, _MARK, None) if match else None
        if permit is not None and self.request is not None and not self._is_asked:
            self._is_asked = True
            with suppress(Error):
                self._intake = permit(self.request)
        return self._intake

    def _tried(self, step: Callable[[], object]) -> None:
        """Take a step with the present file; a failure ends this file and is told."""
        uploads = self._uploads
        try:
            step()
        except FileRefused as refusal:
            self._leave_out(uploads, FileCode(refusal.code))
        except (OSError, Error):
            self._leave_out(uploads, FileCode.NOT_KEPT)

    def _leave_out(self, uploads: Uploads, code: FileCode) -> None:
        assert uploads.incoming is not None
        incoming, uploads.incoming = uploads.incoming, None
        incoming.abandon()
        name = shortened(cleaned(incoming.name))
        uploads.left_out.append(LeftOut(name, code, incoming.intake.limits))


class HeldUploads:
    """Erases, after the answer, what came with the request and was taken into nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; then look at the files, if there were any."""
        response = self.get_response(request)
        uploads: Uploads | None = getattr(request, _HELD, None)
        if uploads is not None and uploads.incoming is not None:
            uploads.incoming.abandon()
        if uploads is not None and uploads.sealed:
            _discarded(uploads)
        return response


def _discarded(uploads: Uploads) -> None:
    try:
        discard_unheld([each.facts.blob for each in uploads.sealed])
    except Error:
        return
