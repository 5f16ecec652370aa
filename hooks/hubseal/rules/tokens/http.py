"""HTTP: authorisation headers, cookies, curl."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from re import Match

from ...proof.values import is_placeholder, plausible, random_value
from ...types import Context, Levels, Rule, Trigger, Verdict

WHY = "Whoever reads it sends requests with these rights."
FIX = "Revoke it at the service it is for, then read it from the environment; the history keeps it."
WEAK = (b"password", b"pass", b"user", b"secret", b"changeme", b"test", b"passwd", b"guest", b"admin", b"pw", b"sesame")


def holds_password(match: Match[bytes], context: Context) -> Verdict | None:
    """`Basic` is base64 of user:password."""
    text = match["leak"]
    try:
        plain = a2b_base64(text + b"=" * (-len(text) % 4))
    except Base64Error:
        return Verdict("off", "it does not decode")
    user, colon, password = plain.partition(b":")
    if not colon or not (user or password) or any(c < 32 for c in plain):
        return Verdict("off", "it does not decode to user:password")
    if password.lower() in WEAK or is_placeholder(password) or not password:
        return Verdict("note" if password else "warning", "the password is a word of documentation" if password else "")
    return None


def rule(
    id: str,
    title: str,
    triggers: tuple[Trigger, ...],
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    proofs: tuple[object, ...],
    level: str = "error",
    carrier: str | None = None,
) -> Rule:  # noqa: A002
    """A rule of this family; all of them share why and fix."""
    return Rule(
        id,
        "tokens",
        title,
        WHY,
        FIX,
        Levels(level),
        triggers,
        pattern,
        leaks,
        clean,
        proofs=proofs,
        bits=70,
        carrier=carrier,
    )  # type: ignore[arg-type]


RULES: tuple[Rule, ...] = (
    rule(
        "basic-auth-header",
        "Basic authorisation header",
        (Trigger(b"(?i)basic ", 0, 300),),
        rb"(?i)(?<![a-z])basic\s{1,3}(?P<leak>[0-9A-Za-z+/]{8,200}={0,2})(?![0-9A-Za-z+/=])",
        ("Authorization: Basic {basic:svc}", '"Authorization": "Basic {basic:deploy}"'),
        ("Authorization: Basic <base64>", "a Basic understanding of things", "Basic dXNlcjpwYXNzd29yZA=="),
        (holds_password,),
    ),
    rule(
        "bearer-token",
        "Bearer token",
        (Trigger(b"(?i)bearer[ :=\"']", 0, 400),),
        rb"(?i)(?<![a-z])bearer(?:\s{1,3}|[:=]\s{0,2}|\\?[\"'],?\s{0,2}\\?[\"']?)(?:token\s|=\s?)?(?P<leak>[0-9A-Za-z_.~+/=:-]{16,1000})(?![0-9A-Za-z_])",
        (
            "Authorization: Bearer {a40}",
            "curl -H 'Authorization: Bearer {a32}' https://api.acme.io",
            '"authorization": "Bearer {h64}"',
        ),
        (
            "Authorization: Bearer <token>",
            "Authorization: Bearer $HF_TOKEN",
            "Bearer authentication/authorization",
            "Bearer YOUR_API_KEY_GOES_HERE",
            "the bearer of this letter",
        ),
        (plausible, random_value),
        carrier=None,
    ),
    rule(
        "curl-credentials",
        "Password on a curl command line",
        (Trigger(b"curl ", 0, 600),),
        rb"curl\s[^\r\n]{0,400}?(?:-u|--user|--proxy-user)[ =]{1,3}[\"']?[^\s:\"'$<{]{1,80}:(?P<leak>[^\s\"'$<>{}]{4,120})",
        ("curl -u deploy:{a16} https://api.acme.io/v1", "curl -X POST --user 'svc:{a20}' https://x.acme.io"),
        ("curl -u user:$PASSWORD https://x", "curl -u <user>:<password> https://x", "curl -u user:password https://x"),
        (plausible, random_value),
    ),
    rule(
        "api-key-header",
        "API key in a header",
        tuple(
            [
                Trigger(b"(?i)" + w, 0, 260)
                for w in (
                    b"x-api-key",
                    b"x-auth-token",
                    b"x-access-token",
                    b"api-key:",
                    b"private-token",
                    b"x-vault-token",
                    b"x-auth-key",
                )
            ]
        ),
        rb"(?i)(?:x-api-key|x-auth-token|x-access-token|api-key|private-token|x-vault-token|x-auth-key)\\?[\"']?\s{0,3}[:=,]\s{0,3}\\?[\"']?(?P<leak>[0-9A-Za-z_.~+/=-]{16,200})(?![0-9A-Za-z_])",
        ("curl -H 'X-Api-Key: {a40}' https://x", '"X-Auth-Token": "{h32}"'),
        ("X-Api-Key: <your key>", "X-Api-Key: $API_KEY", "X-API-Key: your_api_key_here_please"),
        (plausible, random_value),
    ),
    rule(
        "session-cookie",
        "Session cookie",
        tuple(
            [
                Trigger(b"(?i)" + w, 0, 500)
                for w in (b"cookie: ", b'cookie": ', b"cookie': ", b"cookie=", b"set-cookie:")
            ]
        ),
        rb"(?i)cookie\\?[\"']?\s{0,3}[:=]\s{0,3}\\?[\"']?[^\r\n\"']{0,300}?(?:session(?:id|_id|token)?|sess|sid|auth|token|jsessionid|phpsessid|_gitlab_session|connect\.sid|csrftoken|remember[_a-z]{0,20})=(?P<leak>[0-9A-Za-z_.%~+/:-]{20,500})",
        ("Cookie: session={a40}; theme=dark", '"Cookie": "lang=en; JSESSIONID={H32}"'),
        ("Cookie: session=<session>", "Set-Cookie: theme=dark; Path=/", "cookie = session=None"),
        (plausible, random_value),
        "warning",
    ),
)
