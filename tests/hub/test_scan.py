"""`hubseal hub` on repositories of the local Hub: what it finds, and what it costs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.conftest import CARD, KINDS, QUICK, Scan, found, served
from hub.large import safetensors, torch
from hubseal.sources.hub import Client
from testhub import Fault, LocalHub

Sample = Callable[[str], str]
Run = Callable[..., subprocess.CompletedProcess[str]]


def leaks(sample: Sample) -> dict[str, bytes]:
    """A leak of each family, in text, configuration, card and file name."""
    return {
        "train.py": f"login(token='{sample('hf_{L34}')}')\n".encode(),
        "config.json": b'{"best_model_checkpoint": "/home/tnakamura/runs/ckpt-5"}\n',
        "README.md": (CARD + "\nI asked anna.nowak@lab-zurich.org about it.\n").encode(),
        f"notes/{sample('ghp_{a36}')}.txt": b"nothing\n",
        ".env": b"A=bcd\n",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_leaks_in_text_config_card_and_names_are_found(
    kind: str, testhub: LocalHub, repo_id: str, scan: Scan, sample: Sample
) -> None:
    sha = testhub.publish(repo_id, leaks(sample), kind=KINDS[kind])
    code, report = scan(repo_id, "--type", kind)
    assert code == 1
    assert report["revision"] == sha
    assert report["repo"] == {"id": repo_id, "type": kind, "type_from": "flag"}
    names = {path.split("/")[0] for _, path in found(report)}
    assert {"hf-token", "home-path", "email-address", "github-token", "env-file"} <= {rule for rule, _ in found(report)}
    assert names == {"train.py", "config.json", "README.md", "notes", ".env"}
    for value in (sample("hf_{L34}"), sample("ghp_{a36}"), "tnakamura", "anna.nowak"):
        assert value not in json.dumps(report)


def test_what_weights_say_of_their_maker_is_found_by_a_few_ranges(
    testhub: LocalHub, repo_id: str, scan: Scan, sample: Sample
) -> None:
    home, token = "/home/tnakamura/data", sample("hf_{L34}")
    large = {
        "lora.safetensors": safetensors(300_000_000, {"ss_train_data_dir": home}),
        "pytorch_model.bin": torch(300_000_000, {"epoch": 3, "hub_token": token}),
    }
    for name, (size, head, tail) in large.items():
        testhub.publish_sparse(repo_id, name, size, head, tail)
    code, report = scan(repo_id)
    assert code == 1
    assert {("home-path", "lora.safetensors"), ("hf-token", "pytorch_model.bin!/archive/data.pkl")} <= found(report)
    assert report["unread"] == []
    assert report["coverage"]["bytes_opaque"] == 600_000_000
    assert served(testhub) < 400_000


def test_large_weights_cost_little_an_unchanged_repo_next_to_nothing_and_a_commit_what_it_changed(
    testhub: LocalHub, repo_id: str, scan: Scan, sample: Sample
) -> None:
    testhub.publish(repo_id, {**leaks(sample), **{f"doc/{n}.md": b"words " * 3000 for n in range(20)}})
    size, head, tail = safetensors(300_000_000, {"format": "pt"})
    testhub.publish_sparse(repo_id, "model.safetensors", size, head, tail)
    code, first = scan(repo_id, "--state", "state.json")
    assert code == 1
    assert served(testhub) < 2_000_000
    assert first["coverage"]["bytes_total"] > 300_000_000

    code, again = scan(repo_id, "--state", "state.json")
    assert code == 1
    assert served(testhub) < 20_000
    assert not [answer.path for answer in testhub.log if "/resolve/" in answer.path]
    for part in ("findings", "waived", "unread", "coverage"):
        assert again[part] == first[part]
    assert any("0 new, 5 still there, 0 gone" in note for note in again["notes"])

    testhub.publish(repo_id, {"train.py": b"import os\n", "new.json": b'{"cache_dir": "/home/tnakamura/c"}'})
    code, third = scan(repo_id, "--state", "state.json")
    assert {a.file for a in testhub.log if a.file} == {f"models/{repo_id}/{name}" for name in ("train.py", "new.json")}
    assert found(third) == found(first) - {("hf-token", "train.py")} | {("home-path", "new.json")}
    assert any("1 new, 4 still there, 1 gone" in note for note in third["notes"])


def test_a_commit_that_was_scanned_is_not_even_listed_again(
    testhub: LocalHub, repo_id: str, scan: Scan, sample: Sample, tmp_path: Path
) -> None:
    policy = (
        "waivers: [{rule: env-file, path: .env, reason: empty}, {rule: hf-token, path: config.json, reason: none}]\n"
    )
    (tmp_path / ".hubseal.yaml").write_text(policy, encoding="utf-8")
    testhub.publish(repo_id, {**leaks(sample), **{f"doc/{n}.md": b"" for n in range(300)}, "a.zip": b"PK\3\4"})
    code, first = scan(repo_id, "--state", "state.json")
    assert "waiver for hf-token on config.json matches nothing; remove it" in first["notes"]
    for _ in range(2):
        again = scan(repo_id, "--state", "state.json")
        assert (again[0], len(testhub.log)) == (code, 2)
        assert served(testhub) < 1_000
        for part in ("findings", "waived", "unread", "coverage"):
            assert again[1][part] == first[part]
        assert {n for n in first["notes"] if "waiver" in n} == {n for n in again[1]["notes"] if "waiver" in n}
    for other in (["--budget", "1GB"], ["--verify"], ["--only", "tokens"], ["--revision", "main", "--all-refs"]):
        scan(repo_id, "--state", "state.json", *other)
        assert [answer for answer in testhub.log if "/tree/" in answer.path], other


def test_a_scan_that_missed_a_file_is_no_scan_of_the_commit(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"README.md": CARD.encode(), "config.json": b'{"cache_dir": "/home/tnakamura/c"}'})
    testhub.faults.add(Fault("config.json", status=404, times=None))
    assert scan(repo_id, "--state", "state.json")[0] == 3
    testhub.faults.clear()
    assert scan(repo_id, "--state", "state.json")[0] == 1


NAMES = [
    "ä ö.json",
    "a%20b.json",
    "a#b?c&d.json",
    "x\ny.json",
    "-rf.json",
    "..json",
    "a\u202eb.json",
    "[x](y) `z` @all.json",
]


def test_odd_file_names_are_read_and_shown_harmless(testhub: LocalHub, repo_id: str, run: Run, scan: Scan) -> None:
    leak = b'{"cache_dir": "/home/tnakamura/c"}'
    testhub.publish(repo_id, dict.fromkeys(NAMES, leak))
    _, report = scan(repo_id)
    assert {path for rule, path in found(report) if rule == "home-path"} == set(NAMES)
    assert report["unread"] == []
    text = run(repo_id).stdout
    assert "\u202e" not in text
    assert "x\ny.json" not in text


def test_a_listing_in_pages_is_read_to_its_end(testhub: LocalHub, repo_id: str) -> None:
    sha = testhub.publish(repo_id, {f"f/{n}.txt": b"x" for n in range(7)})
    client = Client(patience=QUICK)
    rows = client.pages(f"/api/models/{repo_id}/tree/{sha}", {"recursive": "true", "limit": "2"})
    assert sorted(row["path"] for row in rows) == [".gitattributes", "f", *(f"f/{n}.txt" for n in range(7))]
    assert client.requests == 5
