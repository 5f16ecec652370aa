"""A HubRequest in, an Outcome out: token, address, policy and state come with the request."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubseal.app import hub
from hubseal.app.hub_request import HubRequest, Interaction
from hubseal.app.request import UsageError
from hubseal.sources.hub import Patience
from testhub import LocalHub
from testhub.fixtures import TOKEN

QUICK = Patience(attempts=3, pause=0.01, longest=1, silence=30)
LEAK = b'{"cache_dir": "/home/tnakamura/c"}'


@pytest.fixture
def request_for(testhub: LocalHub, repo_id: str, tmp_path: Path) -> HubRequest:
    """A scan of a repository with one leak, by the default policy."""
    testhub.publish(repo_id, {"config.json": LEAK})
    return HubRequest(repo_id, policy_folder=str(tmp_path))


def test_an_outcome_names_the_commit(request_for: HubRequest) -> None:
    outcome = hub.scan(request_for, patience=QUICK)
    assert [(f.rule, f.at.path) for f in outcome.report.findings] == [("home-path", "config.json")]
    assert outcome.scanned is not None
    assert (outcome.scanned.id, outcome.scanned.sha) == (request_for.repo_id, outcome.report.revision)
    assert outcome.changes is None


def test_a_hub_that_does_not_answer_is_an_outcome_without_a_commit(request_for: HubRequest) -> None:
    outcome = hub.scan(request_for._replace(endpoint="http://127.0.0.1:9"), patience=QUICK)
    assert (outcome.scanned, [u.cause for u in outcome.report.unread]) == (None, ["io"])


def test_token_and_address_come_with_the_request(
    testhub: LocalHub, request_for: HubRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    testhub.set_access(request_for.repo_id, private=True)
    monkeypatch.setenv("HF_TOKEN", "")
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    asked = request_for._replace(endpoint=testhub.url + "/")
    with pytest.raises(UsageError, match="no token is set"):
        hub.scan(asked, patience=QUICK)
    assert len(hub.scan(asked._replace(token=TOKEN), patience=QUICK).report.findings) == 1


@pytest.mark.parametrize(
    ("trusted", "replayed"),
    [pytest.param(True, True, id="ours"), pytest.param(False, False, id="of a pull request")],
)
def test_a_state_is_replayed_when_it_is_trusted_and_compared_always(
    trusted: bool, replayed: bool, testhub: LocalHub, request_for: HubRequest, tmp_path: Path
) -> None:
    asked = request_for._replace(state=str(tmp_path / "state.json"))
    hub.scan(asked, patience=QUICK)
    testhub.log.clear()
    outcome = hub.scan(asked._replace(trusted_state=trusted), patience=QUICK)
    assert outcome.changes is not None
    assert (len(outcome.changes.still), outcome.changes.new, outcome.changes.gone) == (1, (), ())
    assert (not [answer for answer in testhub.log if answer.file]) == replayed


def test_families_and_threshold_of_the_request(request_for: HubRequest) -> None:
    report = hub.scan(request_for._replace(families=("tokens",), fail_on="warning"), patience=QUICK).report
    assert (report.findings, report.fail_on) == ((), "warning")


def test_a_state_that_cannot_be_written_is_told_and_no_error(request_for: HubRequest, tmp_path: Path) -> None:
    said: list[str] = []
    path = tmp_path / ("n" * 250)  # with the ending of the temporary file the name is too long
    hub.scan(request_for._replace(state=str(path)), Interaction(say=said.append), QUICK)
    assert [line.split(" (")[0] for line in said] == [f"--state {path}: not written"]
