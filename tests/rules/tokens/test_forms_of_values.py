"""Secrets in the forms that people and tools write, each kind beside near misses; what a file gives at which level."""

from __future__ import annotations

import pytest

from sample_generators import filled
from scanned import findings

AUTHTOKEN = "2{a26}_{d1}{a20}"
LEAKS = {
    # commands that take a token without an option
    "ngrok config add-authtoken": ("s.sh", f"ngrok config add-authtoken {AUTHTOKEN}"),
    "ngrok in a sentence": ("r.md", f"Run `ngrok config add-authtoken {AUTHTOKEN}` first."),
    "ngrok of older versions": ("s.sh", f"ngrok authtoken {AUTHTOKEN}"),
    "ngrok in its settings": ("ngrok.yml", f"version: 2\nauthtoken: {AUTHTOKEN}\n"),
    "ngrok in Python": ("a.py", f'ngrok.set_auth_token("{AUTHTOKEN}")'),
    # providers
    "Duo in its settings": ("d.ini", "[duo]\nikey = DI{U18}\nskey = {a40}\nhost = api-1a2b3c4d.duosecurity.com\n"),
    "Duo in a call": ("d.py", 'sign_request(ikey="DI{U18}", skey="{a40}", username=u)'),
    "Duo in a variable": ("d.sh", "export DUO_SKEY={a40}"),
    "an Azure key beside its account": ("a.py", 'url = "https://acme.blob.core.windows.net"\ncred = "{B86}=="\n'),
    "an Azure key that nothing names": ("a.py", 'x = "{B86}=="\n'),
    "an Azure key on a line of its own": ("a.txt", "{B86}==\n"),
    "an Azure key under key1": ("a.yaml", "storage:\n  key1: {B86}==\n"),
    "a New Relic licence in its settings": ("newrelic.yml", "common:\n  license_key: '{h40}'\n"),
    "a New Relic licence of Europe": ("a.sh", "X=eu01xx{h30}NRAL"),
    "a Tines webhook": ("a.sh", "curl https://acme.tines.com/webhook/{h32}/{h32}"),
    # PowerShell
    "SecureString, -String": ("a.ps1", '$p = ConvertTo-SecureString -String "{a8}!9x" -AsPlainText -Force'),
    "SecureString by a pipe": ("a.ps1", "$p = '{a8}!9x' | ConvertTo-SecureString -AsPlainText -Force"),
    "SecureString without quotes": ("a.ps1", "$p = ConvertTo-SecureString {a8}!9x -AsPlainText -Force"),
    # the line below
    "below a title": ("a.txt", "API Key\n{a40}\n"),
    "below bold": ("a.md", "**API key**:\n{a32}\n"),
    "in code below a heading": ("a.md", "### API key\n\n`{a32}`\n"),
    "in a fence below a sentence": ("a.md", "Your token is:\n\n```text\n{a40}\n```\n"),
    "a password in a fence": ("a.md", "The password:\n```\n{a12}!7\n```\n"),
    "below an equals sign": ("a.txt", "access token =\n  {a40}\n"),
    "below a backslash": ("a.py", 'API_KEY = \\\n    "{a40}"\n'),
    "the last expression of Ruby": ("a.rb", 'def secret_key\n  "{a40}"\nend'),
    "returned below a docstring": ("a.py", 'def token(self):\n    """The token."""\n    return "{a40}"\n'),
    "returned by an arrow": ("a.js", 'const getToken = () => "{a40}";'),
    "returned by Kotlin": ("a.kt", 'fun apiKey() = "{a32}"'),
    # quotes, brackets, bars
    "doubled single quotes": ("a.sql", "INSERT INTO c VALUES ('{{''api_key'': ''{a32}''}}');"),
    "an array of C": ("a.cpp", 'const char* kToken[] = {{"{a40}"}};'),
    "characters of C": ("a.c", 'static const char api_key[] = "{a40}";'),
    "characters of C with a size": ("a.c", 'char password[32] = "{a10}!7";'),
    "one bar": ("a.txt", "api_key|{a32}\n"),
    # curl and others
    "curl, a key for a user": ("a.sh", 'curl -u "{a24}:" https://x.acme.io\n'),
    "curl, a key and an x": ("a.sh", 'curl -u "{a20}:x" https://x.acme.io\n'),
    "curl, options in one": ("a.sh", "curl -su user:{a14} https://x.acme.io\n"),
    "HTTPie": ("a.sh", "http -a svc:{a14} https://x.acme.io\n"),
    # a scheme within the value
    "a scheme of its own": ("a.yaml", 'auth_token: "X-Auth {a40}"'),
    "the scheme Key": ("a.yaml", 'api_key: "Key {a32}"'),
    "the scheme Token": ("a.py", 'auth_token = "Token {h40}"'),
}
CLEAN = {
    # a variable, and where its folder is mounted
    "the current folder as a volume": ("r.md", 'docker run -v "$PWD:/work:ro" img'),
    "the same by a command": ("r.sh", 'docker run -v "$(pwd):/work:ro" img'),
    "the same in Compose": ("docker-compose.yml", "volumes:\n  - $PWD:/work:ro\n  - $PWD:/data:rw\n"),
    "ngrok with a variable": ("s.sh", "ngrok config add-authtoken $NGROK_AUTHTOKEN"),
    "ngrok with a filler": ("s.sh", "ngrok config add-authtoken YOUR_AUTHTOKEN"),
    "Duo without values": ("d.ini", "[duo]\nikey = \nskey = \n"),
    "an skey of nobody": ("d.ini", "taskey = {a40}\n"),
    "a digest": ("a.py", 'digest = "{B86}=="\n'),
    "a checksum of npm": ("package-lock.json", '{{"integrity": "sha512-{B86}=="}}\n'),
    "a signature": ("a.yaml", "signature: {B86}==\n"),
    "the end of packed bytes": ("a.txt", "{B76}\n{B86}==\n"),
    "64 bytes in a table": ("a.csv", "id,vector\n1,{B86}==\n"),
    "SecureString of a variable": ("a.ps1", "ConvertTo-SecureString $env:PW -AsPlainText -Force"),
    "SecureString of what is read": ("a.ps1", 'Read-Host "Enter pw" | ConvertTo-SecureString -AsPlainText -Force'),
    "a sentence below": ("a.md", "API key:\n\nSee the documentation of the server\n"),
    "a name below": ("a.md", "Token:\n\n    get_token_from_environment\n"),
    "a commit below a key": ("a.md", "The commit key:\n\n{h40}\n"),
    "a page's token below": ("a.md", "The next page token\n{a40}\n"),
    "a title of a section": ("a.rst", "API key\n=======================\n\nHow to get one\n"),
    "a returned word": ("a.py", 'def get_token():\n    """The token."""\n    return "access_token"\n'),
    "an arrow that calls": ("a.js", "const getToken = () => fetchTokenFromServer2();"),
    "an empty array": ("a.cpp", "const char* kToken[] = {{}};"),
    "a name in an array": ("a.c", 'static const char token[] = "application/json";'),
    "an index": ("a.py", 'tokens["a"] = token[0] = "first_of_the_list"'),
    "a bar of a table": ("a.md", "|token|The token of the user|\n"),
    "curl with a variable": ("a.sh", "curl -u $API_KEY: https://x.acme.io\n"),
    "curl that negotiates": ("a.sh", 'curl -u ":" --negotiate https://x.acme.io\n'),
    "HTTPie with words": ("a.sh", "http -a user:password https://x.acme.io\n"),
    "a scheme before a word": ("a.yaml", 'api_key: "Key of_the_server_in_the_vault"'),
}
LEVELS = {
    # under a provider's name: random is an error, typed a warning in programs and settings and a note elsewhere
    "random, a secret's name": ("app.py", 'BROWSERSTACK_ACCESS_KEY = "{a20}"', "error"),
    "random, key behind the provider": ("app.py", 'wistia_key = "{h64}"', "error"),
    "random, a UUID of version 4": ("a.env", "HEROKU_API_KEY={h8}-{h4}-4{h3}-a{h3}-{h12}\n", "error"),
    "random, in a test": ("tests/test_a.py", 'BROWSERSTACK_ACCESS_KEY = "{a20}"', "warning"),
    "random, an id": ("app.py", 'PAYPAL_CLIENT_ID = "A{a79}"', "warning"),
    "random, the provider alone": ("a.txt", "openweather {h32}", "note"),
    "random, nothing but the provider": ("app.py", 'pyowm = "{a16}7{a15}"', "warning"),
    "a key of a run": ("app.py", 'CLEARML_TASK_KEY = "{a40}"', None),
    "typed, in a program": ("app.py", 'WISTIA_API_KEY = "1234567890abcdef{|}1234567890abcdef"', "warning"),
    "typed, in an example": (".env.example", "WISTIA_API_KEY=1234567890abcdef{|}1234567890abcdef\n", "note"),
    "typed, in a test": ("tests/a.py", 'WISTIA_API_KEY = "1234567890abcdef{|}1234567890abcdef"', "note"),
    "typed, in a card": ("README.md", "WISTIA_API_KEY=1234567890abcdef{|}1234567890abcdef\n", "note"),
    "typed, in data": ("a.jsonl", '{{"t": "WISTIA_API_KEY=1234567890abcdef{|}1234567890abcdef"}}\n', "note"),
    "a typed number before a random secret": (
        "a.py",
        'x = "xoxb-123456789{|}012-9876543210{|}98-{a10}7{a13}"',
        "error",
    ),
    "zeros": ("app.py", 'WISTIA_API_KEY = "' + "0" * 32 + '"', None),
}
SEVERITY = ("note", "warning", "error")


def level(name: str, template: str) -> str | None:
    """The gravest level of what is found."""
    return max((f.level for f in findings(name, filled(template, 11))), key=SEVERITY.index, default=None)


@pytest.mark.parametrize("case", LEAKS)
def test_forms(case: str) -> None:
    assert level(*LEAKS[case]) in ("warning", "error")


@pytest.mark.parametrize("case", CLEAN)
def test_near_misses(case: str) -> None:
    assert level(*CLEAN[case]) in (None, "note")


@pytest.mark.parametrize("case", LEVELS)
def test_levels(case: str) -> None:
    name, template, expected = LEVELS[case]
    assert level(name, template) == expected


@pytest.mark.parametrize("name", ["TINES_API_KEY", "PINECONE_API_KEY", "PINECONE_KEY"])
def test_new_forms_of_a_provider_with_a_known_one(name: str) -> None:
    """A random value of 20 characters is found whatever its signs are; one that the provider's form was cut from is not."""
    for seed in range(12):
        text = filled(f'{name} = "{{b20}}"', seed)
        assert {f.level for f in findings("a.py", text)} & {"warning", "error"}, text
    assert findings("a.py", f'{name} = "tkn.v1_abc"') == ()
