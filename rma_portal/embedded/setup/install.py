"""Installing by hash with progress, and what a failure means in plain words."""

import os
import re
import signal
import subprocess
from pathlib import Path
from typing import IO

from rma_portal.embedded import children
from rma_portal.embedded.console import progress
from rma_portal.embedded.errors import SetupError

PACKAGE = re.compile(r"^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?==", re.MULTILINE)
STEP = re.compile(r"^\s*(Collecting|Requirement already satisfied:|Installing collected packages)\s*([\w.-]*)")
AWAY = (
    "NewConnectionError",
    "Name or service not known",
    "Temporary failure in name resolution",
    "Connection refused",
    "Network is unreachable",
    "No route to host",
    "Max retries exceeded",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "error sending request",
    "Could not fetch URL",
)


def install(installer: list[str | Path], requirements: Path, log: Path) -> None:
    """Whatever index the user has configured for pip is used; a hash decides whether a file is the right one."""
    command = [*installer, "--require-hashes", "-r", requirements]
    log.parent.mkdir(parents=True, exist_ok=True)
    total = len(PACKAGE.findall(requirements.read_text(encoding="utf-8")))
    progress(f"Installing {total} packages from {requirements.name} …")
    with log.open("w", encoding="utf-8") as file:
        status = _run_with_progress(command, total, file)
    if status != 0:
        raise SetupError(explain(log.read_text(encoding="utf-8"), log))
    progress("All packages are installed.", ends=True)


def _run_with_progress(command: list[str | Path], total: int, log: IO[str]) -> int:
    env = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_PROGRESS_BAR": "off"}
    process = children.start(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert process.stdout is not None
        seen = 0
        for raw in process.stdout:
            line = raw.decode(errors="replace")
            log.write(line)
            seen = _show(line, seen, total)
        return process.wait()
    finally:
        children.stop(process, signal.SIGTERM, 5)


def _show(line: str, seen: int, total: int) -> int:
    if "Retrying (" in line:
        progress("The package index does not answer; trying again …")
    match = STEP.match(line)
    if match is None:
        return seen
    if match[1].startswith("Installing"):
        progress("Unpacking …")
        return seen
    seen = min(seen + 1, total)
    # A log wants a few lines, not a hundred.
    if seen % 10 == 0 or seen == total:
        progress(f"[{seen}/{total}] {match[2]}")
    return seen


def explain(output: str, log: Path) -> str:
    if "No space left on device" in output:
        return "The disk is full: the packages did not fit. Make room and start again."
    if any(sign in output for sign in AWAY):
        return (
            "The packages could not be downloaded: the package index does not answer. Check the network "
            f"(or pip's own settings for index and proxy) and start again. What pip said is in {log}."
        )
    if "DO NOT MATCH THE HASHES" in output:
        return (
            f"A downloaded package is not the one that was pinned, so nothing was installed. What pip said is in {log}."
        )
    errors = [line.strip() for line in output.splitlines() if line.lower().startswith("error")]
    return f"The packages could not be installed: {errors[-1] if errors else 'pip failed'}. What pip said is in {log}."
