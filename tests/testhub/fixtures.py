"""One local Hub for a test session: huggingface_hub reads HF_ENDPOINT once, when it is imported."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator

import pytest

from testhub import Account, LocalHub

TOKEN = "hf_test"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def session_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalHub]:
    """The Hub of the session; its address stands in the environment, for this process and those it starts."""
    with LocalHub(tmp_path_factory.mktemp("hub")) as hub, pytest.MonkeyPatch.context() as patch:
        for key in [k for k in os.environ if k.startswith(("HF_", "HUGGING"))]:
            patch.delenv(key)
        for key, value in hub.environ(tmp_path_factory.mktemp("hf-home")).items():
            patch.setenv(key, value)
        if "huggingface_hub" in sys.modules:
            from huggingface_hub import constants

            patch.setattr(constants, "ENDPOINT", hub.url)
            patch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        yield hub


@pytest.fixture
def testhub(session_hub: LocalHub) -> Iterator[LocalHub]:
    """The Hub with an empty log, no faults, one account (token TOKEN), LFS from a second origin."""
    session_hub.log.clear()
    session_hub.use_cdn(True)
    yield session_hub
    session_hub.faults.clear()
    session_hub.revoked.clear()
    session_hub.publishers.clear()
    session_hub.jobs.clear()
    session_hub.webhooks.clear()
    session_hub.lifetime = 3600
    session_hub.prefix = session_hub.calls_itself = ""
    session_hub.accounts = {TOKEN: Account("user")}


@pytest.fixture
def repo_id() -> str:
    """An id that no other test uses."""
    return f"user/repo-{next(_numbers)}"
