"""What happens to a file sent to an address that expects none: it is read to its end, kept nowhere, and said."""

from django.core.files.uploadhandler import FileUploadHandler

from deontos.correspondence.web.typed import REFUSED_FILES


class RefusingUploadHandler(FileUploadHandler):
    """Lets the bytes of a file pass without keeping one of them, and counts the files for the page to mention."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Drop the chunk; nothing reaches memory beyond it, nothing reaches the disk."""

    def file_complete(self, file_size: int) -> None:
        """Keep no file; remember that one was refused."""
        if self.request is not None:
            setattr(self.request, REFUSED_FILES, getattr(self.request, REFUSED_FILES, 0) + 1)
