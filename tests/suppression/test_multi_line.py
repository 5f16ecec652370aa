"""Where a person writes a mark for a value in several lines, and what stands right beside that and does not count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from suppression.scanning import WAIVERS, hint, scan

M = "hubseal: allow hf-token -- why"
COUNTS = {
    "YAML literal, above the key": ("a.yaml", f"# {M}\nkey: |\n  a b\n  LEAK\n"),
    "YAML literal, on the key line": ("a.yaml", f"key: |  # {M}\n  a b\n  LEAK\n"),
    "YAML folded": ("a.yaml", f"x:\n  key: >-  # {M}\n    a b\n    LEAK\n"),
    "YAML folded in a list": ("a.yaml", f"x:\n  # {M}\n  - >-\n    a b\n    LEAK\n"),
    "YAML literal with a script in it": ("a.yaml", f"x:\n  # {M}\n  run: |2-\n    if a:\n        b\n      c LEAK\n"),
    "YAML, the value below its key": ("a.yaml", f"key:  # {M}\n  LEAK\n"),
    "YAML, quoted over lines": ("a.yaml", f'# {M}\nkey: "a\n  b\n  LEAK"\n'),
    "TOML, above": ("a.toml", f'# {M}\nkey = """\nfoo\nLEAK\n"""\n'),
    "TOML, on": ("a.toml", f'key = """  # {M}\nfoo\nLEAK\n"""\n'),
    "Python, above": ("a.py", f'# {M}\nkey = """\nfoo\nLEAK\n"""\n'),
    "Python, behind the end": ("a.py", f'key = """\nfoo\nLEAK\n"""  # {M}\n'),
    "Python, in a call": ("a.py", f'# {M}\nlogin("""\nfoo\nLEAK\n""")\n'),
    "JavaScript template": ("a.js", f"// {M}\nconst t = `\n  foo\n  LEAK`;\n"),
    "Go raw text": ("a.go", f"// {M}\nvar t = `\n  foo\n  LEAK`\n"),
    "Lua long text": ("a.lua", f"-- {M}\nt = [[\nfoo\nLEAK]]\n"),
    "Rust raw text": ("a.rs", f'// {M}\nconst T: &str = r#"\nfoo\nLEAK"#;\n'),
    "Java text block": ("a.java", f'// {M}\nString t = """\n  foo\n  LEAK""";\n'),
    "shell here-document, above": ("a.sh", f"# {M}\ncat <<EOF\nfoo\nLEAK\nEOF\n"),
    "shell here-document, on": ("a.sh", f"cat <<'EOF'  # {M}\nfoo\nLEAK\nEOF\n"),
    "shell here-document, indented": ("a.sh", f"# {M}\ncat <<-EOF\n\tfoo\n\tLEAK\n\tEOF\n"),
    "shell quotes over lines": ("a.sh", f"# {M}\nA='foo\nLEAK'\n"),
    "Ruby here-document": ("a.rb", f"# {M}\nA = <<~X\n  LEAK\nX\n"),
    "Terraform here-document": ("a.tf", f"# {M}\na = <<-EOT\n  LEAK\nEOT\n"),
    "Dockerfile here-document": ("Dockerfile", f"FROM a\n# {M}\nRUN <<EOF\necho LEAK\nEOF\n"),
    "PHP here-document": ("a.php", f"<?php\n// {M}\n$a = <<<X\n  LEAK\nX;\n"),
    "shell, lines that go on": ("a.sh", f"# {M}\ncurl x \\\n  -H y \\\n  -d LEAK\n"),
    "PowerShell, lines that go on": ("a.ps1", f"# {M}\ncurl x `\n  -d LEAK\n"),
    "a call over two lines, above": ("a.py", f'# {M}\nlogin(\n    "LEAK")\n'),
    "a call over two lines, on": ("a.py", f'login(  # {M}\n    token="LEAK",\n)\n'),
    "a call, the second argument": ("a.ts", f'// {M}\nlogin("a",\n      "LEAK");\n'),
    "a call with a table over lines": ("a.js", f"// {M}\nnew Client({{\n  apiKey: 'LEAK',\n}});\n"),
    "a call of SQL": ("a.psql", f"-- {M}\nINSERT INTO t VALUES (\n  'LEAK'\n);\n"),
    "a value in brackets": ("a.py", f"token = (  # {M}\n    'LEAK'\n)\n"),
    "Markdown, above the paragraph": ("a.md", f"# T\n\n<!-- {M} -->\nfoo\nbar LEAK\n"),
    "YAML, a list of one in a list": ("a.yaml", f"- # {M}\n  - LEAK\n"),
    "behind a byte order mark": ("a.py", f"\ufeff# {M}\nt = 'LEAK'\n"),
    "an assignment over two lines": ("a.js", f'// {M}\nconst t =\n  "LEAK";\n'),
    "Markdown, above the fence": ("a.md", f'# T\n\n<!-- {M} -->\n```python\nfoo\nx="LEAK"\n```\n'),
    "Markdown, in the language of the fence": ("a.md", f'# T\n\n```js\nfoo\nx="LEAK"  // {M}\n```\n'),
    "Markdown, above in the fence": ("a.md", f'# T\n\n```python\n# {M}\nx="LEAK"\n```\n'),
    "Markdown, a comment over lines": ("a.md", f"# T\n\n<!--\n{M}\n-->\n`LEAK`\n"),
    "a card's front matter": ("README.md", f"---\n# {M}\nx: LEAK\n---\n"),
    "C, a comment over lines": ("a.c", f'/*\n * {M}\n */\nchar *a = "LEAK";\n'),
    "XML, above the tag": ("a.xml", f"<!-- {M.replace(' --', ':')} -->\n<a\n  b='LEAK'/>\n"),
    "HTML, above the element": ("a.html", f"<!-- {M.replace(' --', ':')} -->\n<p>\n  LEAK\n</p>\n"),
    "reStructuredText, above the paragraph": ("a.rst", f"T\n=\n\n.. {M}\n\nfoo\nLEAK bar\n"),
    "two comments above": ("a.py", f"# {M}\n# the demo's token\nt = 'LEAK'\n"),
    "CRLF": ("a.yaml", f"# {M}\r\nkey: |\r\n  a b\r\n  LEAK\r\n"),
    "requirements": ("requirements-dev.txt", f"a @ https://u:LEAK@h.io/a  # {M}\n"),
    "Gemfile": ("Gemfile", f'source "https://LEAK@h.io" # {M}\n'),
    "template of YAML": ("a.yaml.j2", f"a: LEAK  # {M}\n"),
    "Jinja": ("a.j2", f"a: LEAK {{# {M} #}}\n"),
    "profile of a shell": (".bashrc", f"export A=LEAK # {M}\n"),
    "CMake": ("CMakeLists.txt", f'set(A "LEAK") # {M}\n'),
    "script without a suffix": ("run", f"#!/bin/sh\n# {M}\nA=LEAK\n"),
    "capitals in the name": ("MAKEFILE", f"# {M}\nA := LEAK\n"),
}  # fmt: skip
DOES_NOT = {
    "YAML, above another key": ("a.yaml", f"# {M}\nother: 1\nkey: |\n  a b\n  LEAK\n"),
    "YAML, on another literal": ("a.yaml", f"one: |  # {M}\n  a\nkey: |\n  a b\n  LEAK\n"),
    "Python, above other code": ("a.py", f'# {M}\nx = 1\nkey = """\nfoo\nLEAK\n"""\n'),
    "Python, on another text": ("a.py", f'x = """  # {M}\na\n"""\nkey = """\nfoo\nLEAK\n"""\n'),
    "shell, above another command": ("a.sh", f"# {M}\ntrue\ncat <<EOF\nfoo\nLEAK\nEOF\n"),
    "a call that ended": ("a.py", f'login(1)  # {M}\nlogin(\n    "LEAK")\n'),
    "a table around it": ("a.py", f'# {M}\na = {{\n    "b": 1,\n    "token": "LEAK",\n}}\n'),
    "a table in a table": ("a.js", f"// {M}\nx = {{\n  a: {{\n    apiKey: 'LEAK',\n  }},\n}};\n"),
    "a call around another one": ("a.py", f"# {M}\nf(1,\n  g(\n    2),\n  [\n    'LEAK'])\n"),
    "Markdown, above another paragraph": ("a.md", f"<!-- {M} -->\nfoo\n\nbar LEAK\n"),
    "Markdown, above a list": ("a.md", f"<!-- {M} -->\n- foo\n- LEAK\n"),
    "Markdown, above another fence": ("a.md", f"<!-- {M} -->\n```\na\n```\n\n```\nLEAK\n```\n"),
    "Markdown, in words": ("a.md", f"Write {M} for `LEAK`.\n"),
    "another language's comment": ("a.js", f"const a = 'LEAK'; # {M}\n"),
    "a blank line between": ("a.py", f"# {M}\n\nt = 'LEAK'\n"),
    "XML, above another tag": ("a.xml", f"<x>\n<!-- {M.replace(' --', ':')} -->\n<b/>\n<a>LEAK</a>\n</x>\n"),
    "text, where it is content": ("a.txt", f"# {M}\nA=LEAK\n"),
    "behind a comment with a value": ("a.c", f"// hf_x // {M}\n// LEAK\n"),
}  # fmt: skip
VALUE = "hf_{L34}"


