"""Secrets known only by the name they are assigned to: `password = "..."`, `api_key: ...`."""

from __future__ import annotations

from ...proof.assigned import assigned
from ...types import Levels, Rule, Trigger

WORDS = ("password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key", "api-key", "api key", "accesskey", "access_key",
         "access-key", "secret_key", "secretkey", "secret-key", "private_key", "privatekey", "auth_key", "authkey", "credential", "credentials",
         "_pass", "-pass", "encryption_key", "signing_key", "master_key", "client_secret", "clientsecret", "auth_token", "_pw", "psw", "_auth",
         "_key", "-key", "apitoken", "signature_key", "_salt", "secret_token", "secret_base")
GAP = b"[\"'\\]) \\t\\\\`]"
SET = rb"(?:\\*[\"'`]|&quot;)?\]?\)?\s{0,8}(?::=|=>|={1,3}|:{1,2}|,(?=\s?\\*[\"'`]))\s{0,8}"


def _triggers() -> tuple[Trigger, ...]:
    """A word, then at most three signs, then an assignment."""
    words = sorted({w.encode().replace(b"-", rb"\-") for w in WORDS})
    return tuple([Trigger(b"(?i)" + w + GAP * n + b"[=:]", 0, 260) for w in words for n in range(4)] + [Trigger(b"(?i)" + w + b"[\"'],", 0, 260) for w in words])


RULES: tuple[Rule, ...] = (
    Rule(
        id="generic-secret",
        family="tokens",
        title="Secret assigned to a telling name",
        why="Whoever reads it uses what it opens.",
        fix="Change it where it is valid, then read it from the environment or a secret store; the history keeps it.",
        levels=Levels("error", (("*", "data", "warning"), ("*", "weights", "warning"))),
        triggers=_triggers(),
        pattern=rb"(?i)(?P<name>(?:" + b"|".join(sorted((w.encode() for w in WORDS), key=len, reverse=True)) + rb")[a-z0-9_]{0,12}?)" + SET
        + rb"(?:str\()?(?:[rbfu@]{0,2}(?P<quote>\\*[\"'`]|&quot;))?(?P<leak>(?(quote)[^\s\"'`\\<>]{6,256}(?=\\*[\"'`]|&quot;)|[^\s\"'`\\<>,;]{8,256}(?![^\s\"'`\\<>,;])))",
        leaks=('password = "{a12}!9"', "DB_PASSWORD={a16}", '"client_secret": "{a32}"', "secret_key: {h40}", 'connect(api_key="{a24}")'),
        clean=('password = "changeme"', "password = os.environ['PASSWORD']", "token: str = None", "max_tokens=4096", 'pad_token="<pad>"',
               'secret_name = "my-app-secret"', 'api_key = "YOUR_API_KEY"', "password: ${{DB_PASSWORD}}", 'label = "Enter your password: "', 'token_url = "https://x.io/oauth/token"'),
        proofs=(assigned,),
        bits=60,
        carrier="DB_SECRET",
    ),
)
