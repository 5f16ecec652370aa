"""Secrets known only by the name they are assigned to: `password = "..."`, `api_key: ...`, `--token ...`."""

from __future__ import annotations

import re

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.assignment import assigned, bare_key, said
from ...validators.known_providers import unless_known
from ...validators.known_samples import published
from ..entries import another_way, detected, with_variants
from ..patterns import DEFAULT, FOLDED, TEXT, TYPED, VALUED, WRAP
from .next_line import VALUE_BELOW
from .option_lists import LISTED_OPTION
from .unnamed import UNNAMED_KEY

WORDS = (
    "password", "passwd", "passphrase", "pwd", "pass", "secret", "token", "apikey", "api_key", "api-key", "api key",
    "accesskey", "access_key", "access-key", "secret_key", "secretkey", "secret-key", "private_key", "privatekey",
    "auth_key", "authkey", "credential", "credentials", "encryption_key", "signing_key", "master_key", "client_secret",
    "clientsecret", "auth_token", "_pw", "psw", "_auth", "_key", "-key", "apitoken", "signature_key", "_salt",
    "secret_token", "secret_base", "key_base", "api.key", "access.key", "secret.key", "private.key", "encryption.key",
    "encryptionkey", "signing.key", "signingkey", "masterkey", "sharedkey", "shared_key",
)  # fmt: skip
BODY = rb"\([^()\r\n]{0,60}\)[^()\r\n]{0,30}\s{1,24}(?:\"\"\"[^\"]{0,200}\"\"\"\s{1,24})?"
"""The arguments of a function and what it says of itself, before what it returns."""
SET = (
    rb"(?:\[[0-9]{0,4}\])?(?:\\*[\"'`]|&quot;|\"\"|'')?\]?\)?[ \t]{0,16}(?:"
    + b"|".join(
        (
            TYPED + TEXT,
            DEFAULT + TEXT,
            FOLDED,
            VALUED,
            rb":=|=>|={1,3}(?:\s?\(\s{1,24}" + TEXT + rb")?|!=|:{1,2}",
            rb"(?:<-|\|\|=?|\?\?=?|or(?= ))" + TEXT,
            rb"(?<!pass )(?:to|as)(?= \\*[\"'`][^\s\"'`]{12,256}[\"'`])",
            rb":[ \t]*(?:\r?\n[ \t]{0,24}){1,2}(?:```[a-z]{0,12}\r?\n)?(?=[0-9A-Za-z+/_.~=-]{20,256}[ \t]*(?:[\r\n]|\Z))",
            rb"(?:=[ \t]?)?\{" + TEXT,
            BODY + rb"return" + TEXT,
            rb"(?:=[ ]?)?\(\)[ ]?=>?" + TEXT,
            rb"\|(?=[^\s|]{8,256}\||[^\s|]{20,256}[ \t]*(?:[\r\n]|\Z))",
            rb"(?<=[ \t])\|(?=[ \t]{1,40}`?[^\s|`]{8,}`?[ \t]{1,40}\|)",
            rb"(?P<pair>,)(?=[ \t]{0,12}\\*[\"'`])",
            rb">(?=[^<>\s]{4,200}</)",
            rb"(?P<call>\()" + TEXT,
            rb"(?P<gap>(?<=[A-Z])[ \t])",
        )
    )
    + rb")[ \t]{0,12}(?:\\\r?\n[ \t]{0,60})?"
)
"""What stands between a name and its value. A `call` has to be one that takes a secret; a `gap` alone will do in `ENV NAME value` and the like."""
REACH = 2400
"""Bytes from a name to the end of its value, at most."""
LONG = rb"[0-9A-Za-z+/_.~|=-]{257,2048}"
"""An opaque value that is longer than what people write."""
LINE = rb"(?=[^\s;&$)]{0,64}[;&$)][^\s])[0-9A-Za-z!#$%&*+,./:;?@^_~)-]{7,128}[0-9A-Za-z!#$%&*+./?@^_~-](?=[ \t]*(?:[\r\n]|\Z))"
"""A password with signs that end a value elsewhere: it goes to the end of its line."""
VALUE = (
    WRAP + rb"(?:[rbfu@$]{0,2}(?P<quote>\"\"(?=[^\"])|''(?=[^'])|\\*[\"'`]|&quot;))?"
    rb"(?(quote)(?:(?:X-)?[A-Z][a-z]{1,15}(?:-[A-Z][a-z]{1,9})?[ ](?=[0-9A-Za-z+/_.~=-]{20,256}(?P=quote)))?)"
    rb"(?P<leak>(?(quote)(?:(?:(?!(?P=quote))[^\r\n]){6,256}|" + LONG + rb")(?=(?P=quote))"
    rb"|(?:" + LINE + rb"|(?:[^\s\"'`\\<>,;&)\]}]{8,256}|" + LONG + rb")(?![^\s\"'`\\<>,;&)\]}]))))"
)
NAMES = "|".join(sorted(WORDS, key=len, reverse=True)).encode() + rb"|[?&]key"
LOUD = (b"_KEY", b"TOKEN", b"SECRET", b"PASSWORD", b"PASSWD")
"""Words that tell without an assignment, in capitals: `ENV API_KEY value`."""
NEXT = (
    rb"(?:"
    + NAMES
    + rb")(?:[\"'\]) \t\\`]{0,3}[=:]|[\"'],|[\"']?>|[\"'] value| !=|[ \t]{4}|[\"'`)\]]? [|?]|[\"'][)\]] [|?]|[|?][|?:]|\([\"']|\|[^\s|]{8}|\{[\"']|\[[0-9]{0,4}\][ ]?=|\(\)[ ]?=|"
    + BODY
    + rb"return"
    rb"| <-| (?:to|as) [\"'`]|[\"']\) or |[\"'] \{)|(?-i:(?:" + b"|".join(LOUD) + rb")(?: [^ =:|]|[\"']?\n ))"
)
"""A word, then at most three signs and an assignment, or what else may follow a name that a value is given to."""
BARE = (
    b"=",
    b" = ",
    b": ",
    b"=[\"']",
    b" = [\"']",
    b": [\"']",
    b"[\"']: [\"']",
    b"[\"']:[\"']",
    b"[\"'] => [\"']",
    b":[\"']",
)
"""What stands between `key` and a value."""
PROVIDERS = frozenset(
    "tokens." + name
    for name in (
        "accounts", "ai", "clouds", "forges", "infrastructure", "messaging", "payments", "saas", "services", "stores",
    )
)  # fmt: skip
"""The modules of rules that are named after their providers."""
OPEN_SERVERS = frozenset(
    ("openai", "huggingface", "hf", "anthropic", "azure", "aws", "google", "git", "github", "gitlab")
)
"""Providers whose variable other servers use too, with keys of any shape."""
ORDINARY = frozenset(
    ("age", "checkout", "dependency", "proof", "redirect", "render", "scale", "val", "square", "linear")
)
"""Providers whose names are ordinary words."""


