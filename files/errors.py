"""Why a file was not taken in."""

from common.errors import DomainError


class FileRefusedError(DomainError):
    """This file will never be taken in; the message says why and what to do instead."""


class FilesUnavailableError(DomainError):
    """The file is fine and we are not: the disk is full, the bucket or the scanner away; a later try may succeed."""
