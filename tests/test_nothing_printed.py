"""A value that stands somewhere, and then nowhere: in no report, no baseline, no state, no error, nor any part of it."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from conftest import Run
from hubseal.reports.formats import FORMATS

Sample = Callable[[str], str]
PART = 8
"""Characters of a value that nothing repeats in a row."""
TOKEN, PASSWORD = "hf_{L34}", "Xk7#mQ9v{L6}Rt2w"
"""A value that is known by its form, and one that is known by the name before it alone."""


def parts(value: str, public: str) -> Iterable[str]:
    """All pieces of a value of `PART` characters, but those of the prefix that a mask shows."""
    secret = value.removeprefix(public)
    return (secret[n : n + PART] for n in range(len(secret) - PART + 1))


def printed(value: str, *texts: str) -> list[str]:
    """The texts that hold a part of the value."""
    pieces = tuple(parts(value, "hf_"))
    return [text for text in texts if any(piece in text for piece in pieces)]


def zipped(name: str, content: str, damage: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    data = file.getvalue()
    return data[: data.index(b"PK\1\2")] if damage else data


PLACES: dict[str, tuple[str, str, str]] = {
    "a reason that ends before it, C": ("a.js", '/* hubseal: allow hf-token -- sample */ const t = "{value}"\n', TOKEN),
    "a reason that ends before it, HTML": ("README.md", "<!-- hubseal: allow hf-token: sample --> {value}\n", TOKEN),
    "a reason that ends before it, Jinja": ("a.py", "{# hubseal: allow hf-token (sample) #} t = '{value}'\n", TOKEN),
    "a reason that goes on": ("a.py", "# hubseal: allow hf-token -- as in {value}\nt = '{value}'\n", TOKEN),
    "a reason that holds another": ("a.py", "x = '/home/tnakamura/x'  # hubseal: allow home-path -- {value}\n", TOKEN),
    "a comment that allows nothing": ("a.py", "t = 1  # hubseal: allow hf-token -- not {value}\n", TOKEN),
    "a key that is the value": ("a.json", '{"{value}": "{value}"}\n', TOKEN),
    "a key that begins with it": ("a.json", '{"{value}_password": "{value}"}\n', PASSWORD),
    "a variable that ends with a word for it": ("a.env", "{value}_PASSWORD={value}\n", TOKEN),
    "a key of YAML": ("a.yaml", "{value}:\n  password: {value}\n", PASSWORD),
    "a path of JSON": ("a.json", '{"a": {"{value}": {"password": "{value}"}}}\n', PASSWORD),
    "a column": ("a.csv", "id,{value}\n1,{value}\n", TOKEN),
    "a name": ("{value}.txt", "nothing\n", TOKEN),
    "a folder": ("{value}/config.json", '{"dir": "/home/tnakamura/x"}\n', TOKEN),
    "a name and its content": ("{value}.json", '{"password": "{value}"}\n', PASSWORD),
    "a name that cannot be read": ("{value}.zip", "PK\3\4 broken", TOKEN),
    "a notebook": (
        "a.ipynb",
        '{"cells": [{"cell_type": "code", "source": ["# hubseal: allow hf-token -- {value}\\n", "t = \'{value}\'"],'
        ' "outputs": [], "metadata": {"{value}": "{value}"}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
        TOKEN,
    ),
}  # fmt: skip


def plant(folder: Path, name: str, content: str | bytes, value: str) -> Path:
    path = folder / name.replace("{value}", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.replace("{value}", value).encode())
    return path


def caches() -> list[str]:
    """What the caches of this run keep, but for the compiled database, which is not made of what is scanned."""
    kept = [path for path in Path(os.environ["XDG_CACHE_HOME"]).rglob("*.data") if path.is_file()]
    return [path.read_bytes().decode("latin-1") for path in kept]


def outputs(hubseal: Run, folder: Path) -> list[str]:
    """Everything that a scan of a folder prints or writes, in all formats, and the baseline."""
    texts = []
    for form in FORMATS:
        done = hubseal("scan", ".", "--format", form, "-v", cwd=folder)
        assert "fault of hubseal" not in done.stderr
        texts += [done.stdout, done.stderr]
    done = hubseal("baseline", cwd=folder)
    return [*texts, done.stdout, done.stderr, (folder / ".hubseal-baseline.json").read_text(encoding="utf-8")]


@pytest.mark.parametrize("place", PLACES)
def test_places_of_a_file(place: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    name, content, template = PLACES[place]
    value = sample(template)
    plant(tmp_path, name, content, value)
    texts = outputs(hubseal, tmp_path)
    report = json.loads(texts[list(FORMATS).index("json") * 2])
    assert report["findings"] or report["waived"] or report["notes"] or report["unread"]
    assert not printed(value, *texts)


@pytest.mark.parametrize("family", ["paths", "files", "pii"])
def test_a_hook_of_one_family_masks_tokens_too(family: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    value = sample(TOKEN)
    plant(
        tmp_path, "{value}/config.json", '{"{value}": "/home/tnakamura/x", "b": "anna.nowak@lab-zurich.org"}\n', value
    )
    plant(tmp_path, "{value}/.env", "A=1\n", value)
    for form in FORMATS:
        done = hubseal("scan", ".", "--only", family, "--format", form, cwd=tmp_path)
        assert not printed(value, done.stdout, done.stderr)


def test_a_line_of_a_key_in_a_reason(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    lines = [sample("{L32}") + sample("{L31}") + "A" for _ in range(3)]
    key = f"-----BEGIN RSA {'PRIVATE'} KEY-----\n" + "\n".join(lines) + f"\n-----END RSA {'PRIVATE'} KEY-----\n"
    plant(tmp_path, "a.py", f'# hubseal: allow private-key -- {lines[0]}\nk = """{key}"""\n', "")
    assert not printed(lines[0], *outputs(hubseal, tmp_path))


MEMBERS = {
    "a member's name": ("{value}.txt", "nothing", False),
    "a member's name, repaired": ("{value}.txt", "nothing", True),
    "a member's name, repaired, with a character that no token has": ("{half}\0{rest}.txt", "nothing", True),
    "a member's content and name": ("{value}.env", "PASSWORD={value}", False),
}


@pytest.mark.parametrize("member", MEMBERS)
def test_members_of_archives(member: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    name, content, damage = MEMBERS[member]
    value = sample(TOKEN)
    words = {"{value}": value, "{half}": value[:18], "{rest}": value[18:]}
    for word, text in words.items():
        name, content = name.replace(word, text), content.replace(word, text)
    raw = zipped(name.replace("\0", "~"), content, damage).replace(b"~", b"\xff")
    (tmp_path / "a.zip").write_bytes(raw)
    assert not printed(value, *outputs(hubseal, tmp_path))


POLICIES = {
    "an unknown key": "{value}: 1\n",
    "an unknown key inside": "allow: {{value}: 1}\n",
    "a key given twice": "{value}: 1\n{value}: 2\n",
    "an alias of nothing": "exclude: *{value}\n",
    "an anchor given twice": "exclude: [&{value} a, &{value} b, *{value}]\nnothing: 1\n",
    "a tag": "exclude: !{value} [a]\n",
    "a rule": "rules: {{value}: off}\n",
    "a level": "rules: {hf-token: {value}}\n",
    "a choice": "fail_on: {value}\n",
    "a size": "files: {max_text_size: {value}}\n",
    "a glob": "exclude: ['[{value}']\n",
    "a set of a glob": "exclude: ['[z-a{value}]']\n",
    "a date": "waivers: [{rule: hf-token, path: a, reason: b, until: {value}}]\n",
    "a word for a list": "exclude: {value}\n",
    "a word for true": "hub: {gated: {value}}\n",
    "a word for the whole": "{value}\n",
    "a waiver that expired": "waivers: [{rule: hf-token, path: '{value}', reason: '{value}', until: 2020-01-01}]\n",
    "a waiver that matches nothing": "waivers: [{rule: hf-token, path: '{value}', reason: '{value}'}]\n",
    "a waiver's reason": "waivers: [{rule: home-path, path: config.json, reason: 'it is {value}'}]\n",
    "a baseline's name": "baseline: '{value}'\n",
    "YAML that ends": "exclude: [{value}\n",
}
LONG = "{L18}7{L200}"
"""A value of a form that no rule knows, longer than what a message repeats."""


@pytest.mark.parametrize("template", [TOKEN, LONG], ids=["token", "long"])
@pytest.mark.parametrize("mistake", POLICIES)
def test_policies(mistake: str, template: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    value = sample(template)
    (tmp_path / ".hubseal.yaml").write_text(POLICIES[mistake].replace("{value}", value), encoding="utf-8")
    (tmp_path / "config.json").write_text('{"dir": "/home/tnakamura/x"}\n', encoding="utf-8")
    done = hubseal("scan", "config.json", "--format", "json", cwd=tmp_path)
    assert not printed(value, *caches())
    if template == LONG and done.returncode != 2:
        pytest.skip("what no rule knows, in a policy that holds")
    assert not printed(value, done.stdout, done.stderr)


WORDS = [
    ["scan", "{value}"],
    ["scan", "--{value}"],
    ["scan", "--only", "{value}"],
    ["scan", "--format", "{value}"],
    ["scan", "--output", "no/{value}"],
    ["explain", "{value}"],
    ["{value}"],
    ["hub", "a/b", "--budget", "{value}"],
    ["hub", "a/b", "--policy", "{value}"],
    ["init", "{value}"],
    ["baseline", "{value}"],
]


@pytest.mark.parametrize("words", WORDS, ids=[" ".join(words) for words in WORDS])
def test_words_of_the_command_line(words: list[str], tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    value = sample(TOKEN)
    done = hubseal(*(word.replace("{value}", value) for word in words), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr or done.stdout
    assert not printed(value, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "text", ["[tool.hubseal]\n'{value}' = 1\n", "[tool.hubseal]\n[tool.'{value}']\n[tool.'{value}']\n"]
)
def test_pyproject(text: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    value = sample(TOKEN)
    (tmp_path / "pyproject.toml").write_text(text.replace("{value}", value), encoding="utf-8")
    done = hubseal("scan", cwd=tmp_path)
    assert done.returncode == 2
    assert not printed(value, done.stdout, done.stderr)


def test_the_action(tmp_path: Path, sample: Sample) -> None:
    """A path that is not there, a policy that is wrong, and a reason: annotations, outputs, summary and reports."""
    from hubseal.action.__main__ import main

    value = sample(TOKEN)
    plant(tmp_path, "ws/a.js", '/* hubseal: allow hf-token -- sample */ const t = "{value}"\n', value)
    env = {
        "GITHUB_WORKSPACE": str(tmp_path / "ws"), "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "out"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "HUBSEAL_COMMENT": "off",
    }  # fmt: skip
    for path, policy in ((value, ""), (".", f"{value}: 1\n"), (".", "")):
        (tmp_path / "ws" / ".hubseal.yaml").write_text(policy, encoding="utf-8")
        main({**env, "HUBSEAL_PATH": path})
    (tmp_path / "ws" / "a.js").unlink()
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert len(texts) >= 4
    assert not printed(value, *texts)
    assert os.sep not in value
