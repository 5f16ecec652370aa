"""Secrets under telling names, in the forms that people and programs write; and what only looks like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Run
from sample_generators import filled

LEAKS = {
    # a telling word ends the name, and another one does not begin in the middle of a word
    "admin token": ("a.py", 'admin_token = "{a40}"'),
    "session token in capitals": ("a.py", 'SESSION_TOKEN = "{a40}"'),
    "login token in camel case": ("a.js", "const loginToken = '{a40}';"),
    "a name of three words": ("a.toml", 'runner_registration_token = "{a40}"'),
    "region": ("a.py", 'region_token = "{a40}"'),
    "a bot's": ("a.py", 'BOT_TOKEN = "{a32}"'),
    # long values
    "900 characters": ("a.py", 'refresh_token = "{a900}"'),
    "1,900 characters in JSON": ("a.json", '{{"access_token": "{a1900}"}}'),
    "opaque with a dot": ("a.py", 'refresh_token = "{a400}.{a300}"'),
    # in a URL's query, in code
    "api_key of a query": ("a.py", 'get("https://api.acme.io/v1?api_key={a32}")'),
    "token amid a query": ("a.py", 'u = "https://api.acme.io/v1?x=1&token={a32}&y=2"'),
    "key of a query": ("a.js", "fetch('https://api.acme.io/v1?key={a32}')"),
    # a bare key
    "key": ("a.yaml", "key: {a32}\n"),
    "camel case": ("a.js", 'const cfg = {{mapsKey: "{a32}"}}'),
    "Key=": ("a.cs", "Key={a40}\n"),
    # a provider's name over a value of another shape
    "a new format": ("a.py", 'PINECONE_API_KEY = "zz_{a44}"'),
    # characters
    "base64 with a slash": ("a.yaml", "secret_key: {a19}/{a9}+{a12}=\n"),
    "base64url with padding": ("a.py", 'api_key = "{a14}_{a10}-{a12}=="'),
    "dots": ("a.yaml", "api_token: {a12}.{a14}.{a16}\n"),
    "signs in YAML": ("a.yaml", "db_password: {a4}&{a4};{a2},Q1$z\n"),
    "signs in an .ini": ("a.ini", "password = {a7}&3,x;y\n"),
    "signs in a URL": ("a.py", 'u = "postgres://svc:{a4};{a3},{a4}$9@db.acme.io/x"'),
    "a letter in twenty": ("a.py", 'api_key = "{l2}{u2}{l2}{u1}{l3}{u2}{l1}{u3}{l1}{u1}{l2}"'),
    # forms
    "the line after": ("a.md", "API key:\n\n    {a40}\n"),
    "the fence after": ("a.md", "Your API key:\n```\n{a40}\n```\n"),
    "doubled quotes": ("a.vb", 'x = "{{""api_key"": ""{a32}""}}"'),
    "braces of C++": ("a.cpp", 'std::string api_key{{"{a32}"}};'),
    "returned by Python": ("a.py", 'def get_api_key():\n    return "{a32}"\n'),
    "returned by Go": ("a.go", 'func apiKey() string {{\n\treturn "{a32}"\n}}\n'),
    "between bars": ("a.md", "|api_key|{a32}|\n"),
    "curl without a user": ("a.sh", 'curl -u ":{a24}" https://x.acme.io\n'),
    "another scheme": ("a.http", "Authorization: Api-Token {a40}\n"),
    "a scheme of capitals": ("a.http", "Authorization: SSWS {a40}\n"),
    "PowerShell": ("a.psm1", '$p = ConvertTo-SecureString "{a8}!9x" -AsPlainText -Force\n'),
    "As of the format": ("a.sh", "git clone https://svc:{a40}" + "A" * 15 + "{a21}AZDO{a4}@dev.azure.com/acme\n"),
}
CLEAN = {
    "a vocabulary's": ("a.py", 'pad_token = "<pad>"'),
    "a page's": ("a.py", 'next_page_token = "{a40}"'),
    "a form's": ("a.js", 'const csrfToken = "{a40}";'),
    "a number of tokens": ("a.py", 'max_tokens = "409600000000"'),
    "a key of a cache": ("a.py", 'cache_key = "{a40}"'),
    "a public key": ("a.py", 'public_key = "{a40}"'),
    "a template in a query": ("a.py", 'u = f"https://api.acme.io/v1?key={{key}}"'),
    "a word in a query": ("a.py", 'u = "https://api.acme.io/items?key=first_name_of_user"'),
    "a placeholder in a query": ("a.py", 'u = "https://api.acme.io/v1?token=YOUR_API_TOKEN"'),
    "a download link": ("a.md", "https://x.acme.io/o/a.png?alt=media&token={h8}-{h4}-4{h3}-a{h3}-{h12}"),
    "a digest as a key": ("a.yaml", "key: {h64}\n"),
    "a name as a key": ("a.py", 'key = "someVeryLongNameOfASetting2"'),
    "a call as a key": ("a.js", "key: getAccessTokenFromTheEnvironment\n"),
    "a repository as a key": ("a.py", 'model_key = "Qwen/Qwen2-7B-Instruct-GPTQ-Int4"'),
    "a path": ("a.yaml", "secret_key: conf/keys/server/private\n"),
    "the fence of a command": ("a.md", "Set your API key:\n```\nexport API_KEY=...\n```\n"),
    "a nested map": ("a.yaml", "secret:\n  secretName: my-app-secret\n"),
    "a returned name": ("a.py", "def get_api_key():\n    return self.api_key\n"),
    "a header's name in bars": ("a.md", "|token|description|\n"),
    "a scheme alone": ("a.http", "Authorization: Digest username\n"),
    "As that somebody typed": ("a.py", 'api_key = "' + "A" * 40 + '"'),
    "a variable in PowerShell": ("a.psm1", 'ConvertTo-SecureString "$password" -AsPlainText -Force\n'),
    "a flow map of YAML": ("a.yaml", "a: {{password: changeme, user: x}}\n"),
    "an expression": ("a.py", "token = response.json()['access_token']\n"),
}


def levels(case: tuple[str, str], tmp_path: Path, hubseal: Run) -> list[str]:
    name, template = case
    (tmp_path / name).write_text(filled(template, 11), encoding="utf-8")
    out = hubseal("scan", name, "--only", "tokens", cwd=tmp_path).stdout
    return [level for level in ("error", "warning") if f": {level} " in out]


@pytest.mark.parametrize("case", LEAKS)
def test_forms_of_a_secret(case: str, tmp_path: Path, hubseal: Run) -> None:
    assert levels(LEAKS[case], tmp_path, hubseal)


@pytest.mark.parametrize("case", CLEAN)
def test_what_only_looks_like_one(case: str, tmp_path: Path, hubseal: Run) -> None:
    assert levels(CLEAN[case], tmp_path, hubseal) == []
