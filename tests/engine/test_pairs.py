"""Names and values that stand apart: columns of two words, messages in text form, a column of values under its key."""

from __future__ import annotations

import json

from scanned import VALUE, each_file, findings, rules

SPLIT = {"columns": ["user", "password"], "index": [0, 1], "data": [["bob", VALUE], ["eve", None]]}
FOUND = [
    ("series of pandas", "a.log", f"user             bob\npassword    {VALUE}\nName: 0, dtype: object\n"),
    ("columns of two words", "a.txt", f"host      db.io\ndb_password   {VALUE}\n"),
    ("tabs", "a.txt", f"api_key\t\t{VALUE}\n"),
    ("entry of a map", "a.pbtxt", f'metadata_props {{\n  key: "password"\n  value: "{VALUE}"\n}}\n'),
    ("attribute of ONNX", "a.pbtxt", f'attribute {{\n  name: "password"\n  s: "{VALUE}"\n  type: STRING\n}}\n'),
    ("attribute of a graph", "a.pbtxt", f'attr {{\n  key: "password"\n  value {{\n    s: "{VALUE}"\n  }}\n}}\n'),
    ("key and value of YAML", "a.yaml", f"- key: db_password\n  value: {VALUE}\n"),
    ("key and a typed value", "a.json", json.dumps({"key": "password", "value": {"stringValue": VALUE}})),
    ("frame by columns", "a.json", json.dumps({"user": {"0": "bob"}, "password": {"0": "", "1": VALUE}})),
    ("frame by columns, printed", "a.log", f"{{'user': {{0: 'bob'}}, 'password': {{0: '{VALUE}'}}}}\n"),
    ("frame split", "a.json", json.dumps(SPLIT)),
    ("frame split, on lines", "a.json", json.dumps(SPLIT, indent=2)),
    ("rows before columns", "a.json", json.dumps({"data": SPLIT["data"], "columns": SPLIT["columns"]})),
    ("table of a run", "a.table.json", json.dumps({"columns": ["password", "n"], "data": [[VALUE, 1], ["b", 2]]})),
    ("header as the first row", "a.json", json.dumps([["user", "password"], ["bob", VALUE]])),
    ("header as the first row, printed", "a.log", f"[['api_key', 'n'], ['{VALUE}', 3]]\n"),
    ("settings of a run", "config.yaml", f"api_key:\n    desc: null\n    value: {VALUE}\n"),
    ("settings of a run without a remark", "config.yaml", f"db_password:\n  value: {VALUE}\n"),
    ("list of properties", "a.plist", f"<dict>\n<key>password</key>\n<string>{VALUE}</string>\n</dict>\n"),
    ("array of C", "a.h", f'static const char api_key[] = "{VALUE}";\n'),
    ("array of C with its size", "a.c", f'char password[64] = "{VALUE}";\n'),
    ("hash of Perl", "a.pl", f"$ENV{{DB_PASSWORD}} = '{VALUE}';\n"),
    ("macro of LaTeX", "a.tex", f"\\newcommand{{\\password}}{{{VALUE}}}\n"),
    ("three quotes", "a.py", f'API_KEY = """{VALUE}"""\n'),
    ("anchor of YAML", "a.yaml", f"password: &pw {VALUE}\n"),
    ("tag of YAML", "a.yaml", f"password: !!str {VALUE}\n"),
    ("code in a sentence", "README.md", f"Set `db_password` to `{VALUE}`.\n"),
    ("Markdown in JSON", "a.jsonl", json.dumps({"t": f"| user | password |\n|---|---|\n| bob | {VALUE} |\n"})),
]
SILENT = [
    ("remarks in columns", "a.txt", "token        the token of the server\npassword     required\n"),
    ("types in columns", "a.txt", "password      VARCHAR(255)\ntoken         string\n"),
    ("a path in columns", "a.txt", "secret_key    /etc/keys/a\n"),
    ("an assignment in columns", "a.py", "password    = load_password()\ntoken       = None\n"),
    ("an entry of another name", "a.pbtxt", f'metadata_props {{\n  key: "build"\n  value: "{VALUE}"\n}}\n'),
    ("the schema of a table", "a.json", json.dumps({"password": {"type": "string", "title": "Password"}})),
    ("names of columns only", "a.json", json.dumps({"columns": ["user", "password"], "data": []})),
    ("another column", "a.json", json.dumps({"columns": ["user", "build"], "data": [["bob", VALUE]]})),
    ("lists of words", "a.json", json.dumps([["the", "token"], ["a", "word"], ["an", "other"]])),
    ("one list", "a.json", json.dumps({"fields": ["user", "password", "host"], "id": VALUE})),
    ("an indented line", "README.md", f"the token\n    {VALUE}\n"),
    ("the settings of a tokenizer", "config.yaml", "pad_token:\n  desc: null\n  value: <pad>\n"),
    ("a reference of YAML", "a.yaml", "password: !vault db/creds/password\ntoken: !secret hub_token\n"),
    ("a buffer of C", "a.c", "char password[64] = {0};\nchar token[] = TOKEN_DEFAULT;\n"),
    ("text of a program", "a.py", 'token = """\nThe token of the server, as you got it.\n"""\n'),
    ("a name as code in a sentence", "README.md", "Set `api_key` to `your_api_key` and `token` to `None`.\n"),
    ("placeholder of LaTeX", "a.tex", "\\newcommand{\\token}{\\texttt{<token>}}\n"),
    ("a table of counts", "a.log", "token     20155564032\npad_token     <pad>\n"),
]


@each_file(FOUND)
def test_found(name: str, text: str) -> None:
    assert rules(name, text) == {"generic-secret"}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_it_is_told_where_the_value_stands() -> None:
    (finding,) = findings("a.txt", f"user         bob\npassword     {VALUE}\n")
    assert (finding.at.start.line, finding.at.start.column) == (2, 14)
