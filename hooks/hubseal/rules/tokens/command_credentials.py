"""Further ways in which passwords and keys stand on command lines: keys in the place of curl's user, HTTPie, PowerShell."""

from __future__ import annotations

from re import Match

from ...rule_types import MatchContext, Trigger, Verdict
from ...validators.heuristics import password as chosen_password
from ...validators.heuristics import secret
from ...validators.synthetic import in_samples
from ...validators.values import is_placeholder
from ..entries import another_way

CURL = rb"curl(?:[^\r\n\\]|\\\\?\r?\n|\\(?!\\?\r?\n)){0,500}?[ \t]"


def key_as_user(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A key that stands where the user does, with no password or an `x` for one, is plainly random, or a name."""
    if is_placeholder(match["leak"]) or secret(match["leak"]).level != "error":
        return Verdict("off", "it is a name")
    return in_samples(match, context)


def typed_password(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A password beside its user."""
    if is_placeholder(match["leak"]):
        return Verdict("off", "it is a placeholder")
    return chosen_password(match["leak"], known_user=True)


KEY_AS_USER = another_way(
    triggers=(Trigger(b"curl ", 0, 700),),
    pattern=CURL
    + rb"(?:-[A-Za-z]{0,6}u|--user)[ =]{0,3}\\*[\"']?(?P<leak>[0-9A-Za-z_.-]{20,200}):(?:[xX]|api)?(?=\\*[\"']?(?:[ \t\r\n]|\Z))",
    leaks=("curl -u {a24}7: https://api.acme.io/v1", 'curl "https://x.acme.io" --user "{a24}7:x"'),
    clean=(
        "curl -u $API_KEY: https://api.acme.io/v1",
        "curl -u your_api_key_goes_here: https://x",
        "curl -u deploy: https://x",
    ),
    validators=(key_as_user,),
    bits=100,
)
SHORT_OPTIONS = another_way(
    triggers=(
        Trigger(b"curl -", 0, 700),
        Trigger(b"http -a ", 1, 200),
        Trigger(b"https -a ", 1, 200),
        Trigger(b"http --auth", 1, 200),
    ),
    pattern=rb"(?:(?<![a-z])https? (?:-a |--auth[ =])|" + CURL + rb"-[A-Za-z]{1,6}u[ ]{0,2})\\*[\"']?"
    rb"[^\s:\"'$<{-][^\s:\"'$<{]{0,80}:\\*[\"']?(?P<leak>[^\s\"'$<>{}\\/]{4,120})",
    leaks=("curl -su deploy:{a15}7 https://x.acme.io", "http -a svc:{a15}7 https://x.acme.io"),
    clean=(
        "curl -su $USER:$PW https://x",
        "http -a user:password https://x",
        "curl -X GET http://menu:8080/v1/abc7def",
    ),
    validators=(typed_password,),
    bits=70,
)
PIPED = another_way(
    triggers=tuple(Trigger(b"(?i)" + pipe + b"convertto-securestring", 130, 20) for pipe in (rb"\| ", rb"\|")),
    pattern=rb"\\*[\"'](?P<leak>[^\s\"'<>{}$\\]{6,120})\\*[\"'][ \t]{0,4}\|[ \t]{0,4}(?i:ConvertTo-SecureString)",
    leaks=("$p = '{a9}!7' | ConvertTo-SecureString -AsPlainText -Force",),
    clean=('"$password" | ConvertTo-SecureString', "Read-Host 'Enter the password' | ConvertTo-SecureString"),
    validators=(typed_password,),
    bits=70,
)
UNQUOTED = another_way(
    triggers=(Trigger(b"(?i)convertto-securestring ", 0, 240),),
    pattern=rb"(?i:ConvertTo-SecureString)[ \t]+(?:(?i:-AsPlainText|-Force|-String)[ \t]+){0,3}(?P<leak>[^\s\"'<>{}$()\\|-][^\s\"'<>{}$()\\|]{5,120})"
    rb"[ \t]+-(?i:AsPlainText|Force)",
    leaks=("$p = ConvertTo-SecureString {a9}!7 -AsPlainText -Force",),
    clean=("ConvertTo-SecureString $pw -AsPlainText -Force", "ConvertTo-SecureString -AsPlainText -Force"),
    validators=(typed_password,),
    bits=70,
)