def _providers() -> tuple[frozenset[str], frozenset[str]]:
    """Providers that have rules of their own: those whose keys begin with a public prefix, and those whose do not.

    Read from the index of the rules: their modules stay unloaded.
    """
    from .. import RULES

    plan = RULES.plan
    known = frozenset(RULES.detectors_of(PROVIDERS))
    heads = [plan.ids[plan.detectors[number]].partition("-")[0] for number in known if plan.prefixed[number]]
    prefixed = frozenset(heads) - OPEN_SERVERS - ORDINARY
    bare = frozenset(number for number in known if not plan.prefixed[number])
    signs = [p.decode("latin-1") for p, use in zip(plan.patterns, plan.uses, strict=True) if bare & {u[0] for u in use}]
    names = [name for sign in signs for name in re.findall(r"\A\(\?i\)(?:\(\?:)?([a-z][0-9a-z]{4,24})\)?\Z", sign)]
    return prefixed, frozenset(names) - prefixed - OPEN_SERVERS - ORDINARY


def _triggers() -> tuple[Trigger, ...]:
    """A word and the sign after it, or a blank and what may follow one; the pattern tests the rest."""
    words = sorted({w.encode().replace(b"-", rb"\-").replace(b".", rb"\.") for w in WORDS})
    signs = (rb"[\"'`\\\])\t=:>|?({]", rb" [\"'`\\\]) \t=:|?!<ta]")
    loud = [Trigger(w + end, -1, REACH) for w in LOUD for end in (rb" [^ =:|]", rb"\n ")]
    query = (Trigger(rb"(?i)[?&]key=", -1, REACH),)
    arrays = tuple([Trigger(sign, 40, 400) for sign in (rb"\[\] = [\"{]", rb"\[\]=[\"{]", rb"[0-9]\] = \"")])
    return (*[Trigger(b"(?i)" + w + sign, -1, REACH) for w in words for sign in signs], *loud, *query, *arrays)


