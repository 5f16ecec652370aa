"""Visibility, the Hub's own scans, budget: what a report says besides the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hub.conftest import CARD, Scan, found
from hubseal.sources.hub import HubFile
from hubseal.sources.hub.read_budget import LOOK, budgets, spread
from testhub import Fault, LocalHub

CLEAN = {"README.md": CARD.encode()}
LEAK = {"config.json": b'{"cache_dir": "/home/tnakamura/c"}'}


@pytest.mark.parametrize(
    ("policy", "access", "rules", "note"),
    [
        pytest.param(
            {"visibility": "private"}, {}, {"public-repo"}, "is public: everybody", id="public, must be private"
        ),
        pytest.param({"visibility": "private"}, {"private": True}, set(), "", id="private, as it must be"),
        pytest.param(
            {"visibility": "public"},
            {"private": True},
            set(),
            "and the policy says public",
            id="private, may be public",
        ),
        pytest.param({"gated": True}, {}, {"ungated-repo"}, "is public: everybody", id="open, must be gated"),
        pytest.param({"gated": True}, {"gated": "auto"}, set(), "", id="gated, as it must be"),
        pytest.param({"gated": True}, {"private": True}, set(), "", id="private needs no gate"),
        pytest.param({"gated": False}, {"gated": "auto"}, set(), "the policy says it is not", id="gated, need not be"),
        pytest.param({}, {}, set(), "", id="no wish"),
    ],
)
def test_settings_of_the_repository(
    policy: dict[str, Any], access: dict[str, Any], rules: set[str], note: str,
    testhub: LocalHub, repo_id: str, scan: Scan, tmp_path: Path,
) -> None:  # fmt: skip
    testhub.publish(repo_id, CLEAN)
    testhub.set_access(repo_id, **access)
    (tmp_path / ".hubseal.yaml").write_text(json.dumps({"hub": policy}))
    code, report = scan(repo_id)
    assert {rule for rule, _ in found(report)} == rules
    assert code == (1 if rules else 0)
    assert any(note in line for line in report["notes"])


def test_a_space_has_no_gate_to_be_wished(testhub: LocalHub, repo_id: str, scan: Scan, tmp_path: Path) -> None:
    testhub.publish(repo_id, CLEAN, kind="spaces")
    (tmp_path / ".hubseal.yaml").write_text("hub: {gated: true}\n")
    assert scan(f"spaces/{repo_id}")[0] == 0
    (tmp_path / ".hubseal.yaml").write_text("hub: {visibility: private}\n")
    assert found(scan(f"spaces/{repo_id}")[1]) == {("public-repo", "README.md")}


def test_a_public_repo_can_be_waived_or_made_a_warning(
    testhub: LocalHub, repo_id: str, scan: Scan, tmp_path: Path
) -> None:
    testhub.publish(repo_id, CLEAN)
    policy = tmp_path / ".hubseal.yaml"
    policy.write_text("hub: {visibility: private}\nrules: {public-repo: warning}\n")
    assert scan(repo_id)[1]["findings"][0]["level"] == "warning"
    policy.write_text("hub: {visibility: private}\nwaivers: [{rule: public-repo, path: README.md, reason: a demo}]\n")
    code, report = scan(repo_id)
    assert (code, found(report), report["waived"][0]["why"]) == (0, set(), "a demo")
    assert not any("matches nothing" in note for note in report["notes"])


def test_findings_in_a_public_repo_say_so(testhub: LocalHub, repo_id: str, scan: Scan, sample: Any) -> None:
    testhub.publish(repo_id, {**CLEAN, **LEAK})
    assert f"{repo_id} is public: everybody can read what was found" in scan(repo_id)[1]["notes"]
    testhub.publish(repo_id, {"a.py": f"token = '{sample('hf_{L34}')}'\n".encode()})
    assert any("revoke the tokens before anything else" in note for note in scan(repo_id)[1]["notes"])
    assert any(f"scanned public model {repo_id} at commit" in note for note in scan(repo_id)[1]["notes"])
    testhub.set_access(repo_id, private=True)
    assert any(f"scanned private model {repo_id} at commit" in note for note in scan(repo_id)[1]["notes"])
    assert not any("everybody" in note for note in scan(repo_id)[1]["notes"])


def test_the_hubs_own_scans_stand_beside_ours(testhub: LocalHub, repo_id: str, scan: Scan, sample: Any) -> None:
    secret = sample("hf_{L34}")
    testhub.publish(repo_id, {**CLEAN, "a.py": b"", f"{secret}.py": b""})
    jfrog: dict[str, object] = {"jFrogScan": {"status": "unsafe"}, "odd<b>": {"status": "<script>"}}
    testhub.set_security(
        repo_id, "a.py", "unsafe", imports=[{"module": "os", "name": "x", "safety": "dangerous"}], scans=jfrog
    )
    testhub.set_security(repo_id, f"{secret}.py", "suspicious")
    notes = scan(repo_id)[1]["notes"]
    line = next(note for note in notes if "a.py is unsafe" in note)
    assert "ClamAV: unsafe, pickle imports: unsafe, JFrog: unsafe" in line
    assert "<" not in line
    assert any("hf_… 37.py is suspicious" in note for note in notes)


def test_scan_results_that_cannot_be_had_are_a_note(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, CLEAN)
    testhub.faults.add(Fault("/scan", status=404))
    code, report = scan(repo_id)
    assert code == 0
    assert "the Hub's own scan results could not be had" in report["notes"]


@pytest.mark.parametrize(
    ("sizes", "budget", "shares"),
    [
        pytest.param([10, 20, 30], 100, [10, 20, 30], id="enough for all"),
        pytest.param([10, 100, 100], 50, [10, 20, 20], id="what a small one leaves goes to the large"),
        pytest.param([100, 100, 1], 9, [4, 4, 1], id="never more than there is"),
        pytest.param([], 9, [], id="nothing to share"),
        pytest.param([5, 5], 0, [0, 0], id="no budget"),
    ],
)
def test_a_budget_is_spread(sizes: list[int], budget: int, shares: list[int]) -> None:
    assert spread(sizes, budget) == shares


def test_text_is_outside_the_budget_and_weights_are_looked_into() -> None:
    entries = [
        HubFile("README.md", 10**6, "1", False),
        HubFile("a.csv", 10**6, "2", True),
        HubFile("w.safetensors", 10**10, "3", True),
    ]
    assert {e.path: n for e, n in budgets(entries, 10**5).items()} == {"a.csv": 10**5, "w.safetensors": 10**5 // 4}
    assert {e.path: n for e, n in budgets(entries, 10**9).items()} == {"w.safetensors": LOOK}


def test_bulk_data_is_read_as_far_as_the_budget_goes(testhub: LocalHub, repo_id: str, scan: Scan, sample: Any) -> None:
    rows = b"id,text\n" + b"1,nothing\n" * 300_000
    leak = f"2,{sample('hf_{L34}')}\n".encode()
    testhub.publish(repo_id, {**CLEAN, "head.csv": leak + rows, "tail.csv": rows + leak})
    assert scan(repo_id)[0] == 1
    for nothing in ("0", "0MB"):
        assert scan(repo_id, "--budget", nothing)[0] == 0
        assert not [answer for answer in testhub.log if (answer.file or "").endswith(".csv") and answer.sent > 200_000]
    code, report = scan(repo_id, "--budget", "1MB")
    assert code == 1
    assert found(report) == {("hf-token", "head.csv")}
    assert {(u["path"], u["cause"]) for u in report["unread"]} == {("head.csv", "budget"), ("tail.csv", "budget")}
    assert report["coverage"]["partly"] == 2
    data = sum(answer.sent for answer in testhub.log if (answer.file or "").endswith(".csv"))
    assert 900_000 < data < 1_300_000
