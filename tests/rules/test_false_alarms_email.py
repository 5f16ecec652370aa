"""E-mail addresses: escapes before them, what only looks like one, and where they are meant to stand."""

from __future__ import annotations

from rules.rows import Found, Report, Silent, check

RULE = "email-address"
ESCAPES = [
    Silent("a decorator behind a line break", "a.json", r'{"text": "x\n@app.route(' "'/a'" r')\n"}'),
    Silent("a router's post", "a.jsonl", r'{"code": "import x\n@router.post(\"/b\")\ndef f(): pass"}'),
    Silent("a handle behind a tab", "a.json", r'{"text": "see\t@united.airlines today"}'),
    Silent(
        "a fixture behind a carriage return",
        "a.ipynb",
        r'{"cells": [{"cell_type": "code", "source": "a\r\n@pytest.fixture"}]}',
    ),
    Silent("a decorator behind a character by number", "a.json", r'{"text": "x\u000a@cli.command(1)"}'),
    Silent("a host of a cluster behind a line break", "a.txt", r"out = '\nredis.example'", "off", "internal-host"),
    Found("an address behind a line break", "a.jsonl", r'{"text": "write to\nanna.nowak@lab-acme.org"}', RULE, "error"),
    Found("an address that begins with n", "a.jsonl", r'{"text": "write to nina.nowak@lab-acme.org"}', RULE, "error"),
    Found("an address behind <", "a.json", r'{"text": "Anna \u003canna.nowak@lab-acme.org\u003e"}', RULE, "error"),
    Found(
        "an address behind an escaped line break",
        "a.json",
        r'{"text": "{\"a\": \"x\\nanna.nowak@lab-acme.org\"}"}',
        RULE,
        "error",
    ),
    Found("a host behind a line break", "a.yaml", r'motd: "\nredis.ml.svc.cluster.local"', "internal-host"),
]
LABELS = [
    Silent("a package of Hydra", "config.yaml", "defaults:\n  - env/cartpole@env.train\n  - _self_\n"),
    Silent(
        "a package of Hydra with a label that is one",
        "config.yaml",
        "defaults:\n  # data\n  - cartpole@env.data\n  - model@net.name\n",
    ),
    Silent("a version of a file", "a.txt", "stored as data@v2.bin\n"),
    Silent("a reference behind a slash", "a.txt", "pip install git+https://x.org/a/b@refs.dev\n"),
    Silent("an action of a workflow", "a.yml", "- uses: acme/setup@main.dev\n"),
    Silent("an id at a host of ssh", "a.md", "    ssh -L 6006:localhost:6006 6a2bd1f1871c005b5352ad31@ssh.hf.jobs\n"),
    Silent("a target of scp", "a.md", "scp -r out jkowalski@login.lab-acme.org:/data\n"),
    Silent("a target of rsync with options", "a.sh", "rsync -avz --delete ./out/ jkowalski@login.lab-acme.org:\n"),
    Silent("a target of ssh with a key", "a.sh", "ssh -i ~/.ssh/key -p 2222 jkowalski@gpu3.lab-acme.org\n"),
    Silent("a prompt", "a.md", "[jkowalski@login01.lab-acme.org ~]$ squeue\n"),
    Silent("a product of matrices", "a.py", "y = w@x.to(device)\n"),
    Silent("an address of one letter each", "a.json", '{"text": "a@d.co, b@d.co and 1@x.co"}'),
    Silent("a company of nobody", "a.json", '{"from": "sales@mycompany.com", "to": "\u8001\u677f@\u516c\u53f8.com"}'),
    Silent("a handle of a network", "a.json", '{"text": "follow @jkowalski@mastodon.social"}'),
    Found("an address in a sentence", "a.jsonl", '{"text": "ask anna.nowak@lab-acme.org about it"}', RULE, "error"),
    Found("a country's domain", "a.jsonl", '{"text": "ask j.kowalski@acme-research.de"}', RULE, "error"),
    Found("a new domain", "a.jsonl", '{"text": "ask j.kowalski@acme-research.science"}', RULE, "error"),
    Found(
        "a domain of another script", "a.jsonl", '{"text": "ask j.kowalski@acme-research.\u0440\u0444"}', RULE, "error"
    ),
    Found("a folder of a user", "a.txt", "synced from /Users/anna.nowak@lab-acme.org/x\n", RULE),
    Found("behind a slash between words", "a.jsonl", '{"text": "phone 1 / anna.nowak@lab-acme.org"}', RULE, "error"),
    Found(
        "a sentence that speaks of ssh",
        "a.jsonl",
        '{"text": "for ssh access mail anna.nowak@lab-acme.org"}',
        RULE,
        "error",
    ),
    Found("a list that is no list of defaults", "a.yaml", "users:\n  - anna.nowak@lab-acme.org\n", RULE, "error"),
]
TABLE = "| Name | E-mail | {column} |\n|---|---|---|\n| Anna Nowak | anna.nowak@lab-acme.org | {value} |\n"
CONTACT = [
    Silent(
        "who constructed it",
        "README.md",
        "# X\n\nThe corpus is constructed by Anna Nowak\n(anna.nowak@lab-acme.org) from news.\n",
        "warning",
    ),
    Silent(
        "a table of organisers",
        "README.md",
        "# X\n\n### Curation\n\n" + TABLE.format(column="Institution", value="Lab"),
        "warning",
    ),
    Silent(
        "a table below a heading",
        "README.md",
        "# X\n\n## Dataset Curators\n\n#### Committee\n\n" + TABLE.format(column="Since", value="2020"),
        "warning",
    ),
    Silent("a list of authors", "AUTHORS", "Anna Nowak <anna.nowak@lab-acme.org>\n", "warning"),
    Silent("a citation file", "CITATION.cff", "cff-version: 1.2.0\nx:\n  - y: anna.nowak@lab-acme.org\n", "warning"),
    Silent(
        "metadata of a package",
        "setup.py",
        'setup(name="x", maintainer="Anna", m="anna.nowak@lab-acme.org")\n',
        "warning",
    ),
    Silent(
        "authors of a project",
        "pyproject.toml",
        '[project]\nx = [{name = "Anna", y = "anna.nowak@lab-acme.org"}]\n',
        "warning",
    ),
    Silent("who maintains it", "README.md", "# X\n\nMaintained by Anna (anna.nowak@lab-acme.org)\n", "warning"),
    Silent("a mailing list", "README.md", "# X\n\nJoin acme-corpus@googlegroups.com\n", "warning"),
    Silent("nobody's", "README.md", "# X\n\nnoreply@lab-acme.org\n"),
    Silent(
        "an infos file",
        "dataset_infos.json",
        r'{"d": "It is constructed by Anna Nowak\n(anna.nowak@lab-acme.org) from news."}',
        "warning",
    ),
    Silent(
        "an example says so",
        "a.ipynb",
        '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": ["example = \\"Michael (msmith@lab-acme.org) did it\\""]}]}',
        "warning",
    ),
    Found(
        "a row of data in a card",
        "README.md",
        '# X\n\n```json\n{"text": "ping anna.nowak@lab-acme.org now"}\n```\n',
        RULE,
        "error",
    ),
    Found(
        "a table of patients",
        "README.md",
        "# X\n\n## Patients\n\n" + TABLE.format(column="Diagnosis", value="none"),
        RULE,
        "error",
    ),
    Found("a table of data", "users.csv", "name,mail\nAnna,anna.nowak@lab-acme.org\n", RULE, "error"),
    Found("contact words in data", "a.jsonl", '{"text": "contact anna.nowak@lab-acme.org"}', RULE, "error"),
    Found("a variable of a script", "a.py", 'u = load()\nsend_to = "anna.nowak@lab-acme.org"\n', RULE),
    Found("a config", "config.json", '{"recipient": "anna.nowak@lab-acme.org"}', RULE, "error"),
]


def test_the_letter_of_an_escape_is_no_part_of_a_value(report: Report) -> None:
    check(report, ESCAPES)


def test_a_host_ends_in_a_top_level_domain(report: Report) -> None:
    check(report, LABELS)


def test_contact_is_contact(report: Report) -> None:
    check(report, CONTACT)
