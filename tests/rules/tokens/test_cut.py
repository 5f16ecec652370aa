"""Tokens that an ellipsis or the end of a line cuts."""

from __future__ import annotations

from sample_generators import filled
from scanned import each_file, findings, rules

HF, GH, SK = filled("hf_{L30}", 5), filled("ghp_{a30}", 5), filled("sk-proj-{a40}", 5)
FOUND = [
    ("three dots", "a.md", f"The token {HF}... is set.\n"),
    ("ellipsis", "a.md", f"The token {HF}\u2026 is set.\n"),
    ("ellipsis in JSON", "a.json", f'{{"a": "{HF}\\u2026"}}'),
    ("end of a line", "a.log", f"loaded {HF}\nnext\n"),
    ("end of the text", "a.log", f"loaded {HF}"),
    ("CRLF", "a.log", f"loaded {HF}\r\n"),
    ("masked behind", "a.log", f"token={GH}****\n"),
    ("GitHub", "a.md", f"{GH}... is set\n"),
    ("OpenAI", "a.md", f"{SK[:40]}... is set\n"),
]
SILENT = [
    ("the beginning only", "a.md", f"The token {HF[:10]}... is set.\n"),
    ("no cut", "a.md", f"The word {HF} is no token.\n"),
    ("placeholder", "a.md", "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\n"),
    ("a name", "a.py", "npm_config_registry_of_the_user_agent\n"),
    ("an identifier", "a.py", "call = 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\n"),
    ("part of a name", "a.md", f"my_{HF}...\n"),
]


@each_file(FOUND)
def test_found(name: str, text: str) -> None:
    assert [(f.rule, f.level) for f in findings(name, text)] == [("cut-token", "warning")]


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_a_whole_token_is_one() -> None:
    assert rules("a.log", filled("loaded hf_{L34}\n", 5)) == {"hf-token"}