@pytest.mark.parametrize(("path", "text"), COUNTS.values(), ids=COUNTS)
def test_a_mark_counts(path: str, text: str, sample: Callable[[str], str]) -> None:
    made = scan({path: text.replace("LEAK", sample(VALUE)).encode()})
    assert [w.finding.rule for w in made.waived] == ["hf-token"]
    assert not [f for f in made.findings if f.rule == "hf-token"]
    assert made.notes == ()


@pytest.mark.parametrize(("path", "text"), DOES_NOT.values(), ids=DOES_NOT)
def test_a_mark_does_not_count(path: str, text: str, sample: Callable[[str], str]) -> None:
    made = scan({path: text.replace("LEAK", sample(VALUE)).encode()})
    assert made.waived == ()
    assert [f.rule for f in made.findings] == ["hf-token"]


WITHIN = {
    "YAML literal": ("a.yaml", "key: |\n  a b\n  LEAK\n"),
    "YAML in a text": ("a.yaml", "key: |\n  a: LEAK\n"),
    "YAML that goes on": ("a.yaml", "key: LEAK\n  more\n"),
    "Python text": ("a.py", 'key = """\nLEAK\n"""\n'),
    "TOML text": ("a.toml", 'key = """\nLEAK\n"""\n'),
    "here-document": ("a.sh", "cat <<EOF\nLEAK\nEOF\n"),
    "between lines that go on": ("a.sh", "curl \\\n  LEAK \\\n  x\n"),
    "fenced block": ("a.md", "```\nLEAK\n```\n"),
    "XML tag": ("a.xml", "<a\n  b='LEAK'\n  c='d'/>\n"),
    "CDATA": ("a.xml", "<a><![CDATA[\nLEAK\n]]></a>\n"),
    "comment of CSS": ("a.css", "/*\nLEAK\n*/\n"),
    "JSON": ("a.json", '{"token": "LEAK"}\n'),
}


