"""Levels by rule, by family and by glob: the more particular one wins."""

from __future__ import annotations

import pytest

from suppression.scanning import scan

HOME = b"p = '/home/tnakamura/runs/x'\n"
MAIL = b"# write to anna.nowak@lab-zurich.org\n"
FILES = {"docs/a.py": HOME + MAIL, "src/a.py": HOME + MAIL}
DEFAULT = {("docs", "home-path"): "error", ("docs", "email-address"): "note"}

SAYS = {
    "a rule": ("rules: {home-path: note}", {"docs": "note", "src": "note"}),
    "a family": ("rules: {paths: warning}", {"docs": "warning", "src": "warning"}),
    "a rule over its family": ("rules: {paths: warning, home-path: note}", {"docs": "note", "src": "note"}),
    "a rule over its family, the other way round": ("rules: {home-path: note, paths: warning}", {"docs": "note", "src": "note"}),
    "another family": ("rules: {pii: note}", {"docs": "error", "src": "error"}),
    "a rule off": ("rules: {home-path: off}", {}),
    "a family off": ("rules: {paths: off}", {}),
    "a family off, a rule of it on": ("rules: {paths: off, home-path: note}", {"docs": "note", "src": "note"}),
    "a rule in a folder": ("paths: {'docs/**': {home-path: note}}", {"docs": "note", "src": "error"}),
    "a family in a folder": ("paths: {'docs/**': {paths: note}}", {"docs": "note", "src": "error"}),
    "a rule off in a folder": ("paths: {'docs/**': {home-path: off}}", {"src": "error"}),
    "a family off in a folder": ("paths: {'docs/**': {paths: off}}", {"src": "error"}),
    "off, but on in a folder": ("rules: {home-path: off}\npaths: {'docs/**': {home-path: note}}", {"docs": "note"}),
    "a family off, but on in a folder": ("rules: {paths: off}\npaths: {'docs/**': {home-path: note}}", {"docs": "note"}),
    "a folder over everywhere": ("rules: {home-path: warning}\npaths: {'docs/**': {paths: note}}", {"docs": "note", "src": "warning"}),
    "the last glob that fits": ("paths: {'**/*.py': {home-path: warning}, 'docs/**': {home-path: note}}", {"docs": "note", "src": "warning"}),
    "a glob that says nothing of it": ("paths: {'**/*.py': {home-path: warning}, 'docs/**': {pii: note}}", {"docs": "warning", "src": "warning"}),
    "a glob that fits nothing": ("paths: {'other/**': {home-path: note}}", {"docs": "error", "src": "error"}),
}  # fmt: skip


@pytest.mark.parametrize(("policy", "levels"), SAYS.values(), ids=SAYS)
def test_the_level_of_a_finding(policy: str, levels: dict[str, str]) -> None:
    found = scan(FILES, policy + "\n").findings
    assert {f.at.path.split("/")[0]: f.level for f in found if f.rule == "home-path"} == levels
    if "pii" not in policy:
        assert {f.at.path for f in found if f.rule == "email-address"} == set(FILES)


BAD = {
    "a glob without levels": ("paths: {'docs/**': note}\n", "must be a mapping such as"),
    "a list": ("paths: [docs]\n", "paths must be a mapping of globs"),
    "no rule": ("paths: {'docs/**': {home-pth: note}}\n", "did you mean 'home-path'?"),
    "no level": ("paths: {'docs/**': {home-path: low}}\n", "cannot be"),
    "a bad glob": ("paths: {'[': {home-path: note}}\n", "bad glob"),
    "a family misspelt": ("rules: {token: off}\n", "did you mean 'tokens'?"),
}


@pytest.mark.parametrize(("policy", "why"), BAD.values(), ids=BAD)
def test_a_bad_level_is_refused(policy: str, why: str) -> None:
    from hubseal.policy import PolicyError, parse
    from hubseal.rules import RULES

    with pytest.raises(PolicyError) as caught:
        parse(policy, ".hubseal.yaml", RULES.plan.names)
    assert why in caught.value.text(lambda quoted: quoted)


def test_a_value_is_allowed_by_its_digest_wherever_it_stands() -> None:
    from hashlib import sha256

    digest = sha256(b"anna.nowak@lab-zurich.org").hexdigest()
    made = scan(FILES, f"allow: {{values: ['{digest}']}}\n")
    assert [w.why for w in made.waived] == ["allow.values"] * 2
    assert {f.rule for f in made.findings} == {"home-path"}
