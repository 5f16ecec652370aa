"""What colours, links and cursor codes of a terminal hide: raw, escaped, as `cat -v` shows them, and cut away."""

from __future__ import annotations

import json

import pytest

from scanned import HOME, TOKEN, VALUE, each_file, findings, rules

ESC = "\x1b"


def path_line(esc: str) -> str:
    """A log line as rich writes it: the folder and the name of a file have a colour each."""
    return f"{esc}[2mInfo{esc}[0m loading {esc}[35m{HOME}/{esc}[0m{esc}[95mrun.log{esc}[0m"


def password_line(esc: str) -> str:
    return f"{esc}[33mdb_password{esc}[0m={esc}[35m{VALUE}{esc}[0m"


def link(esc: str, end: str) -> str:
    return f"{esc}]8;id=1;https://x.org{end}{HOME}{esc}]8;;{end} done"


FOUND = [
    *((f"path in {name}", name, path_line(ESC), "home-path") for name in ("a.log", "a.txt", "README.md", "c.yaml")),
    *((f"password in {name}", name, password_line(ESC), "generic-secret") for name in ("a.log", "README.md", "c.yaml")),
    ("JSON", "a.json", json.dumps({"m": path_line(ESC)}), "home-path"),
    ("JSON Lines", "a.jsonl", json.dumps({"m": password_line(ESC)}) + "\n", "generic-secret"),
    ("JSON in JSON", "a.json", json.dumps({"m": json.dumps({"n": path_line(ESC)})}), "home-path"),
    ("octal in Python", "a.py", f"print('{path_line(chr(92) + '033')}')\n", "home-path"),
    ("hex in Python", "a.py", f'print("{path_line(chr(92) + "x1b")}")\n', "home-path"),
    ("echo -e", "a.sh", f'echo -e "{path_line(chr(92) + "e")}"\n', "home-path"),
    ("cat -v", "a.txt", path_line("^["), "home-path"),
    ("picture of ESC", "a.txt", path_line("\u241b"), "home-path"),
    ("ESC lost on the way", "a.md", path_line(""), "home-path"),
    ("link, ended by ST", "a.log", link(ESC, ESC + "\\"), "home-path"),
    ("link, ended by BEL", "a.log", link(ESC, "\x07"), "home-path"),
    ("link in JSON", "a.json", json.dumps({"m": link(ESC, ESC + "\\")}), "home-path"),
    ("title of the window", "a.log", f"{ESC}]0;jane@box: {HOME}\x07$ ls\n", "home-path"),
    ("colour changes inside a token", "a.log", f"{TOKEN[:12]}{ESC}[0m{ESC}[31m{TOKEN[12:]}{ESC}[0m\n", "hf-token"),
    ("256 colours", "a.log", f"{ESC}[1;38;5;208mtoken{ESC}[0m: {ESC}[38;2;1;2;3m{VALUE}{ESC}[0m\n", "generic-secret"),
]
SILENT = [
    ("stars", "a.log", f"{ESC}[33mpassword{ESC}[0m={ESC}[35m********{ESC}[0m\n"),
    ("variable in an f-string", "a.py", 'print(f"\\033[1mPassword:\\033[0m {password}")\n'),
    ("remark", "a.log", f"{ESC}[33mpassword{ESC}[0m: {ESC}[31mrequired{ESC}[0m\n"),
    ("path of the system", "a.log", f"{ESC}[35m/usr/lib/python3/{ESC}[0m{ESC}[95mx.py{ESC}[0m\n"),
    ("path of anybody", "a.log", f"{ESC}[35m/home/user/{ESC}[0m{ESC}[95mx.py{ESC}[0m\n"),
    ("count", "a.log", f"tokens{ESC}[0m={ESC}[35m20155564032{ESC}[0m\n"),
    ("route of an address", "a.log", f"https://x.org{ESC}[0m{ESC}[1m/home/page{ESC}[0m\n"),
    ("names of codes", "a.py", "RED = '\\033[31m'\nRESET = '\\033[0m'\ntoken = read()\n"),
    ("index, no code", "a.py", "pair = a[0] + password[3m]\n"),
    ("cursor between two words", "a.log", f"pass{ESC}[2;1Hword{ESC}[1;1H={ESC}[5;5H{VALUE}\n"),
]


@pytest.mark.parametrize(("name", "text", "rule"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found_without_the_codes(name: str, text: str, rule: str) -> None:
    assert rules(name, text) == {rule}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_it_is_told_where_it_stands() -> None:
    (finding,) = findings("a.log", f"one\n{path_line(ESC)}\n")
    before = path_line(ESC).index(HOME)
    assert (finding.at.start.line, finding.at.start.column) == (2, before + 1)
    assert finding.at.end.column == len(path_line(ESC)) - len(f"{ESC}[0m") + 1
