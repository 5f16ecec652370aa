"""Names out of a repository are hostile: each output language has one function that makes them harmless."""

from __future__ import annotations

import re

from ..regex import LazyPattern

HOSTILE = LazyPattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MARKDOWN = LazyPattern(r"([\\`*_{}\[\]()#+!|~>@:$-])")


def visible(text: str) -> str:
    """Control, direction and zero-width characters, and undecodable bytes, as `\\x1b` and the like."""
    return HOSTILE.sub(lambda m: f"\\x{ord(m[0]):02x}" if ord(m[0]) < 256 else f"\\u{ord(m[0]):04x}", text)


def html(text: str) -> str:
    """Text for HTML, in elements and in quoted attributes."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(char, entity)
    return visible(text)


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, HTML, mention, issue reference, link or table border.

    GitHub looks for mentions, references and links in what was rendered, where an escaped character is a plain one: a
    character without width keeps them apart, as it does in what other bots post.
    """
    text = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    text = _MARKDOWN.sub(r"\\\1", text)
    text = re.sub(r"(?i)\b(www)\.", r"\1.&#8203;", text)
    text = re.sub(r"(?i)\b(gh)\\-(?=\d)", r"\1\\-&#8203;", text)
    return re.sub(r"\\([@#:])(?=(\S?))", lambda m: f"&#{ord(m[1])};" + ("&#8203;" if m[2] else ""), text)


def code(text: str) -> str:
    """A Markdown code span with a fence longer than any run of backticks in it, safe in a table cell.

    Cells end at a bar with an even number of backslashes before it (cmark-gfm), so each bar gets an odd number.
    """
    shown = re.sub(r"(?<!\\)(\\*)\|", lambda m: m[1] + "\\" * (1 + len(m[1]) % 2) + "|", visible(text))
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""


def log_line(text: str) -> str:
    """Text for a line of its own in a log."""
    return no_command(visible(text))


def no_command(line: str) -> str:
    """A line that a runner of GitHub Actions takes for no command: those begin with `::`, older ones hold `##[`
    anywhere. A name that begins like one is the same name with `./` before it."""
    line = line.replace("##[", "#\\x23[")
    return f"./{line}" if line.lstrip().startswith("::") else line


def command(text: str) -> str:
    """The message of a GitHub workflow command."""
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def attribute(text: str) -> str:
    """A property of a GitHub workflow command."""
    return command(text).replace(":", "%3A").replace(",", "%2C")
