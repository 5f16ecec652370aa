"""What is fuzzed. Each target takes bytes and raises, or returns what is wrong; None when all is well."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from hubseal import engine, policy
from hubseal.app import checkout_target
from hubseal.json_fields import items
from hubseal.readers import reader_for
from hubseal.reports import addresses, comment
from hubseal.reports.formats import FORMATS, render
from hubseal.rules import RULES
from hubseal.sources.hub import repo_api
from hubseal.sources.hub.client import Client, HubError
from hubseal.types import Blob, Finding, Location, Position, Repo, Report, Unread

NAMES = frozenset(rule_id for rule_id in RULES.plan.ids)
CONTEXT = engine.make_context(RULES, reader_for, policy.DEFAULT, engine.Settings())
HOSTILE = frozenset(map(chr, (*range(9), *range(11, 32), 127)))
MISTAKES = 11
"""Lines of the refusal of a policy."""
LONGEST_WORD = 4096
"""Characters of a name or a sentence in a report."""
Target = Callable[[str, bytes], str | None]


def scan(name: str, data: bytes) -> str | None:
    """A file. No fault of ours."""
    blob = Blob(name, name, len(data), None, lambda: io.BytesIO(data))
    result = engine.scan_blob(blob, CONTEXT)
    faults = [item.hint for item in result.unread if item.cause == "internal"]
    return faults[0] if faults else None


def load_policy(name: str, data: bytes) -> str | None:
    """A policy: read, or refused with a line for each of a few mistakes."""
    try:
        policy.parse(data.decode("utf-8", "surrogateescape"), "p.yaml", NAMES)
    except policy.PolicyError as error:
        lines = str(error).split("\n")
        told = len(lines) <= MISTAKES and all(line.startswith("p.yaml") for line in lines)
        return None if told else "an error of lines that tell no mistake"
    return None


def card(name: str, data: bytes) -> str | None:
    """A card: the repository it speaks of."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "README.md").write_bytes(data)
        checkout_target.detect(folder, None, None)
    return scan("README.md", data)


class Answers:
    """A Hub that answers all requests alike."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.endpoint, self.signed_in = "http://127.0.0.1:1", False

    def json(self, path: str, params: Mapping[str, object] | None = None) -> object:
        return self.answer

    def pages(self, path: str, params: Mapping[str, object]) -> Iterator[object]:
        yield from items(self.answer)


def hub(name: str, data: bytes) -> str | None:
    """Answers of the Hub."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        return None
    client = cast("Client", Answers(answer))
    revision = repo_api.RepoRevision("a/b", "model", "0" * 40, False, False)
    asked: tuple[Callable[[], object], ...] = (
        lambda: repo_api.inspect(client, "a/b", "model"),
        lambda: repo_api.tree(client, revision),
        lambda: list(repo_api.refs(client, revision)),
    )
    for ask in asked:
        try:
            ask()
        except (HubError, OSError):
            continue
    return None


def reports(name: str, data: bytes) -> str | None:
    """A report of fuzzed words, in each format and as a comment."""
    words = [part.decode("utf-8", "surrogateescape") for part in data.split(b"|")] or [""]

    def word(number: int) -> str:
        return words[number % len(words)][:LONGEST_WORD]

    def finding(number: int) -> Finding:
        spot = Position(number, len(word(number)))
        at = Location(word(number), word(number + 1), word(number + 2), word(number + 3), spot, spot, (number,))
        texts = word(number + 4), word(number + 5), word(number + 6)
        level = cast("Any", ("error", "warning", "note")[number % 3])
        return Finding("hf-token", "tokens", level, at, *texts, "fix", "", number, (word(number),), "0" * 64, None)

    found = tuple(finding(number) for number in range(1, 8))
    unread = tuple(Unread(word(n), word(n + 1), "limit", n, word(n + 2)) for n in range(30))
    result = engine.results.EMPTY._replace(findings=found, unread=unread, notes=tuple(words[:20]))
    report = Report(
        word(0), Repo(word(1), "model", "flag"), word(2), result.findings, (), unread, result.notes, result.coverage,
        "error", policy.DEFAULT.unread,
    )  # fmt: skip
    section = comment.Section(word(0), report, addresses.blob_link("https://huggingface.co/a/b", word(1)), word(2))
    made = {f: render(report, f, colour=False, verbose=0, quiet=False, rules=RULES) for f in FORMATS}
    made["comment"] = comment.render([section], comment.marker(word(1)), [])
    for form in ("json", "sarif"):
        json.loads(made[form])
    loud = [form for form, text in made.items() if HOSTILE.intersection(text)]
    if len(made["comment"]) > comment.LIMIT + 1:
        return "a comment that is too long"
    return f"control characters in {loud}" if loud else None


TARGETS: Mapping[str, Target] = {
    "file": scan,
    "policy": load_policy,
    "card": card,
    "hub": hub,
    "report": reports,
}
