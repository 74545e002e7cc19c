"""A warm start, and the memory of everything together while idle."""

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.report import Report
from bench.servers import ROOT, free_port


def measure(report: Report) -> None:
    state = Path(os.environ["PORTAL_STATE"]) / "startup"
    _start_and_stop(state, report=None)
    _start_and_stop(state, report=report)


def _start_and_stop(state: Path, *, report: Report | None) -> None:
    port, smtp_port = free_port(), free_port()
    theirs = {
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "MEDIA_ROOT",
        "DJANGO_SETTINGS_MODULE",
        "SECRET_KEY",
        "PORTAL_BASE_URL",
    }
    environment = {key: value for key, value in os.environ.items() if key not in theirs}
    environment |= {"PORT": str(port), "PORTAL_SMTP_PORT": str(smtp_port), "PORTAL_STATE": str(state)}
    begun = time.perf_counter()
    up = subprocess.Popen(["./portal", "up"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        took = _first_answer(port, begun)
        if report:
            report.at_most("warm ./portal up to the first 200, in s", took, 6)
            time.sleep(15)
            report.at_most("all processes together, idle, in MB (PSS)", _memory(up.pid), 750)
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(60)


def _first_answer(port: int, begun: float) -> float:
    while time.perf_counter() - begun < 300:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - begun
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise SystemExit("./portal up did not answer.")


def _memory(root: int) -> float:
    """Proportional set size of a process and all below it, in MB."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    family, total = [root], 0
    while family:
        pid = family.pop()
        family += children.get(pid, [])
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(m[1]) if (m := re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)) else 0
    return total / 1024
