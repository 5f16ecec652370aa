"""The policy: every mistake is named with its line and the nearest right word; schema and loader agree."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import hubseal as package
from conftest import Run
from hubseal.policy.model import DEFAULT, PolicyError
from hubseal.policy.store import load, parse
from hubseal.rules import RULES
from hubseal.suppression.baseline import BaselineError
from hubseal.suppression.baseline_file import load_baseline

IDS = RULES.plan.ids
SCHEMA = json.loads((Path(package.__file__).parent / "policy.schema.json").read_text(encoding="utf-8"))
WAIVER = "waivers:\n  - {rule: hf-token, path: a.py, reason: sample of the docs"

ALIASES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)
)
"""Ten lines that stand for ten thousand million values."""
MISTAKES = {
    "unknown key": ("fail_on: error\nexlude: [a]\n", 2, "unknown key 'exlude'", "exclude"),
    "unknown key inside": ("allow:\n  email: [a@b.io]\n", 2, "unknown key 'email' in allow", "emails"),
    "wrong type": ("exclude: tests/**\n", 1, "exclude must be a list", "[tests/**]"),
    "wrong type of an item": ("exclude:\n  - a\n  - 3\n", 3, "must be text, not a number", ""),
    "number for a choice": ("fail_on: 1\n", 1, "fail_on must be text", ""),
    "wrong choice": ("fail_on: warn\n", 1, "fail_on cannot be 'warn'", "warning"),
    "wrong repo type": ("repo_type: modle\n", 1, "repo_type cannot be 'modle'", "model"),
    "unknown rule id": ("rules:\n  home-path: off\n  hf-tokn: off\n", 3, "no rule is called 'hf-tokn'", "hf-token"),
    "unknown level": ("rules:\n  hf-token: critical\n", 2, "cannot be 'critical'", "error"),
    "bad glob": ('exclude: ["[a"]\n', 1, "bad glob", ""),
    "waiver without reason": ("waivers:\n  - rule: hf-token\n    path: a.py\n", 2, "reason", ""),
    "waiver with an empty reason": ('waivers:\n  - {rule: hf-token, path: a.py, reason: ""}\n', 2, "reason", ""),
    "waiver of an unknown rule": ("waivers:\n  - {rule: hf-tok, path: a, reason: b}\n", 2, "no rule is called", "hf-token"),
    "waiver with a bad date": (WAIVER + ", until: soon}\n", 2, "until", "2027-"),
    "waiver with a day that is none": (WAIVER + ", until: 2027-02-30}\n", 2, "until", ""),
    "duplicate key": ("fail_on: error\nfail_on: warning\n", 2, "fail_on", "twice"),
    "bad size": ("files: {max_text_size: lots}\n", 1, "must be a size", "10MB"),
    "value instead of a digest": ("allow:\n  values: [secret]\n", 2, "SHA-256", ""),
    "unknown cause": ("unread: {broken: note}\n", 1, "unknown key 'broken'", ""),
    "not a mapping": ("- a\n", 1, "mapping", ""),
    "YAML syntax": ("rules: [\n", 0, "", ""),
    "aliases of aliases": (ALIASES, 0, "more than 50000 values", ""),
    "larger than a policy is": ("# " + "x" * (300 << 10) + "\n", 0, "larger than 256 KiB", ""),
    "a glob with too many characters": (f"exclude: [{'a' * 2000}]\n", 1, "at most 1000 characters", ""),
}  # fmt: skip
ODD = {
    "a number with two signs": ("fail_on: --5\n", 1, "fail_on cannot be '--5'", "error"),
    "a size in superscript": ("files: {max_text_size: ²}\n", 1, "must be a size", "10MB"),
    "a size in other digits": ("files: {max_text_size: ٣MB}\n", 1, "must be a size", "10MB"),
    "a size of 400 digits": (f"files: {{max_text_size: {'9' * 400}}}\n", 1, "must be a size", "10MB"),
    "a size of 5,000 digits": (f"files: {{max_text_size: {'9' * 5000}}}\n", 1, "must be a size", "10MB"),
    "a size larger than any file": ("files: {max_text_size: 99999999TB}\n", 1, "must be a size", "10MB"),
    "a size with an exponent": ("files: {max_text_size: 1e999GB}\n", 1, "must be a size", "10MB"),
    "a size below nothing": ("files: {max_text_size: -1}\n", 1, "must be a size", "10MB"),
    "a size of base 16": ("files: {max_text_size: 0x10}\n", 1, "must be a size", "10MB"),
    "a size without end": ("files: {max_text_size: .inf}\n", 1, "must be a size", "10MB"),
    "a size that is a list": ("files: {max_text_size: [1]}\n", 1, "must be a size", "10MB"),
    "a budget that is true": ("hub: {budget: true}\n", 1, "must be a size", "10MB"),
    "a scalar": ("text\n", 1, "mapping", ""),
    "a number alone": ("5\n", 1, "mapping", ""),
    "waiver with a thirteenth month": (WAIVER + ", until: 2027-13-45}\n", 2, "until", ""),
    "waiver with a week": (WAIVER + ", until: 2027-W01-1}\n", 2, "until", ""),
    "waiver with a date that is a list": (WAIVER + ", until: [2027-01-01]}\n", 2, "until", ""),
    "waiver that is a word": ("waivers: [hf-token]\n", 1, "must be a mapping", ""),
    "waiver for a mapping": ("waivers: [{rule: {a: b}, path: a, reason: b}]\n", 1, "must be text", ""),
    "a key that is a list": ("? [a, b]\n: 1\n", 1, "a key must be a word", ""),
    "a key that is a mapping": ("{{a: b}: 1}\n", 1, "a key must be a word", ""),
    "a merge key": ("a: &a {b: c}\n<<: *a\n", 1, "unknown key 'a'", ""),
    "an alias of nothing": ("exclude: *nothing\n", 1, "not YAML", ""),
    "an alias of itself": ("exclude: &a [*a]\n", 1, "nested too deeply", ""),
    "two documents": ("fail_on: error\n---\nfail_on: error\n", 2, "not YAML", ""),
    "lists in lists": ("exclude: " + "[" * 30_000 + "\n", 1, "not YAML", ""),
    "lists in lists, closed": ("exclude: " + "[" * 100 + "]" * 100 + "\n", 1, "nested too deeply", ""),
    "mappings in mappings": ("{a: " * 30_000 + "\n", 1, "not YAML", ""),
    "JSON that is deep": ('{"exclude": ' + '{"a":' * 40_000 + "\n", 1, "not YAML", ""),
    "no such character": ('exclude: ["\\U0FFFFFFF"]\n', 1, "not YAML", ""),
    "half a character": ('exclude: ["\\uD800"]\n', 1, "no name and no text", ""),
    "NUL in the text": ("exclude: [a\0b]\n", 1, "not YAML", ""),
    "NUL in a path": ('baseline: "a\\0b"\n', 1, "no name and no text", ""),
    "a tag of Python": ("exclude: !!python/object/apply:os.system [id]\n", 1, "tag", ""),
    "a tag that is none": ("fail_on: !error error\n", 1, "tag", ""),
    "a directive of many digits": (f"%YAML 1.{'9' * 5000}\n---\nfail_on: error\n", 1, "not YAML", ""),
}  # fmt: skip


PYPROJECT = {
    "tool is a number": ('tool = 1\n# [tool.hubseal]\n', "`tool` must be a table"),
    "tool is a list of tables": ("[[tool]]\nx = 1\n[tool.hubseal]\nfail_on = 'error'\n", "`tool` must be a table"),
    "tool.hubseal is a list": ("[tool]\nhubseal = []\n", "must be a mapping"),
    "tool.hubseal is a number": ("tool.hubseal = 1\n", "must be a mapping"),
    "tool.hubseal is a list of tables": ("[[tool.hubseal]]\nfail_on = 'error'\n", "must be a mapping"),
    "a table in another's words": ("[ tool . 'hubseal' ]\nfail_on = 'nothing'\n", "fail_on cannot be"),
    "an inline table": ("tool = {hubseal = {fail_on = 'nothing'}}\n", "fail_on cannot be"),
    "a date for a word": ("[tool.hubseal]\nfail_on = 2027-01-01\n", "fail_on cannot be"),
    "a number without end": ("[tool.hubseal.files]\nmax_text_size = inf\n", "must be a size"),
    "a number of 5,000 digits": (f"[tool.hubseal.files]\nmax_text_size = {'9' * 5000}\n", ""),
    "lists in lists": ("[tool.hubseal]\nexclude = " + "[" * 30_000 + "\n", "not TOML"),
    "lists in lists, closed": ("[tool.hubseal]\nexclude = " + "[" * 100 + "]" * 100 + "\n", "must be text"),
    "a table twice": ("[tool.hubseal]\n[tool.hubseal]\n", "not TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), PYPROJECT.values(), ids=PYPROJECT)
def test_mistakes_in_pyproject(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        load(str(tmp_path), IDS)
    assert says in str(raised.value)
    assert len(str(raised.value)) < 500


BASELINES = {
    "a list": ("[]", "no `results`"),
    "nothing": ("null", "no `results`"),
    "a number": ("1", "no `results`"),
    "a number of 5,000 digits": ("9" * 5000, "not JSON"),
    "not a number": ("NaN", "no `results`"),
    "an empty file": ("", "not JSON"),
    "results that are a list": ('{"results": [1]}', "no `results`"),
    "results that are numbers": ('{"results": {"a.py": 1}}', "no lists"),
    "entries that are numbers": ('{"results": {"a.py": [1]}}', "no lists"),
    "lists in lists": ("[" * 200_000, "not JSON"),
    "objects in objects": ('{"results":' * 200_000, "not JSON"),
    "half a character": ('{"results": {"\\ud800": [{"hashed_secret": "\\ud800"}]}}', ""),
    "digests that are none": ('{"results": {"a.txt": [{"hashed_secret": [1], "is_secret": {}}]}}', ""),
}  # fmt: skip


@pytest.mark.parametrize("name", [".secrets.baseline", ".hubseal-baseline.json"])
@pytest.mark.parametrize(("text", "says"), BASELINES.values(), ids=BASELINES)
def test_odd_baselines(text: str, says: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    if says or name != ".secrets.baseline":
        with pytest.raises(BaselineError, match=name) as raised:
            load_baseline(str(tmp_path))
        if name == ".secrets.baseline":
            assert says in str(raised.value)
    else:
        assert not load_baseline(str(tmp_path)).accepted


@pytest.mark.parametrize(
    ("text", "line", "says", "nearest"), [*MISTAKES.values(), *ODD.values()], ids=[*MISTAKES, *ODD]
)
def test_mistakes(text: str, line: int, says: str, nearest: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / ".hubseal.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "a.txt").write_text("nothing\n", encoding="utf-8")
    done = hubseal("scan", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"hubseal: .hubseal.yaml:{line}:" if line else "hubseal: .hubseal.yaml:"), done.stderr
    assert says in done.stderr
    assert nearest in done.stderr
    assert done.stderr.count("\n") == done.stderr.count(".hubseal.yaml:") == (2 if "<<" in text else 1)
    assert len(done.stderr) < 1000


def test_a_policy_that_is_not_utf8(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / ".hubseal.yaml").write_bytes(b"exclude: [\xff]\n")
    done = hubseal("scan", cwd=tmp_path)
    assert (done.returncode, "UTF-8" in done.stderr) == (2, True)


def test_two_policies_are_one_too_many(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / ".hubseal.yaml").write_text("fail_on: error\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.hubseal]\nfail_on = 'error'\n", encoding="utf-8")
    done = hubseal("scan", cwd=tmp_path)
    assert done.returncode == 2
    assert "two policies" in done.stderr


def test_a_policy_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.hubseal]\nfail_on = "warning"\n', encoding="utf-8")
    assert load(str(tmp_path), IDS).fail_on == "warning"
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert load(str(tmp_path), IDS) == DEFAULT


GOOD = {
    "empty": "",
    "only comments": "# nothing yet\n# \u00fc\n",
    "nothing": "null\n",
    "all keys": (
        "repo_type: dataset\nfail_on: warning\nrules: {home-path: off, email-address: note}\nexclude: [a/**]\n"
        "allow: {emails: [a@b.io], email_domains: [b.io], paths: [/workspace], git_author: true}\n"
        "files: {allow: ['*.log'], forbid: ['*.pkl'], max_text_size: 10MB}\nunread: {missing-extra: note}\n"
        "waivers: [{rule: hf-token, path: a, reason: b, until: 2027-01-01}]\nrepos: [{path: m/a, id: o/a, type: space}]\n"
        "hub: {visibility: private, gated: true, budget: 2GB}\ndetectors: [detect-secrets]\nbaseline: b.json\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_loader_and_schema_accept_the_same(text: str) -> None:
    parse(text, ".hubseal.yaml", IDS)
    jsonschema.validate(plain(text) or {}, SCHEMA)


SCHEMA_CANNOT = {
    "unknown rule id", "waiver of an unknown rule", "bad glob", "duplicate key", "YAML syntax", "waiver with a day that is none",
    "larger than a policy is", "a glob with too many characters", "aliases of aliases",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in MISTAKES if name not in SCHEMA_CANNOT])
def test_loader_and_schema_refuse_the_same(name: str) -> None:
    with pytest.raises(PolicyError):
        parse(MISTAKES[name][0], ".hubseal.yaml", IDS)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain(MISTAKES[name][0]), SCHEMA)


class Plain(yaml.SafeLoader):
    """YAML in which dates and `off` stay text, as in the loader of the package."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(("timestamp", "bool")) or first in "tf"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(text: str) -> object:
    return yaml.load(text, Plain)


