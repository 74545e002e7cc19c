"""Why a file was not taken in."""

from common.errors import DomainError


class FileRefusedError(DomainError):
    """This file will never be taken in; the message says why and what to do instead."""


class FileErasedError(DomainError):
    """The file was ours and is kept no longer: its time was over."""


class FilesUnavailableError(DomainError):
    """The file is fine and we are not: the disk is full, the bucket or the scanner away; a later try may succeed."""
