"""The text of a PDF that a stranger sent: read by a child that is bounded in time and memory."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import structlog

CHILD: Final = Path(__file__).with_name("pdf_child.py")
SECONDS: Final = 25.0
MOST_BYTES: Final = 32 * 1024 * 1024

log = structlog.get_logger(__name__)


def text_of_pdf(content: bytes) -> str:
    """What the paper says, as far as it can be read; empty for a scan and for anything hostile. Never raises."""
    if len(content) > MOST_BYTES:
        return ""
    try:
        # Alone: no settings, no keys in its environment, nothing of ours to import.
        child = subprocess.run(  # noqa: S603  our own file, the content comes by its stdin
            [sys.executable, "-I", str(CHILD)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={},
        )
    except (subprocess.SubprocessError, OSError, MemoryError) as error:
        log.info("paper_not_read", reason=type(error).__name__)
        return ""
    return child.stdout.decode(errors="replace")