@pytest.mark.parametrize(("path", "text"), WITHIN.values(), ids=WITHIN)
def test_where_a_comment_would_be_a_part_of_the_value_the_hint_is_a_waiver(
    path: str, text: str, sample: Callable[[str], str]
) -> None:
    made = scan({path: text.replace("LEAK", sample(VALUE)).encode()})
    assert [hint(f).startswith(WAIVERS) for f in made.findings] == [True]


USELESS = {
    "a rule misspelt": ("allow hf-tokn -- x", "no rule is called hf-tokn; did you mean hf-token?"),
    "no rule": ("allow", "names no rule"),
    "no rule but a reason": ("allow -- demo", "names no rule"),
    "ignore": ("ignore hf-token", "write it as `hubseal: allow hf-token`"),
    "disable": ("disable hf-token", "write it as `hubseal: allow hf-token`"),
    "noqa": ("noqa hf-token", "write it as `hubseal: allow hf-token`"),
    "ignore nothing": ("ignore", "names no rule"),
    "a rule in capitals": ("allow HF-TOKEN", "write hf-token"),
    "a rule with an underscore": ("allow hf_token", "did you mean hf-token?"),
    "a word in capitals": ("Allow hf-token", "write it as `hubseal: allow hf-token`"),
    "brackets": ("allow[hf-token]", "write it as `hubseal: allow hf-token`"),
    "a second colon": ("allow: hf-token", "write it as `hubseal: allow hf-token`"),
    "a rule of nobody": ("allow zzzzqqqq", "no rule is called zzzzqqqq; `hubseal rules` lists them all"),
    "one right, one wrong": ("allow jwt, hf-tokn", "no rule is called hf-tokn; did you mean hf-token?"),
    "no comma": ("allow jwt hf-token", "divide rules by commas"),
}


