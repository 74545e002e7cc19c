from collections.abc import Callable
from pathlib import Path

import pytest

from rma_portal.embedded.environment import CHECKOUT, Environment


@pytest.fixture
def make_environment(tmp_path: Path) -> Callable[..., Environment]:
    """An environment of its own, with a state folder whose path has a blank and an umlaut."""

    def make(**given: str) -> Environment:
        state = tmp_path / "Zustand für alle"
        state.mkdir(exist_ok=True)
        return Environment(checkout=CHECKOUT, state=state, given=given)

    return make
