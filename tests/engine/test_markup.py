"""A name and its value with marks between them: highlighted code and consoles in HTML and SVG, names that stand out."""

from __future__ import annotations

import json

from scanned import HOME, VALUE, each_file, findings, rules

PYGMENTS = '<span class="n">db_password</span> <span class="o">=</span> <span class="s2">&quot;{}&quot;</span>'
SVG = (
    '<svg><text class="a" x="0" y="20" clip-path="url(#line-0)">password</text><text class="b" x="97" y="20">=</text>'
    '<text class="c" x="109" y="20">{}</text></svg>'
)
FOUND = [
    ("highlighted code", "a.html", PYGMENTS.format(VALUE)),
    ("highlighted code with entities", "a.html", PYGMENTS.replace("quot", "#39").format(VALUE)),
    ("highlighted code in a card", "README.md", PYGMENTS.format(VALUE)),
    ("highlighted code in JSON", "a.json", json.dumps({"html": PYGMENTS.format(VALUE)})),
    ("a console as a picture", "a.svg", SVG.format(VALUE)),
    (
        "a console as a page",
        "a.html",
        f'<pre>x <span class="r1">password</span>=<span class="r2">{VALUE}</span>\n</pre>',
    ),
    ("an object of a console", "a.html", f"{{<span>&#x27;password&#x27;</span>: <span>&#x27;{VALUE}&#x27;</span>}}"),
    ("behind a program in capitals", "a.html", f"<SCRIPT>var x = 1</script><p>password: {VALUE}</p>"),
    ("behind styles in mixed letters", "a.html", f"<Style>p {{}}</STYLE ><p>password: {VALUE}</p>"),
    ("bold name", "README.md", f"- **Password**: {VALUE}\n"),
    ("bold name and colon", "README.md", f"**API key:** {VALUE}\n"),
    ("bold name and code", "README.md", f"**api_key**: `{VALUE}`\n"),
    ("underscores", "README.md", f"__password__: {VALUE}\n"),
    ("one star", "README.md", f"*password:* {VALUE}\n"),
    ("bold in HTML", "README.md", f"<b>password</b>: {VALUE}\n"),
    ("code in HTML", "a.html", f"<p>The <code>password</code>: <code>{VALUE}</code></p>"),
    ("a paragraph of a page", "a.html", f"<p>password: {VALUE}</p>"),
    ("term and definition", "a.html", f"<strong>Password:</strong> {VALUE}<br>"),
]
SILENT = [
    ("a placeholder", "README.md", "**Password**: your_password\n"),
    ("a remark", "README.md", "**Password:** required, eight letters\n"),
    ("a count", "README.md", "**Tokens**: 20155564032\n"),
    ("a type", "a.html", '<span class="n">token</span><span class="p">:</span> <span class="nb">Optional</span>'),
    (
        "a variable",
        "a.html",
        '<span class="n">token</span> <span class="o">=</span> <span class="n">loadFromVault</span>',
    ),
    ("another name", "README.md", f"**Build**: {VALUE}\n"),
    ("a call", "a.html", PYGMENTS.format("").replace("&quot;&quot;", "get_password()")),
    ("a label of a form", "a.html", f"<label>Password</label><p>{VALUE}</p>"),
    ("a program in a page", "a.html", "<script>form = {password: passwordInputField1, token: t}</script>"),
    ("one in capitals", "a.html", "<SCRIPT>form = {password: passwordInputField1, token: t}</SCRIPT>"),
    ("powers", "a.py", "x = base**key**2\ny = key__ + 1\n"),
    ("an attribute", "a.html", f'<td class="token">x</td><p id="{VALUE}"></p>'),
]


@each_file(FOUND)
def test_found(name: str, text: str) -> None:
    assert rules(name, text) == {"generic-secret"}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_it_stands_once_and_where_it_stands_in_the_file() -> None:
    (finding,) = findings("README.md", f"# x\n\n**Password**: {VALUE}\n")
    assert (finding.at.start.line, finding.at.start.column) == (3, 15)


def test_text_of_a_page_is_no_program() -> None:
    assert rules("a.html", f"<p>saved to {HOME}</p><script>var x = 1</script>") == {"home-path"}
