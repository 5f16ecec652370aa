"""HTTP: authorisation headers, cookies, curl, and calls that log in."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from re import Match

from ...rule_types import Levels, MatchContext, RuleEntry, Trigger, Validator, Verdict
from ...validators.heuristics import password as chosen_password
from ...validators.synthetic import in_samples, typed
from ...validators.values import is_placeholder, plausible, random_value, wordlike
from ..entries import detected, with_variants
from .command_credentials import CURL, KEY_AS_USER, PIPED, SHORT_OPTIONS, UNQUOTED

WHY = "Whoever reads it sends requests with these rights."
FIX = "Revoke it at the service it is for, then read it from the environment; the history keeps it."
WEAK = frozenset(
    (b"password", b"pass", b"user", b"secret", b"changeme", b"test", b"passwd", b"guest", b"admin", b"pw", b"sesame")
)
USERS = WEAK | frozenset((b"username", b"login", b"foo", b"name", b"me", b"root"))
SCHEME = rb"(?:(?!basic|digest|negotiate|ntlm|aws4|signature|hmac)[a-z][a-z0-9_-]{1,20}\b[ =:]{1,2})?"
HEADERS = (
    rb"(?:x-)?(?:[a-z]{2,16}-){0,2}(?:api-?key|auth-?(?:token|key)|access-?(?:token|key)|private-?token|vault-token"
    rb"|subscription-key|client-secret|session-token|token|apikey)"
)
SECURE = rb"(?i:ConvertTo-SecureString)[ \t]+(?:-AsPlainText[ \t]+|-Force[ \t]+|-String[ \t]+){0,3}"
LOGINS = (
    b"ConvertTo-SecureString ",
    b"NetworkCredential(",
    b"DirectoryEntry(",
    b"PasswordAuthentication(",
    b"BasicAuth(",
    b".login(",
    b"auth=(",
    b"auth=[(",
)


def holds_password(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """`Basic` is base64 of user:password. Words of documentation (`user:password`) are dropped."""
    text = match["leak"]
    bare = text.rstrip(b"=")
    try:
        plain = a2b_base64(bare + b"=" * (-len(bare) % 4))
    except Base64Error:
        return Verdict("off", "it does not decode")
    user, colon, password = plain.partition(b":")
    if not colon or not (user or password) or any(c < 32 or c > 126 for c in plain) or re.search(rb"[\"{}<>$ ]", user):
        return Verdict("off", "it does not decode to user:password")
    if password.lower() in WEAK | {b"open sesame"} or is_placeholder(password):
        return Verdict("off" if user.lower() in USERS else "note", "the password is a word of documentation")
    if not password:
        return Verdict("warning", "the password is empty")
    if re.fullmatch(rb"[a-z]{1,15}", password):
        return Verdict("warning", "the password is a word")
    return None


def sent(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A value after a header name: a name, a template or a lone JWT header is none."""
    value = match["leak"]
    if value.startswith(b"eyJ") and value.count(b".") < 2:
        return Verdict("off", "it is cut")
    if typed(value) or is_placeholder(value):
        return Verdict("off", "it is a placeholder")
    if re.search(rb"\(|\)|::|\.\.|://|\AAWS4-|\A[A-Za-z_]+(?:[.:/-][A-Za-z_]+)+\Z", value) or wordlike(value):
        return Verdict("off", "it is a name")
    return None


