"""`./portal check`: everything that can be said about the code without running its tests."""

import os
import secrets
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from rma_portal.embedded import children
from rma_portal.embedded.commands.test import apart
from rma_portal.embedded.console import announce
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.setup.session import ready_state
from rma_portal.embedded.setup.venv import DEVELOPMENT

TEST = "rma_portal.settings.test"
PRODUCTION = "rma_portal.settings.production"


@dataclass
class Tool:
    name: str
    command: list[str | Path]
    settings: str = TEST
    process: subprocess.Popen[bytes] | None = None
    output: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    begun: float = 0.0


def check(environment: Environment, arguments: list[str]) -> int:
    if arguments:
        raise SetupError("./portal check takes no arguments.")
    own = apart(environment, "check", TEST)
    ready_state(own, DEVELOPMENT)
    tools = [Tool(name, command, _settings(name)) for name, command in _tools(own).items()]
    failed = _run_all(own, tools)
    announce(f"{len(failed)} of {len(tools)} checks failed: {', '.join(failed)}" if failed else "All checks hold.")
    return 1 if failed else 0


def _settings(name: str) -> str:
    return PRODUCTION if name == "deploy" else TEST


def _tools(environment: Environment) -> dict[str, list[str | Path]]:
    """The slowest first, so that the others fit beside it."""
    checkout, python = environment.checkout, environment.python
    templates = sorted(checkout.glob("templates/**/*.html")) + sorted(checkout.glob("[!.]*/templates/**/*.html"))
    tools: dict[str, list[str | Path]] = {
        "mypy": [python, "-m", "mypy"],
        "translations": [python, "manage.py", "translations", "check"],
        "deploy": [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "imports": [
            python,
            "-c",
            "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())",
        ],
        "ruff": [python, "-m", "ruff", "check"],
        "format": [python, "-m", "ruff", "format", "--check"],
    }
    if templates:
        tools["djlint"] = [python, "-m", "djlint", "--lint", "--quiet", *templates]
        # A program, where the others are modules: those work even when .venv has been moved.
        tools["djade"] = [python.with_name("djade"), "--target-version", "5.2", "--check", *templates]
    return tools


def _run_all(environment: Environment, tools: list[Tool]) -> list[str]:
    """As many at a time as there are processors; all run to their end, whatever the others say."""
    waiting, running, failed = list(tools), list[Tool](), list[str]()
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 2):
                running.append(_begin(environment, waiting.pop(0)))
            for tool in [t for t in running if t.process is not None and t.process.poll() is not None]:
                running.remove(tool)
                failed += [] if _report(tool) else [tool.name]
            time.sleep(0.05)
    finally:
        for tool in running:
            if tool.process is not None:
                children.stop(tool.process, signal.SIGTERM, 3)
    return failed


def _begin(environment: Environment, tool: Tool) -> Tool:
    tool.begun = time.monotonic()
    env = environment.for_child(_throw_away_settings(tool.settings))
    tool.process = children.start(
        tool.command, env=env, cwd=environment.checkout, stdout=tool.output, stderr=subprocess.STDOUT
    )
    return tool


def _report(tool: Tool) -> bool:
    assert tool.process is not None
    good = tool.process.returncode == 0
    announce(f"{'ok  ' if good else 'FAIL'} {tool.name} ({time.monotonic() - tool.begun:.1f} s)")
    tool.output.seek(0)
    if not good:
        announce(tool.output.read().decode(errors="replace").rstrip())
    tool.output.close()
    return good


def _throw_away_settings(module: str) -> dict[str, str]:
    """Enough for the settings to load; nothing here connects to anything."""
    return {
        "DJANGO_SETTINGS_MODULE": module,
        "DATABASE_URL": "postgres://nobody:none@127.0.0.1:9/none",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "LINK_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.test",
        "PORTAL_BASE_URL": "https://portal.test",
        "EMAIL_URL": "smtp://mail.test:25",
        "SUPPORT_EMAIL": "support@portal.test",
        "PORTAL_THROTTLES": "on",
        "METRICS_TOKEN": secrets.token_urlsafe(32),
    }