RULES: tuple[RuleEntry, ...] = (
    with_variants(
        detected(
            id="generic-secret",
            family="tokens",
            title="Secret assigned to a telling name",
            why="Whoever reads it uses what it opens.",
            fix="Change it where it is valid, then read it from the environment or a secret store; the history keeps it.",
            levels=Levels("error"),
            triggers=_triggers(),
            pattern=rb"(?i)(?=" + NEXT + rb")(?P<name>(?:" + NAMES + rb")[a-z0-9_]{0,12}?)" + SET + VALUE,
            leaks=(
                'password = "{a12}!9"',
                "DB_PASSWORD={h15}G",
                ":password       => '{a12}7',",
                "secret_key        = {h40}",
                '"client_secret": "{a32}"',
                "secret_key: {h40}",
                'connect(api_key="{a24}")',
                "<password>{a14}9</password>",
                "define('AUTH_KEY', '{a12}!7;{a12}|#{a12}');",
                'login(username="jane.doe", password="{l9}")',
                'api_key: str = "{a24}"',
                "secret_token: Optional[str] = Field(default='{h40}')",
                "parser.add_argument('--api_key', type=str, default='{a24}')",
                'variable "api_key" {{\n  type    = string\n  default = "{h40}"\n}}',
                "- name: API_KEY\n  value: {h40}\n",
                "api_key: >-\n  {h40}\n",
                "const key = process.env.API_KEY || '{a24}';",
                'key = os.environ.get("API_KEY") or "{h40}"',
                "| API_KEY | {h40} |",
                "Set the API_KEY to `{a24}` first.",
                "ENV API_KEY {h40}",
                "# api_key = {h40}",
                'builder.apiKey("{h40}").build()',
                'client.set_access_token("{h40}")',
                'connect("host=db.io user=svc password={a12}9x")',
                'LAMBDA_API_KEY="secret_{n20}_{a16}9{a15}.{a16}9{a15}"',
                "%env API_KEY={h40}",
                "encryptionKey: '{h40}',",
                "smtp_user: svc\nsmtp_pass: {a12}7x\n",
                "DB_PASS={a12}7x",
                "DB_PASSWORD=${{DB_PASSWORD:-{a12}7x}}",
                "user: svc\npass: {a12}7x\n",
            ),
            clean=(
                'password = "changeme"',
                "password = os.environ['PASSWORD']",
                "token: str = None",
                "max_tokens=4096",
                'pad_token="<pad>"',
                'secret_name = "my-app-secret"',
                'api_key = "YOUR_API_KEY"',
                "password: ${{DB_PASSWORD}}",
                'label = "Enter your password: "',
                'token_url = "https://x.io/oauth/token"',
                'password = "Please enter your new password"',
                "csrf_token = '{a32}'",
                'public_key = "{a32}"',
                '"vocab": {{"token": 1234, "##password": 5678}}',
                'api_key: str = ""',
                'api_key: Optional[str] = Field(default=None, description="The key of {a24}")',
                "parser.add_argument('--api_key', default=os.environ['API_KEY'], help='{a24}')",
                'variable "db_password" {{\n  description = "Password of the database"\n  sensitive = true\n}}',
                "- name: API_KEY\n  valueFrom:\n    secretKeyRef: {{name: a, key: b}}",
                "| API_KEY | string | The key that {a24} issues |",
                "| token | description |",
                "Set the token to `none`.",
                'client.get_secret("{h40}")',
                'verify_token("{h40}")',
                "f'host={{host}} password={{password}}'",
                'connect("host=db.io password=%s")',
                "arguments to pass to `{a24}`",
                "ENV GPG_KEY {h40}",
                "TOKEN {h40}",
                "password or passphrase",
                '"minipass": "^7.0.{d1}"',
                '"cookie-signature-token": "~1.0.{d1}-beta.{d2}"',
                "PASS: test_{l9}/{l6}1.exp: print x1",
                "* agent/command.c (cmd_preset_passphrase): Likewise.",
                "application/vnd.apple.pkpass:*.pkpass",
                "host:port:username:password:base_dn:flags:",
                "/etc/passwd:{l5}:x:2098:1000:",
                "sig_key:  51:C4:0C:6D:7E:A5:6C:D8:8F:B4:3A:DF",
                'complete "username= password= scmVersion="',
                "DB_PASSWORD=${{DB_PASSWORD:?Variable not set}}",
                'prepare_url("hf_token", "acme/{l5}3-Embedding-0.6B")',
                '"hashed_password": "fakehashed{l5}1"',
            ),
            validators=(unless_known(_providers), published),
            bits=60,
        ),
        another_way(
            title="Random value under the name key",
            levels=Levels("warning"),
            triggers=tuple(
                Trigger(b"(?i)key" + number + sign + rb"[0-9a-z+/_-]{24}", -1, 200)
                for sign in BARE
                for number in (b"", b"[12]")
            ),
            pattern=rb"(?i)(?:(?<![0-9a-z_-])|(?<=[a-z])(?-i:(?=K)))(?P<name>key)[12]?[\"']?[ \t]?(?::|=>?)[ \t]{0,4}(?P<quote>[\"'])?"
            rb"(?P<leak>[0-9a-z+/_-]{24,128}={0,2})(?(quote)(?P=quote)|(?=[ \t]*(?:[\r\n]|\Z)))",
            leaks=("key: {a32}\n", "Key={a40}\n", 'cfg = {{camelKey: "{a32}"}}', '"key": "{a36}"'),
            clean=(
                "key: {h40}",
                "cacheKey: '{a32}'",
                "key = getAccessTokenFromTheEnvironment",
                'key: "{l9}_{l9}_{l9}"',
            ),
            validators=(bare_key, published),
            bits=120,
        ),
        VALUE_BELOW,
        UNNAMED_KEY,
    ),
    with_variants(
        detected(
            id="command-line-secret",
            family="tokens",
            title="Secret on a command line",
            why="Whoever reads it uses what it opens.",
            fix="Change it where it is valid, then pass it by the environment or a prompt; the history keeps it.",
            levels=Levels("error"),
            triggers=tuple(
                [
                    Trigger(b"(?i)" + sign + w + b" ", 64, 200)
                    for sign in (b"-", b"_")
                    for w in (
                        b"password",
                        b"passwd",
                        b"token",
                        b"api-key",
                        b"api_key",
                        b"apikey",
                        b"secret",
                        b"access-key",
                        b"secret-key",
                        b"encryption-key",
                        b"auth-key",
                    )
                ]
            ),
            pattern=rb"(?i)(?<![a-z0-9])--?(?P<name>(?:[a-z0-9]{1,16}[_-]){0,3}(?:password|passwd|token|api[_-]?key|(?:access|secret|encryption|auth)[_-]key|secret))"
            rb" {1,4}(?:\\\r?\n[ \t]{0,60})?(?P<quote>\\*[\"'])?(?P<leak>(?(quote)[^\s\"'`\\]{6,200}(?=(?P=quote))"
            rb"|[^\s\"'`\\,;<>|()\x80-\xff]{6,200}(?![^\s\"'`\\,;<>|\x80-\xff])))",
            leaks=("backup --user app --password {a12}#1 db", "deploy --token {h40} --prod", "serve --api-key '{a32}'"),
            clean=(
                "deploy --token $TOKEN",
                "serve --api-key <your key>",
                "--password PASSWORD  the password",
                "--token TEXT  Access token of the server",
                "The new --password options.",
                "login --token your_token_here",
            ),
            validators=(assigned,),
            bits=60,
        ),
        LISTED_OPTION,
    ),
    detected(
        id="told-password",
        family="tokens",
        title="Password said in a sentence",
        why="Whoever reads it uses what it opens.",
        fix="Change it where it is valid, then tell it to those who need it by another way; the history keeps it.",
        levels=Levels("error", (("*", "data", "warning"), ("*", "weights", "warning"))),
        triggers=tuple(
            [
                Trigger(b"(?i)pass" + w + end, 0, 160)
                for w in (b"word", b"phrase", b"code")
                for end in (b" is", b" for ")
            ]
        ),
        pattern=rb"(?i)pass(?:word|phrase|code) (?:for (?:(?! is\b)[^.\r\n]){1,60} )?is:? {1,2}(?P<quote>\\*[\"'`]|\xe2\x80\x9c|\*\*)?"
        rb"(?P<leak>(?(quote)[^\s\"'`*\\\xe2]{4,64}(?=\\*[\"'`*]|\xe2\x80\x9d)"
        rb"|(?=[^\s]{0,30}[0-9])(?=[^\s]{0,30}[A-Za-z])[0-9A-Za-z!@#$%^&*_+-]{6,64}(?=[.,;:)]?(?:\s|\Z))))",
        leaks=(
            "The password is `{a9}4!x`.",
            'Unpack it; the password for the archive is "{l9}7".',
            "the passphrase is {a12}7",
        ),
        clean=(
            "The password is required.",
            "error: \"password is 'invalid'\"",
            "the password is {{password}}",
            "Your password is 'your_password'",
            "the password for the server is stored in `config.yaml`",
            "The password is 8characters long",
        ),
        validators=(said,),
        bits=40,
    ),
)
