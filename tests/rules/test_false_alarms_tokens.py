"""Tokens and files of credentials: prefixes within packed bytes, checksums, links, environment files without secrets."""

from __future__ import annotations

import base64
import json
import random

from rules.rows import Found, Report, Silent, check
from sample_generators import filled

REFRESH = "google-refresh-token"


def packed(size: int, middle: str = "", seed: int = 3) -> str:
    """Random bytes in base64 around `middle`."""
    text = base64.b64encode(random.Random(seed).randbytes(size)).decode().rstrip("=")
    return text[: len(text) // 2] + middle + text[len(text) // 2 :]


def grafana(**fields: object) -> str:
    return base64.b64encode(json.dumps(fields, separators=(",", ":")).encode()).decode()


TOKEN = filled("1//0{a60}", 11)
HF = filled("hf_{L34}", 11)
PIECE = "/" + TOKEN + "+"
BASE64 = [
    Silent("in an audio player", "a.html", f'<source src="data:audio/wav;base64,{packed(900, PIECE)}">\n'),
    Silent("in a cell's output", "a.jsonl", json.dumps({"audio": packed(900, PIECE)})),
    Silent("in a picture in Markdown", "README.md", f"![x](data:image/png;base64,{packed(600, PIECE)})\n"),
    Silent("only on the left", "a.txt", packed(120) + "/" + TOKEN + "\n"),
    Silent("only on the right", "a.txt", TOKEN + "+" + packed(120) + "\n"),
    Silent("a test key within packed bytes", "a.txt", packed(300, "/" + filled("EZAK{a54}", 11) + "/") + "\n"),
    Found("by itself", "a.txt", f"{TOKEN}\n", REFRESH),
    Found("in a field", "a.json", json.dumps({"refresh_token": TOKEN}), REFRESH),
    Found("in a link", "a.txt", f"https://oauth2.googleapis.com/token?refresh_token={TOKEN}\n", REFRESH),
    Found("behind a word", "a.txt", f"token/{TOKEN}\n", REFRESH),
    Found("behind a short run", "a.txt", f"{packed(12)}/{TOKEN}\n", REFRESH),
    Found("a token of ours behind packed bytes", "a.txt", f"{packed(300)} {HF}\n", "hf-token"),
]
SUM = filled("{h40}", 11)
SRI = "sha512-" + packed(64) + "=="
KEYS = [
    Silent(
        "a link of Power BI",
        "README.md",
        "https://app.powerbi.com/view?r="
        + grafana(k="0b1c2d3e-5f60-4a7b-8c9d-1e2f3a4b5c6d", t="9a8b7c6d-5e4f-4a3b-2c1d-0e9f8a7b6c5d", c=8)
        + "\n",
    ),
    Silent("letters for a token of Slack", "a.txt", "x = 'xoxo-hugs-kisses-forever'\n"),
    Silent("a checksum of a resource under secret", "a.json", json.dumps({"secret": SRI})),
    Silent("a checksum of a resource under token", "a.yaml", f"token: {SRI}\n"),
    Silent(
        "checksums of pods",
        "Podfile.lock",
        f"SPEC CHECKSUMS:\n  PasswordTextField: {SUM}\n  GoogleToken: {SUM[::-1]}\n",
    ),
    Silent(
        "a key of groups",
        "a.txt",
        "RUNPOD_API_KEY=rpa_" + "ABC123DEF456GHI789" + "JKL012MNO345PQR678STUVX9y2z7\n",
        "note",
    ),
    Found(
        "a key of Grafana",
        "a.txt",
        "key: " + grafana(k=filled("{a32}", 11), n="ci", id=1) + "\n",
        "grafana-key",
        "error",
    ),
    Found("a token of Slack", "a.txt", filled("xoxb-{d12}-{d13}-{a24}", 11) + "\n", "slack-token", "error"),
    Found(
        "an older token of Slack", "a.txt", filled("xoxs-{d12}-{d12}-{d12}-{h10}", 11) + "\n", "slack-token", "error"
    ),
    Found(
        "a random value under secret", "a.json", json.dumps({"client_secret": filled("{a40}", 12)}), "generic-secret"
    ),
    Found(
        "a random value under token in a lock file", "uv.lock", f'token = "{filled("{a36}", 12)}"\n', "generic-secret"
    ),
]
ENV = "env-file"
FILES = [
    Silent("a template of one for a developer", ".env.local.example", "API_KEY=\n"),
    Silent("a template", ".env.tmpl", "API_KEY={{ key }}\n"),
    Silent("a template of Jinja", "prod.env.j2", "API_KEY={{ key }}\n"),
    Silent("one that is encrypted", ".env.vault", "DOTENV_VAULT=x\n"),
    Silent("one that gpg encrypted", ".env.gpg", b"\x85\x01\x0c\x03" + bytes(range(120, 200))),
    Silent("one that sops encrypted", ".env.sops.yaml", "API_KEY: ENC[AES256_GCM,data:x]\n"),
    Silent("one that git-crypt encrypted", ".env", b"\0GITCRYPT\0" + bytes(range(120, 200)), "note", ENV),
    Silent("an empty one", ".env", b""),
    Silent("one of empty values", ".env.local", "# api\nAPI_HOST=\nAPI_KEY=\nexport WANDB_API_KEY=\n", "note"),
    Silent("one of a device", "default.env", "# x\nNV_DEVICE_PROFILE=Quest3\nNV_ENABLE_PUSH=true\nPORT=8080\n", "note"),
    Silent(
        "one of samples", "devcontainer.env", 'SAMPLE_ENV_VAR1="Sample Value"\nSAMPLE_ENV_VAR2=332431bf-68bf', "note"
    ),
    Silent("a package that is called venv", "src/tools/venv/__init__.py", "x = 1\n"),
    Silent("a share in an explanation", "README.md", "Open `\\\\myserver\\share\\models\\x` there\n"),
    Found("one with a key", ".env", "PORT=8080\nAPI_KEY=abcd\n", ENV, "error"),
    Found("one with a password of digits", ".env", "DB_PASSWORD=1234\n", ENV, "error"),
    Found("one that nothing is known of", ".env", "A=b\n", ENV, "error"),
    Found("one with a link that logs in", ".env.local", "DB_URL=postgres://u:pw@db/x\n", ENV, "error"),
    Found("one with a random value", "prod.env", "BUILD_TAG=" + filled("{a32}", 11) + "\n", ENV, "error"),
    Found("one that is no list of settings", ".env", "text\n", ENV, "error"),
    Found("an environment", "venv/bin/activate", "x\n", "virtual-environment", "error"),
    Found(
        "a share of a company", "a.py", 'x = "\\\\\\\\nas-02\\\\team\\\\data\\\\train.csv"\n', "network-share", "error"
    ),
]


def test_a_prefix_within_packed_bytes_is_none(report: Report) -> None:
    check(report, BASE64)


def test_checksums_and_links_are_no_secrets(report: Report) -> None:
    check(report, KEYS)


def test_environment_files_without_secrets(report: Report) -> None:
    check(report, FILES)
