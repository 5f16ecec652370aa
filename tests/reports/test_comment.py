"""The comment: what it says, how long it gets, and text of a repository that tries to be more than text."""

from __future__ import annotations

import html
import re

import pytest

from hubseal.policy.model import UNREAD
from hubseal.reports.addresses import blob_link
from hubseal.reports.comment import LIMIT, Section, Since, marker, needs_attention, render, state
from hubseal.reports.escape import code, markdown
from hubseal.types import Cause, Coverage, Finding, Location, Position, Repo, Report, Unread

COVER = Coverage(3, 2, 1, 0, 1000, 0, 2000)
LINE = Position(3, 1)


def finding(path: str = "a.py", level: str = "error", place: str = "", key: str = "", **change: object) -> Finding:
    made = Finding(
        "hf-token", "tokens", "error", Location(path, path, place, key, LINE, LINE), "hf_… 37", "A token", "It logs in.",
        "Revoke it.", "", 1, (), path, None,
    )  # fmt: skip
    return made._replace(level=level, **change)  # type: ignore[arg-type]


def report(*findings: Finding, unread: tuple[Unread, ...] = (), notes: tuple[str, ...] = ()) -> Report:
    repo = Repo("acme/m", "model", "flag")
    return Report("", repo, "1" * 40, findings, (), unread, notes, COVER, "error", UNREAD)


def section(made: Report, since: Since | None = None, alert: str = "") -> Section:
    return Section("acme/m", made, blob_link("https://hub/acme/m", "1" * 40), "1" * 40, since, alert)


def unread(cause: Cause, path: str = "b.zip", hint: str = "unpack it") -> Unread:
    return Unread(path, "", cause, 5, hint)


LOST = Since(frozenset(), 0, (), (("a.csv", "A token"),))


@pytest.mark.parametrize(
    ("made", "since", "says", "seen"),
    [
        pytest.param(report(), None, "all clear", False, id="nothing found, all read"),
        pytest.param(report(finding()), None, "1 error", True, id="found"),
        pytest.param(report(finding(level="warning")), None, "1 warning", True, id="a warning is not clear"),
        pytest.param(report(unread=(unread("io"),)), None, "incomplete", True, id="not read"),
        pytest.param(report(unread=(unread("budget"),)), None, "all clear", False, id="as far as the budget goes"),
        pytest.param(report(), LOST, "nothing found in what was read", True, id="could not look where it stood"),
    ],
)
def test_what_a_scan_comes_to(made: Report, since: Since | None, says: str, seen: bool) -> None:
    one = section(made, since)
    assert (state(one), needs_attention(one)) == (says, seen)
    assert f"hubseal: {says} in `acme/m`" in render([one], "")
    assert ("🟢" in render([one], "")) == (not seen)


def test_what_changed_is_named() -> None:
    since = Since(frozenset(("a.py",)), 1, (("old.py", "A token in `x`"),), LOST.unsure)
    text = render([section(report(finding(), finding("b.py")), since)], "")
    assert "**1 new**, 1 still there, 1 gone, 1 where this scan could not look" in text
    assert text.count("**new**") == 1
    assert "- gone since the last scan: `old.py`: A token in \\`x\\`" in text
    assert "where this one could not look: `a.csv`" in text


LONG = "x" * 4000
MARKUP = "<![`|*_&$" * 400


@pytest.mark.parametrize("long", [LONG, MARKUP, "🙂" * 2000, "a/" * 2000], ids=["plain", "markup", "wide", "folders"])
def test_long_names_do_not_push_the_findings_out(long: str) -> None:
    unreads = tuple(unread("io", f"{n}{long}", long) for n in range(50))
    findings = [finding(f"{n}{long}", place=long, key=long, message=f"A token in `{long}`") for n in range(40)]
    since = Since(frozenset(), 40, tuple((f"{n}{long}", long) for n in range(50)))
    text = render(
        [section(report(*findings, finding(".env", masked=".env"), unread=unreads, notes=(long,) * 50), since)], ""
    )
    assert len(text) < LIMIT
    assert text.rstrip().endswith("</details>")
    assert "[`.env:3`](https://hub/acme/m/blob/" in text
    assert text.count("| Revoke it. |") >= 10


def test_as_many_rows_as_there_is_room_for_and_the_number_of_the_rest() -> None:
    text = render([section(report(*(finding(f"folder/{n}.py") for n in range(1000))))], marker("acme/m"))
    assert LIMIT * 0.9 < len(text) <= LIMIT
    left = 1000 - text.count("| Revoke it. |")
    assert f"… and {left:,} more: the job summary and the JSON report list them." in text


