"""Options and their values that are neighbours in a list, of JSON, YAML, a program or a dump of strings."""

from __future__ import annotations

from ...rule_types import Trigger
from ...validators.assignment import assigned
from ..entries import another_way

WORDS = (
    rb"password", rb"passwd", rb"token", rb"api[-_]key", rb"apikey", rb"secret", rb"access[-_]key", rb"secret[-_]key",
    rb"encryption[-_]key", rb"auth[-_]key",
)  # fmt: skip
NEXT = (
    rb"(?:\\{0,3}[\"'])?(?:[ \t]{0,4},\s{0,120}(?=\\{0,3}[\"'])|(?<![\"']),[ \t]{1,4}(?=[^\s\"'-])"
    rb"|(?<=[\"'])\)\s{0,60}\.arg\((?=[\"'])|[ \t]{0,4}\r?\n[ \t]{0,60}- {1,4}"
    rb"|(?P<line>\r?\n)(?=[^\s\"'-]{6,200}(?:\r?\n|\Z)))"
)
"""A comma and the next item, the next item of a YAML list, the next line of a dump of strings."""
LISTED_OPTION = another_way(
    triggers=tuple(
        Trigger(b"(?i)[-_]" + word + sign, 64, 400) for word in WORDS for sign in (rb"[\"'][,)\r\n]", rb"[\\,\r\n]")
    ),
    pattern=rb"(?i)(?<![a-z0-9])--?(?P<name>(?:[a-z0-9]{1,16}[_-]){0,3}(?:password|passwd|token|api[_-]?key"
    rb"|(?:access|secret|encryption|auth)[_-]key|secret))"
    + NEXT
    + rb"(?P<quote>\\{0,3}[\"'])?(?P<leak>(?(quote)(?:(?!(?P=quote))[^\r\n]){6,200}(?=(?P=quote))"
    rb"|[^\s\"'`\\,;<>|()\]\x80-\xff]{6,200}(?=[,\]]?(?:\s|\Z))))",
    leaks=(
        '"args": ["--user", "bob", "--password", "{a12}#1"]',
        '[\n  "--api-key",\n  "{h40}"\n]',
        "args:\n  - --password\n  - {a12}#1\n",
        "run(['serve', '--token', '{h40}'])",
        '.arg("--token").arg("{h40}")',
        "args: [--password, {a12}7#]",
        '{{"m": "[\\"--password\\", \\"{a12}7#\\"]"}}',
    ),
    clean=(
        '["--password", "--user", "bob"]',
        '["--token", "$TOKEN"]',
        "option('--api-key', 'openai_api_key')",
        "args:\n  - --token\n  - ${{TOKEN}}\n",
        "--password\n    The password of the user\n",
        "--token\nTOKEN\n",
        "the options --password, --user and --token, explained below",
    ),
    validators=(assigned,),
    bits=60,
)
