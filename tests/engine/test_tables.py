"""The header of a column is the name of its cells: in Markdown, grids of text, HTML and columns of a fixed width."""

from __future__ import annotations

import json

from scanned import VALUE, each_file, findings, rules

HTML = (
    '<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n      <th></th>\n'
    "      <th>user</th>\n      <th>password</th>\n    </tr>\n  </thead>\n  <tbody>\n    <tr>\n      <th>0</th>\n"
    f"      <td>bob</td>\n      <td>{VALUE}</td>\n    </tr>\n  </tbody>\n</table>"
)
RICH = (
    "┏━━━━━━┳━━━━━━━━━━━━━━━━━━━┓\n┃ user ┃ password          ┃\n┡━━━━━━╇━━━━━━━━━━━━━━━━━━━┩\n"
    f"│ bob  │ {VALUE} │\n└──────┴───────────────────┘\n"
)
POLARS = (
    "┌──────┬───────────────────┐\n│ user ┆ password          │\n│ ---  ┆ ---               │\n│ str  ┆ str               │\n"
    f"╞══════╪═══════════════════╡\n│ bob  ┆ {VALUE} │\n└──────┴───────────────────┘\n"
)
RULE = "|---|---|\n"
FOUND = [
    ("Markdown", "README.md", f"| user | password |\n{RULE}| bob | {VALUE} |\n"),
    ("Markdown, a weak one beside its user", "README.md", f"| user | password |\n{RULE}| bob | rabbit22x |\n"),
    ("Markdown without outer bars", "README.md", f"user | token\n--- | ---\nbob | {VALUE}\n"),
    ("aligned columns", "README.md", f"| Service | API key | Note |\n|:--|:-:|--:|\n| mail | `{VALUE}` | x |\n"),
    ("bold", "README.md", f"| **Password** | x |\n{RULE}| **{VALUE}** | y |\n"),
    ("quoted Markdown", "README.md", f"> | user | password |\n> {RULE}> | bob | {VALUE} |\n"),
    ("the fifth row", "README.md", f"| user | token |\n{RULE}" + "| a | b |\n" * 4 + f"| c | {VALUE} |\n"),
    ("psql", "a.txt", f" user | password\n------+----------\n bob  | {VALUE}\n(1 row)\n"),
    ("grid", "a.txt", f"+---+---+\n| user | password |\n+---+---+\n| bob  | {VALUE} |\n+---+---+\n"),
    ("rich", "a.log", RICH),
    ("polars", "a.log", POLARS),
    ("a name and its value in a row", "README.md", f"| | |\n{RULE}| **Password** | `{VALUE}` |\n"),
    ("header of plain cells", "a.html", HTML.replace("<th>", "<td><b>").replace("</th>", "</b></td>")),
    ("tabs", "a.txt", f"user\tpassword\nbob\t{VALUE}\n"),
    ("pandas as HTML", "a.html", HTML),
    ("HTML in a card", "README.md", HTML),
    ("HTML in JSON", "a.json", json.dumps({"html": HTML})),
    ("header beside its cell", "a.html", f"<tr><th>Password</th><td>{VALUE}</td></tr>"),
    ("pandas as text", "a.log", f"  user           password\n0  bob  {VALUE}\n1  eve                abc\n"),
    ("columns from the left", "a.txt", f"USER    TOKEN              AGE\nbob     {VALUE}  3d\n"),
]
SILENT = [
    ("placeholder", "README.md", f"| user | password |\n{RULE}| bob | changeme |\n"),
    ("remarks", "README.md", f"| Parameter | Password |\n{RULE}| x | required |\n| y | optional |\n"),
    ("counts", "README.md", f"| Model | Tokens |\n{RULE}| a | 20155564032 |\n"),
    ("tokens of a vocabulary", "README.md", f"| Token | Description |\n{RULE}| `<pad>` | padding |\n| `[CLS]` | x |\n"),
    ("variables", "README.md", f"| API key | Description |\n{RULE}| `YOUR_API_KEY` | x |\n| $API_KEY | y |\n"),
    ("another column", "README.md", f"| Name | Build |\n{RULE}| x | {VALUE} |\n"),
    ("a word of another script", "README.md", f"| Tokenizer | token |\n{RULE}| bpe | Ġhello123world |\n"),
    ("a name and a remark in a row", "README.md", f"| Option | Text |\n{RULE}| **Password** | required |\n"),
    ("label of a form", "a.html", f"<label>Password</label><p>{VALUE}</p>"),
    ("behind the table", "README.md", f"| secret | public |\n{RULE}| no | yes |\n\nbuild {VALUE} | done\n"),
    ("words of a text", "a.txt", "  token  count\n0   the  123\n1   Xk9mPq2vL  4\n"),
    ("indented code", "a.py", "def f():\n    token = load()\n    name = 1\n"),
    ("header without a table", "a.html", f"<th>password</th>\n<p>{VALUE}</p>"),
    ("text under another header", "a.txt", f"  user  token\n   bob    abc  {VALUE}\n"),
]


@each_file(FOUND)
def test_found(name: str, text: str) -> None:
    assert rules(name, text) == {"generic-secret"}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_it_is_told_where_the_cell_stands() -> None:
    (finding,) = findings("README.md", f"# x\n\n| user | password |\n{RULE}| bob | {VALUE} |\n")
    start, end = finding.at.start, finding.at.end
    assert (start.line, start.column, end.column) == (5, 9, 9 + len(VALUE))
