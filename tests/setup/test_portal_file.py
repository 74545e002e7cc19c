import ast
import os
import subprocess

import pytest

from rma_portal.embedded.environment import CHECKOUT

PORTAL = CHECKOUT / "portal"


def test_an_old_python_can_read_the_file_and_so_say_that_it_is_too_old():
    tree = ast.parse(PORTAL.read_text(encoding="utf-8"), feature_version=(3, 6))

    assert any(isinstance(node, ast.Compare) for node in ast.walk(tree))


def test_is_executable():
    assert os.access(PORTAL, os.X_OK)


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), ([], 2), (["nonsense"], 2)])
def test_explains_itself(arguments, status):
    answer = subprocess.run([PORTAL, *arguments], capture_output=True, text=True, check=False)

    assert answer.returncode == status
    assert "./portal COMMAND" in answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "abc"}, "PORT must be a number, not “abc”."),
        ({"PORT": "99999"}, "PORT must lie between 1 and 65535, not 99999."),
        ({"PORT": "20001", "PORTAL_SMTP_PORT": "20001"}, "PORT and PORTAL_SMTP_PORT are both 20001"),
        ({"PORTAL_STATE": "/proc/nothing"}, "PORTAL_STATE"),
        ({"PORTAL_STATE": str(PORTAL)}, "is a file, and a folder is needed there"),
    ],
)
def test_a_wrong_setting_is_answered_by_a_sentence(tmp_path, settings, sentence):
    environment = os.environ | {"PORTAL_STATE": str(tmp_path / "state")} | settings

    answer = subprocess.run([PORTAL, "up"], env=environment, capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
