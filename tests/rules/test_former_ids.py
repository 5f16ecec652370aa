"""A former id of a rule still holds where users wrote it, for what it was about and no more; a note names the new one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from hubseal.engine.identities import PUBLIC_BITS
from hubseal.rules import RULES

WHOLE, LEGACY, SERVICE = "sk-proj-{b74}{|}T3{|}BlbkFJ{b74}", "sk-{a20}T3{|}BlbkFJ{a20}", "OPENWEATHER_API_KEY={h32}"
"""A value of `openai-key`, one of its variant `openai-legacy-key`, and one of what was `weather-service-key`."""
Sample = Callable[[str], str]


def scan(hubseal: Run, folder: Path, code: int, *options: str) -> dict[str, Any]:
    done = hubseal("scan", ".", "--only", "tokens", "--format", "json", *options, cwd=folder)
    assert done.returncode == code, done.stderr + done.stdout
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def rules(findings: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """(rule, line, level) of each."""
    return sorted((f["rule"], f["line"], f["level"]) for f in findings)


def test_the_table() -> None:
    renamed = RULES.plan.renamed
    assert renamed["openai-legacy-key"] == "openai-key"
    assert renamed["weather-service-key"] == "service-key"
    assert set(renamed.values()) <= set(RULES.plan.ids)
    assert not set(renamed) & set(RULES.plan.ids)
    former = [name for name in RULES.plan.former_ids if name]
    assert len(former) == len(set(former))


def test_values_are_in_the_fingerprints_of_rules_with_former_ids() -> None:
    """An ordinal would count the findings of two variants; the fingerprint under the former id could not be made."""
    owners = {RULES.plan.renamed[name] for name in RULES.plan.renamed}
    assert [d.rule for o in owners for d in RULES.entry(o).detectors if d.bits < PUBLIC_BITS] == []


def plant(folder: Path, sample: Sample, comment: str = "") -> None:
    lines = [f"a = '{sample(WHOLE)}'", f"b = '{sample(LEGACY)}'" + comment, sample(SERVICE), ""]
    (folder / "a.py").write_text("\n".join(lines), encoding="utf-8")


POLICIES = {
    "level": (
        "rules: {openai-legacy-key: note}",
        [("openai-key", 1, "error"), ("openai-key", 2, "note"), ("service-key", 3, "error")],
        0,
    ),
    "off: what is left finds it": (
        "rules: {openai-legacy-key: off}",
        [("openai-key", 1, "error"), ("service-key", 3, "error"), ("sk-key", 2, "error")],
        0,
    ),
    "level of the rule": (
        "rules: {openai-key: note}",
        [("openai-key", 1, "note"), ("openai-key", 2, "note"), ("service-key", 3, "error")],
        0,
    ),
    "both: the former id is about less, and wins": (
        "rules: {openai-key: note, openai-legacy-key: warning}",
        [("openai-key", 1, "note"), ("openai-key", 2, "warning"), ("service-key", 3, "error")],
        0,
    ),
    "waiver": (
        "waivers: [{rule: openai-legacy-key, path: a.py, reason: revoked}]",
        [("openai-key", 1, "error"), ("service-key", 3, "error")],
        1,
    ),
    "waiver of a service": (
        "waivers: [{rule: weather-service-key, path: a.py, reason: revoked}]",
        [("openai-key", 1, "error"), ("openai-key", 2, "error")],
        1,
    ),
    "waiver of another field of services": (
        "waivers: [{rule: exchange-key, path: a.py, reason: revoked}]",
        [("openai-key", 1, "error"), ("openai-key", 2, "error"), ("service-key", 3, "error")],
        0,
    ),
}


@pytest.mark.parametrize(("policy", "expected", "waived"), POLICIES.values(), ids=POLICIES)
def test_in_a_policy(
    policy: str, expected: list[tuple[str, int, str]], waived: int, tmp_path: Path, hubseal: Run, sample: Sample
) -> None:
    plant(tmp_path, sample)
    (tmp_path / ".hubseal.yaml").write_text(policy + "\n", encoding="utf-8")
    report = scan(hubseal, tmp_path, 1 if any(level == "error" for _, _, level in expected) else 0)
    assert rules(report["findings"]) == expected
    assert len(report["waived"]) == waived
    notes = [f".hubseal.yaml: {old} is called {new} now; write that instead" for old, new in RULES.plan.renamed.items()]
    assert [n for n in report["notes"] if n in notes] == [n for n in notes if n.split()[1] in policy]


def test_in_a_comment(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    plant(tmp_path, sample, "  # hubseal: allow openai-legacy-key -- revoked")
    report = scan(hubseal, tmp_path, 1)
    assert rules(report["findings"]) == [("openai-key", 1, "error"), ("service-key", 3, "error")]
    assert report["notes"] == ["a.py:2: openai-legacy-key is called openai-key now; write that instead"]


def test_a_comment_that_allows_nothing_by_a_former_id_is_named(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.py").write_text("x = 1  # hubseal: allow openai-legacy-key -- old\n", encoding="utf-8")
    assert scan(hubseal, tmp_path, 0)["notes"] == [
        "a.py:1: the comment that allows openai-legacy-key matches nothing; remove it"
    ]


def test_in_a_baseline(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    """A baseline of a version that knew the former ids covers what it covered."""
    from hashlib import sha256

    plant(tmp_path, sample)
    before = [("openai-legacy-key", "key:b", LEGACY), ("weather-service-key", "key:OPENWEATHER_API_KEY", "{h32}")]
    prints = []
    for rule, anchor, template in before:
        value = sample(template) if template != "{h32}" else sample(SERVICE).partition("=")[2]
        prints.append(sha256(b"\0".join(part.encode() for part in (rule, "a.py", anchor, value))).hexdigest())
    baseline = tmp_path / ".hubseal-baseline.json"
    baseline.write_text(json.dumps({"schema": 1, "fingerprints": prints}), encoding="utf-8")
    report = scan(hubseal, tmp_path, 1)
    assert rules(report["findings"]) == [("openai-key", 1, "error")]
    assert [w["by"] for w in report["waived"]] == ["baseline", "baseline"]
    assert sorted(n.split()[1] for n in report["notes"]) == ["openai-legacy-key", "weather-service-key"]
    assert hubseal("baseline", cwd=tmp_path).returncode == 0
    report = scan(hubseal, tmp_path, 0)
    assert report["notes"] == []
    kept = baseline.read_text(encoding="utf-8")
    assert not any(former in kept for former in prints)


def test_explain(tmp_path: Path, hubseal: Run) -> None:
    said = hubseal("explain", "weather-service-key", cwd=tmp_path).stdout
    assert said.startswith("weather-service-key is called service-key now.\n\nservice-key: Service API key\n")


def test_the_message_names_the_service(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    (tmp_path / "a.env").write_text("Alpha_Vantage_Key=" + sample("{a16}7{a3}") + "\n", encoding="utf-8")
    found = scan(hubseal, tmp_path, 1)["findings"]
    assert [f["message"] for f in found] == ["Service API key (alpha vantage) in `Alpha_Vantage_Key`"]