@pytest.mark.parametrize(("mark", "said"), USELESS.values(), ids=USELESS)
def test_a_mark_that_cannot_work_is_named(mark: str, said: str, sample: Callable[[str], str]) -> None:
    made = scan({"a.py": f"t = '{sample(VALUE)}'  # hubseal: {mark}\n".encode()})
    assert [note for note in made.notes if note.startswith("a.py:1: ") and said in note]
    assert [f.rule for f in made.findings] == ["hf-token"]


@pytest.mark.parametrize(
    "comment",
    [
        "HubSeal: allow hf-token",
        "HUBSEAL: ALLOW HF-TOKEN",
        "hubseal allow hf-token",
        "hubseal:ignore hf-token",
        "hubseal-ignore hf-token",
        "hubseal = allow hf-token",
    ],
)
def test_a_mark_written_otherwise_is_named(comment: str) -> None:
    made = scan({"a.py": f"x = 1  # {comment}\n".encode()})
    assert [note for note in made.notes if "write it as `hubseal: allow hf-token`" in note]


@pytest.mark.parametrize(
    "text",
    [
        "# hubseal scans this\n",
        "# hubseal allows marks\n",
        "# hubseal: see the docs\n",
        "# hubseal ignores what git ignores\n",
        "x = 'hubseal: ignore me'\n",
        "# https://github.com/hubseal/hubseal\n",
        "# write `hubseal: allow RULE-ID` there\n",
    ],
)
def test_words_about_hubseal_are_no_marks(text: str) -> None:
    assert scan({"a.py": text.encode()}).notes == ()


UNENDED = {
    "a comment of C": ("a.c", "/* ", 'char *t = "LEAK";'),
    "a long text of Lua": ("a.lua", "[[ ", 't = "LEAK"'),
    "a raw text of Rust": ("a.rs", 'r#" ', 'const T: &str = "LEAK";'),
    "here-documents": ("a.sh", "cat <<EOF\n", "T=LEAK"),
    "fences": ("a.md", "```\n", "LEAK"),
    "scripts": ("a.html", "<script>", "LEAK"),
}


@pytest.mark.parametrize(("path", "begins", "line"), UNENDED.values(), ids=UNENDED)
def test_what_begins_again_and_again_and_never_ends_is_read_once(
    path: str, begins: str, line: str, sample: Callable[[str], str]
) -> None:
    """Where each beginning were followed to the end of the text, this would take hours."""
    made = scan(
        {path: (begins * (900_000 // len(begins)) + "\n" + line.replace("LEAK", sample(VALUE)) + "\n").encode()}
    )
    assert [f.rule for f in made.findings] == ["hf-token"]
    assert made.unread == ()


def test_of_many_useless_marks_some_are_named() -> None:
    made = scan({"a.py": b"# hubseal: allow hf-tokn\n" * 20_000})
    assert 1 <= len(made.notes) <= 20