def test_what_failed_stands_before_what_is_a_note() -> None:
    notes = tuple(unread("budget", f"{n}.csv") for n in range(30))
    assert "`b.zip`" in render([section(report(unread=(*notes, unread("damaged"))))], "")


HOSTILE = [
    "@octocat", "a (@acme/team)", "#1", "acme/x#12", "GH-7", "https://evil.example", "www.evil.example", ":tada:",
    "[x](https://evil.example)", "![x](https://evil.example)", "<img src=x>", "&lt;b&gt;", "`code`", "**b**", "_i_", "~~s~~",
    "| cell |", "a\n# head", "a\r\n::error::x", "\x1b[31m", "\u202eabc", "$x^2$", "- item", "> quote", "1. one", "<!-- x", "\\@octocat",
]  # fmt: skip
ACTIVE = re.compile(
    r"(?<!\w)@\w|#\d|\bgh-\d|https?://|\bwww\.\w|:\w+:|[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", re.IGNORECASE
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_is_text_before_and_after_it_is_rendered(text: str) -> None:
    """GitHub looks for mentions, references and emoji in what Markdown made of it, code aside."""
    escaped = markdown(text)
    assert "\n" not in escaped
    assert not re.search(r"(?<!\\)[`*_\[\]<>|~$]|^[-#>]", re.sub(r"&[#\w]+;", "", escaped))
    assert not ACTIVE.search(html.unescape(re.sub(r"\\(\W)", r"\1", escaped)))


@pytest.mark.parametrize("text", ["a|b", "a\\|@octocat", "a\\\\|b", "|", "\\\\\\|", "a\\", "``|`"])
def test_a_name_stays_in_its_cell(text: str) -> None:
    """Cells as cmark-gfm cuts them: a backslash takes the next character along."""
    assert len(re.findall(r"(?:\\.|[^|\n])+", code(text))) == 1


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_nothing_of_a_repository_is_active_in_the_comment(text: str) -> None:
    found = finding(text, place=text, key=text, masked=text, message=f"A token in `{text}`")
    made = report(found, unread=(unread("io", text, text),), notes=(text, f"{text} is unsafe"))
    since = Since(frozenset((text,)), 0, ((text, text),), ((text, text),))
    page = render([section(made, since, text)], marker(text))
    assert page.startswith("<!-- hubseal: ")
    assert page.split("\n", 1)[0].endswith(" -->")
    plain = re.sub(r"\(https://hub/acme/m/blob/[^ ()]*\)", "", page.split("\n", 1)[1])
    outside = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", plain.replace("\\`", ""))
    assert not ACTIVE.search(html.unescape(re.sub(r"\\(\W)", r"\1", outside)).replace("hubseal:", ""))
    assert not re.search(r"<(?!/?(br|details|summary)>)", outside)


@pytest.mark.parametrize(
    ("shown", "commit", "address"),
    [
        pytest.param("a.py", None, f"https://hub/acme/m/blob/{'1' * 40}/a.py#L3", id="a line"),
        pytest.param("a.py", "2" * 40, f"https://hub/acme/m/blob/{'2' * 40}/a.py#L3", id="in another commit"),
        pytest.param("d.zip!/a.py", None, f"https://hub/acme/m/blob/{'1' * 40}/d.zip", id="in an archive"),
        pytest.param("a b)#?.py", None, f"https://hub/acme/m/blob/{'1' * 40}/a%20b%29%23%3F.py#L3", id="odd letters"),
        pytest.param("hf_… 37.py", None, "", id="a masked name"),
        pytest.param("[email-address].py", None, "", id="a masked name without a prefix"),
        pytest.param("ä" * 400, None, "", id="too long"),
    ],
)
def test_addresses(shown: str, commit: str | None, address: str) -> None:
    assert blob_link("https://hub/acme/m", "1" * 40)(finding(shown, commit=commit)) == address


@pytest.mark.parametrize("name", ["acme/m", "datasets/acme/m", "a--b", "模型", "数据", "a-->b", "x\n<b>"])
def test_markers_are_comments_and_tell_names_apart(name: str) -> None:
    made = marker(name)
    assert re.fullmatch(r"<!-- hubseal: [0-9A-Za-z._/ -]* -->", made)
    assert "--" not in made[4:-3]
    assert [other for other in ("acme/m", "a--b", "a-b", "模型", "数据") if marker(other) == made] == [name] * (
        name in ("acme/m", "a--b", "模型", "数据")
    )