def test_a_kept_policy_is_the_same(tmp_path: Path) -> None:
    (tmp_path / ".hubseal.yaml").write_text(GOOD["all keys"], encoding="utf-8")
    assert load(str(tmp_path), IDS) == load(str(tmp_path), IDS) == parse(GOOD["all keys"], ".hubseal.yaml", IDS)


def test_a_waiver_waives_until_its_last_day(model: Path, hubseal: Run) -> None:
    (model / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    waiver = "waivers: [{{rule: home-path, path: config.json, reason: our mount, until: {}}}]\n"
    for until, code, says in (("2999-01-01", 0, "1 waived"), ("2020-01-01", 1, "expired on 2020-01-01")):
        (model / ".hubseal.yaml").write_text(waiver.format(until), encoding="utf-8")
        done = hubseal("scan", cwd=model)
        assert (done.returncode, says in done.stdout) == (code, True), done.stdout


def test_excludes_hold_for_named_files(model: Path, hubseal: Run, sample: object) -> None:
    (model / "fixtures").mkdir()
    (model / "fixtures" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    assert hubseal("scan", "fixtures/config.json", cwd=model).returncode == 1
    (model / ".hubseal.yaml").write_text("exclude: ['fixtures/**']\n", encoding="utf-8")
    assert hubseal("scan", "fixtures/config.json", cwd=model).returncode == 0


def test_monorepo(model: Path, hubseal: Run) -> None:
    (model / "models" / "a").mkdir(parents=True)
    (model / "models" / "a" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (model / ".hubseal.yaml").write_text("repos: [{path: models/a, id: org/a, type: model}]\n", encoding="utf-8")
    report = json.loads(hubseal("scan", "--format", "json", cwd=model).stdout)
    assert [(f["path"], Path(f["shown"]).as_posix()) for f in report["findings"]] == [
        ("config.json", "models/a/config.json")
    ]
    waiver = "waivers: [{rule: home-path, path: config.json, reason: our mount}]\n"
    with (model / ".hubseal.yaml").open("a", encoding="utf-8") as file:
        file.write(waiver)
    assert hubseal("scan", cwd=model).returncode == 0