def chosen(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A password beside its user."""
    value = match["leak"]
    if is_placeholder(value) or re.search(
        rb"\$\{?[A-Za-z_]|\{\{|%\(|\A[<{(]|os\.environ|getenv|\A[A-Z][A-Z_]+\Z", value
    ):
        return Verdict("off", "it is a placeholder")
    return chosen_password(value, known_user=True)


def rule(
    id: str,
    title: str,
    triggers: tuple[Trigger, ...],
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    validators: tuple[Validator, ...],
    levels: Levels = Levels("error", (("*", "data", "warning"),)),  # noqa: B008 - immutable
) -> RuleEntry:
    """A rule of this family; all of them share why and fix."""
    return detected(
        id,
        "tokens",
        title,
        WHY,
        FIX,
        levels,
        triggers,
        pattern,
        leaks,
        clean,
        validators=validators,
        bits=70,
    )


RULES: tuple[RuleEntry, ...] = (
    rule(
        "basic-auth-header",
        "Basic authorisation header",
        (Trigger(b"(?i)basic ", 0, 300), Trigger(b"(?i)basic%20", 0, 300)),
        rb"(?i)(?<![a-z])basic(?:[ \t]{1,3}|%20)(?P<leak>[0-9A-Za-z+/]{8,200}={0,2})(?![0-9A-Za-z+/=])",
        ("Authorization: Basic {basic:svc}", '"Authorization": "Basic {basic:deploy}"'),
        (
            "Authorization: Basic <base64>",
            "a Basic understanding of things",
            "Basic {basic_doc:}",
        ),
        (holds_password, in_samples),
    ),
    rule(
        "bearer-token",
        "Bearer token",
        (Trigger(b"(?i)bearer[ :=\"'%]", 0, 400),),
        rb"(?i)(?<![a-z])bearer(?:[ \t]{1,3}|%20|[:=][ \t]{0,2}|\\*[\"'],?[ \t]{0,2}\\*[\"']?)(?:token[ \t]|=[ \t]?)?"
        rb"\\*[\"']?(?P<leak>[0-9A-Za-z_.~+/=:-]{16,2000})(?![0-9A-Za-z_])",
        (
            "Authorization: Bearer {a40}",
            "curl -H 'Authorization: Bearer {a32}' https://api.acme.io",
            '"authorization": "Bearer {h64}"',
            'headers={{"Authorization": "Bearer {h39}Q"}})',
        ),
        (
            "Authorization: Bearer <token>",
            "Authorization: Bearer $HF_TOKEN",
            "Bearer authentication/authorization",
            "Bearer YOUR_API_KEY_GOES_HERE",
            "the bearer of this letter",
            'f"Bearer {{self.settings.access_token}}"',
        ),
        (sent, plausible, random_value),
    ),
    rule(
        "authorization-header",
        "Authorisation header",
        (Trigger(b"(?i)authorization", 0, 400),),
        rb"(?i)(?<![a-z])authorization\\*[\"']?\]?[ \t]{0,4}[:=,][ \t]{0,4}\\*[\"'`]?"
        + SCHEME
        + rb"\\*[\"']?(?P<leak>[0-9A-Za-z_.~+/=:-]{16,2000})(?![0-9A-Za-z_(])",
        (
            'curl -H "Authorization: Token {h40}" https://api.acme.io',
            "'Authorization': 'token {h40}'",
            'headers["Authorization"] = "{h39}Z"',
        ),
        (
            "Authorization: Token <token>",
            'headers["Authorization"] = self.build_authorization_header',
            "Authorization: AWS4-HMAC-SHA256-signature",
            "authorization = request.headers.authorization",
        ),
        (sent, plausible, random_value),
    ),
    with_variants(
        rule(
            "curl-credentials",
            "Password on a curl command line",
            (Trigger(b"curl ", 0, 700),),
            CURL + rb"(?:-u|--user|--proxy-user)[ =]{0,3}\\*[\"']?"
            rb"[^\s:\"'$<{]{0,80}:\\*[\"']?(?P<leak>[^\s\"'$<>{}\\]{4,120})",
            (
                "curl -u deploy:{a15}7 https://api.acme.io/v1",
                "curl -X POST --user 'svc:{a19}4' https://x.acme.io",
                "curl -k https://x.acme.io \\\n  -H 'A: b' \\\n  -u svc:{a15}5",
            ),
            (
                "curl -u user:$PASSWORD https://x",
                "curl -u <user>:<password> https://x",
                "curl -u user:password https://x",
                "curl https://x -u me",
            ),
            (chosen,),
        ),
        KEY_AS_USER,
        SHORT_OPTIONS,
    ),
    rule(
        "api-key-header",
        "API key in a header",
        tuple(
            [
                Trigger(b"(?i)" + w, 24, 300)
                for w in (
                    b"api-key",
                    b"apikey:",
                    b"auth-token",
                    b"access-token",
                    b"private-token",
                    b"vault-token",
                    b"auth-key",
                    b"subscription-key",
                    b"-H [\"']",
                    b"session-token",
                    b"client-secret:",
                )
            ]
        ),
        rb"(?i)(?<![a-z-])" + HEADERS + rb"\\*[\"']?[ \t]{0,3}(?:[:=]|,(?=[ \t]{0,3}\\*[\"']))[ \t]{0,3}\\*[\"']?"
        rb"(?P<leak>[0-9A-Za-z_.~+/=-]{16,200})(?![0-9A-Za-z_(])",
        (
            "curl -H 'X-Acme-Key: 1' -H 'X-Auth-Key: {h37}G' https://x",
            '"X-Auth-Token": "{h32}"',
            "PRIVATE-TOKEN: {a19}7",
        ),
        (
            "X-Auth-Key: <your key>",
            "X-Api-Key: $API_KEY",
            "X-API-Key: your_api_key_here_please",
            "x-api-key, authorization-header",
            "SignedHeaders=host;x-amz-security-token, Signature={h64}",
            'AsyncOpenAI(api_key="fake-api-key", http_client=httpx.AsyncClient2(transport=t))',
        ),
        (sent, plausible, random_value),
    ),
    rule(
        "session-cookie",
        "Session cookie",
        tuple(
            [Trigger(b"(?i)" + w, 0, 500) for w in (b"cookie: ", b'cookie": ', b"cookie': ", b"cookie=", b"cookie:")]
        ),
        rb"(?i)cookie\\*[\"']?[ \t]{0,3}[:=][ \t]{0,3}\\*[\"']?[^\r\n\"']{0,300}?(?:session(?:id|_id|token)?|sess|sid|auth"
        rb"|token|jsessionid|phpsessid|_gitlab_session|connect\.sid|remember[_a-z]{0,20}|datr|li_at|__secure[a-z0-9_-]{0,20})"
        rb"=(?P<leak>[0-9A-Za-z_.%~+/:-]{20,500})",
        ("Cookie: session={a40}; theme=dark", '"Cookie": "lang=en; JSESSIONID={H32}"'),
        ("Cookie: session=<session>", "Set-Cookie: theme=dark; Path=/", "cookie = session=None"),
        (sent, plausible, random_value),
        Levels("warning"),
    ),
    with_variants(
        rule(
            "login-call",
            "Password in a call that logs in",
            tuple([Trigger(re.escape(w), 0, 240) for w in LOGINS]),
            rb"(?:"
            + SECURE
            + rb"|(?:(?:NetworkCredential|PasswordAuthentication|[A-Za-z]{0,12}BasicAuth|\.login)\(|DirectoryEntry\([^\r\n]{0,80}?|auth=\[?\()"
            rb"\s{0,8}(?:username=|user=)?\\*[\"'][^\s\"'<>{}$]{2,80}\\*[\"']\s{0,4},\s{0,8}(?:password=)?)"
            rb"\\*[\"'](?P<leak>[^\s\"'<>{}$\\]{6,120})\\*[\"']",
            (
                "$p = ConvertTo-SecureString '{a9}!7' -AsPlainText -Force",
                'creds = new NetworkCredential("svc@acme.io", "{a15}3");',
                "requests.get(url, auth=('deploy', '{a13}9'))",
                "conn.login('svc@acme.io', '{l9}7')",
            ),
            (
                'requests.get(url, auth=("user", "pass"))',
                "session.login(username, password)",
                'auth=("user", "password")',
                'HTTPBasicAuth("admin", "secret")',
                'ConvertTo-SecureString "$password" -AsPlainText -Force',
            ),
            (chosen,),
        ),
        PIPED,
        UNQUOTED,
    ),
    rule(
        "login-key",
        "Key in a call that logs in",
        (Trigger(b"key=[\"']", 160, 240), Trigger(b"key=\\\\[\"']", 160, 240)),
        rb"(?:[Ll]ogin|[Ii]nit|Client|A[Pp][Ii]|[Cc]onnect|[Aa]uthenticate|[Cc]onfigure|[Ss]etup)\((?:[^()\r\n]{0,120}?[ ,])?key="
        rb"\\*[\"'](?P<leak>[0-9A-Za-z_.-]{20,200})\\*[\"']",
        ('tracker.login(key="{h39}a")', "client = Client(url, key='{a31}7')"),
        ('wandb.login(key="your-wandb-key-goes-here")', "login(key=os.environ['WANDB_API_KEY'])", 'd.get(key="{a32}")'),
        (sent, plausible, random_value),
    ),
    rule(
        "tool-password",
        "Password given to a tool",
        (
            Trigger(b"sshpass -p", 0, 160),
            Trigger(b"(?i)psexec", 0, 300),
            Trigger(b"docker login", 0, 300),
            Trigger(b"podman login", 0, 300),
            Trigger(b"az login", 0, 300),
            Trigger(b"(?i)connect-viserver", 0, 300),
            Trigger(b"mysql -", 0, 200),
            Trigger(b"mysqldump -", 0, 200),
        ),
        rb"(?i)(?:sshpass[ ]|psexec[ ]|(?:docker|podman|az) login[ ]|connect-viserver[ ]|mysql(?:dump)?[ ])(?:[^\r\n\\]|\\.|\\\r?\n){0,200}?"
        rb"(?<![a-z0-9-])--?p(?:assword)?[ =](?=[^-])\\*[\"']?(?P<leak>[^\s\"'`$<>{}\\;&|]{5,120})",
        (
            "sshpass -p '{a13}2' ssh me@host",
            "docker login -u svc -p {h20} registry.acme.io",
            "psexec -u svc -p {a9}4x cmd",
        ),
        ("sshpass -p $PASS ssh me@host", "docker login -u user --password-stdin", "mysql -p < dump.sql"),
        (chosen,),
    ),
    rule(
        "archive-password",
        "Password given to a tool that packs or encrypts",
        (
            Trigger(b"zip -", 4, 160),
            Trigger(b"7z [ax] ", 0, 160),
            Trigger(b"mysql -", 0, 160),
            Trigger(b"mysqldump -", 0, 160),
            Trigger(b" pass:", 16, 120),
        ),
        rb"(?:(?<![a-z])(?:un)?zip [^\r\n|;&]{0,80}?-P |7z [ax] [^\r\n|;&]{0,80}? -p"
        rb"|mysql(?:dump)? (?=[^\r\n|;&]{0,80}-u)[^\r\n|;&]{0,80}?(?<= )-p|-pass(?:in|out)? pass:)"
        rb"(?=[^-])(?P<leak>[^\s\"'`$<>{}\\;&|=]{5,120})(?![^\s\"'`;&|])",
        ("zip -r -P {a11}9 out.zip data", "7z x a.7z -p{a11}9", "mysql -u svc -p{a11}9 db", "-passin pass:{a11}9"),
        ("unzip -p a.zip", "7z x a.7z -p$PASS", "mysql -u svc -p db", "-passin pass:$PASS", "zip -P password a.zip b"),
        (chosen,),
    ),
)
