"""Credentials in the shapes of configuration files: netrc, npmrc, docker, Kubernetes, accounts, password hashes."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from re import Match

from ...rule_types import Levels, MatchContext, RuleEntry, Trigger, Validator, Verdict
from ...validators.heuristics import password
from ...validators.known_samples import published
from ...validators.synthetic import typed
from ...validators.values import is_placeholder, plausible, random_value
from ..entries import detected
from .token_builders import KEEP

WHY = "Whoever reads it logs in with these rights."
FIX = (
    "Change it at the service it is for, then remove it and keep the file out of the repository; the history keeps it."
)


def docker_auth(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """`auth` is base64 of user:password, or of a token."""
    plain = _decoded(match["leak"])
    password = plain.partition(b":")[2] or (plain if match.groupdict().get("auths") else b"")
    if not password or is_placeholder(password):
        return Verdict("off", "it holds no password")
    return None


def kubernetes_data(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The first value of a Secret: base64 of something that is no template."""
    plain = _decoded(match["leak"])
    if len(plain) < 5 or (len(plain) < 32 and any(c < 9 or 13 < c < 32 for c in plain)):
        return Verdict("off", "it does not decode to a value")
    if is_placeholder(plain) or re.fullmatch(rb"[a-z]{1,12}", plain.strip()):
        return Verdict("note", "it decodes to a word; look at the other values of this Secret")
    return None


def _decoded(text: bytes) -> bytes:
    bare = text.rstrip(b"=")
    try:
        return a2b_base64(bare + b"=" * (-len(bare) % 4))
    except Base64Error:
        return b""


def written(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A password in a place where nothing else stands: dropped when it is a template, a note when it is a filler."""
    value = match["leak"]
    if re.search(rb"\A%\w+%\Z|\$\{?[A-Za-z_]|\{\{|\A[<{]|os\.environ", value) or re.search(
        rb"(?i)\A(?:x+|\*+|none|null)\Z", value
    ):
        return Verdict("off", "it is a template")
    return Verdict("note", "it looks like a filler") if is_placeholder(value) and not typed(value) else None


def beside_user(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A password with its user: a word of documentation is dropped, another word is a warning."""
    return password(match["leak"], known_user=True)


def with_key(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The id of a key says little without the key, which the private-key rule reports."""
    near = context.data[max(context.start - 400, 0) : context.end + 400]
    return None if b"PRIVATE KEY-----" in near else Verdict("note", "the private key itself does not stand beside it")


def old_npm(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The old tokens of npm are random UUIDs, version 4; others are tokens where a registry stands before them."""
    value = match["leak"]
    if re.fullmatch(rb"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) and value[14:15] != b"4":
        before = context.data[max(match.start() - 200, 0) : match.start()]
        if not re.search(rb"(?:\A|[\s\"'`])//[0-9A-Za-z][0-9A-Za-z._:-]{2,80}(?:/[0-9A-Za-z._/-]{0,80})?/:\Z", before):
            return Verdict("off", "it is no random UUID")
    return None


def rule(
    id: str,
    title: str,
    triggers: tuple[Trigger, ...],
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    validators: tuple[Validator, ...] = (plausible,),
    why: str = WHY,
    levels: Levels = Levels("error"),  # noqa: B008 - immutable
    bits: int = 80,
    url: str = "",
) -> RuleEntry:
    """A rule of this family; `url` is the page where the credential is revoked."""
    return detected(
        id,
        "tokens",
        title,
        why,
        "Revoke it at " + url + ", " + KEEP if url else FIX,
        levels,
        triggers,
        pattern,
        leaks,
        clean,
        validators=validators,
        bits=bits,
        url=url,
    )


NO_SECRET = rb"[0-9A-Za-z_.-]{0,60}(?i:name|user|login|address|host|port|ur[il]|endpoint|region|zone|email|type|bucket|namespace)[\"']?:"
"""Entries of a Secret that say where and who."""
KIND = rb"\"?kind\"?:[ \t]*[\"']?(?i:secret)[\"']?[ \t]*,?(?=[\r\n \t}]|\Z)"
BETWEEN = rb"(?:(?!\n---)[\s\S]){0,2000}?"

RULES: tuple[RuleEntry, ...] = (
    rule(
        "netrc-password",
        "Password of a .netrc",
        (Trigger(b"machine ", 0, 300),),
        rb"machine\s{1,4}[0-9A-Za-z.-]{3,80}\s{1,4}login\s{1,4}\S{1,80}\s{1,4}password\s{1,4}(?P<leak>[^\s\"'<>$]{4,200})",
        ("machine api.acme.io login svc password {a16}", "machine huggingface.co\nlogin me\npassword {a30}"),
        (
            "machine api.acme.io login svc",
            "machine api.x.io login me password <password>",
            "machine a.io login b password pass",
        ),
        (written, beside_user),
        bits=60,
    ),
    rule(
        "npm-auth-token",
        "npm registry credentials",
        (Trigger(b"_authToken", 0, 200), Trigger(b"(?i)//registry.npmjs.org/:_password", 0, 200)),
        rb"_(?:authToken|password)\s?=\s?[\"']?(?P<leak>[0-9A-Za-z_./+=-]{16,160})",
        ("//registry.npmjs.org/:_password={a39}=", "//npm.acme.io/:_authToken={a40}"),
        ("//registry.npmjs.org/:_authToken=${{NPM_TOKEN}}", "_authToken=<token>"),
        (plausible, old_npm),
    ),
    rule(
        "docker-config-auth",
        "Docker registry credentials",
        (Trigger(b'"auth"', 400, 600), Trigger(b'\\\\"auth\\\\"', 400, 600)),
        rb"(?P<auths>\"auths\\*\"[^\r]{0,300}?)?\"auth\\*\"\s{0,4}:\s{0,4}\\*\"(?P<leak>[0-9A-Za-z+/]{10,4000}={0,2})\\*\"",
        (
            '{{"auths": {{"https://index.docker.io/v1/": {{"auth": "{basic:deploy}"}}}}}}',
            '"auth": "{basic:svc}"',
            '{{"auths": {{"ghcr.io": {{"auth": "{B40}"}}}}}}',
        ),
        ('"auth": "<base64>"', '"auth": "oauth2"', '"auth": "{a20}"'),
        (docker_auth,),
        bits=60,
    ),
    rule(
        "kubernetes-secret",
        "Kubernetes Secret",
        tuple([Trigger(b"(?i)kind" + g + b"secret", 2400, 2400) for g in (b": ", b": ['\"]", b'": "', b'":"')]),
        rb"(?P<kind>"
        + KIND
        + BETWEEN
        + rb")?(?<![0-9A-Za-z])\"?data\"?:[ \t]*(?:\{\s{0,40})?(?:\r?\n[ \t]*#[^\r\n]{0,200}){0,4}\s{1,40}"
        rb"(?:[\"']?"
        + NO_SECRET
        + rb"[ \t]*[\"']?[0-9A-Za-z+/=]{0,200}[\"']?,?\s{1,40}){0,8}(?![\"']?"
        + NO_SECRET
        + rb")"
        rb"[\"']?[0-9A-Za-z_.-]{1,80}[\"']?:[ \t]*(?:[|>][+-]?\s{1,40})?[\"']?(?P<leak>[0-9A-Za-z+/]{8,20000}={0,2})"
        rb"(?![0-9A-Za-z+/=:.-])(?(kind)|" + BETWEEN + KIND + rb")",
        (
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: {basic:svc}\n",
            "kind: Secret\ndata:\n  username: c3ZjdXNlcg==\n  apiAddress: dGNwOi8vYTo1NzA1\n  key: {basic:svc}\n",
            "apiVersion: v1\ndata:\n  # note\n  extra: '{basic:svc}'\nkind: Secret\n",
        ),
        (
            "kind: Secret\ndata:\n  password: {{{{ .Values.password }}}}\n",
            "kind: Secret\ndata:\n  htpasswd: ''\n",
            "kind: Secret\nname: a\n---\nkind: ConfigMap\ndata:\n  key: {basic:svc}\n",
            "kind: Secret\ndata:\n  azurestorageaccountname: azhzdGVzdA==\n",
            "kind: SecretStore\ndata:\n  key: {basic:svc}\n",
        ),
        (kubernetes_data,),
        bits=60,
    ),
    rule(
        "nuget-password",
        "NuGet feed password",
        (Trigger(b"ClearTextPassword", 8, 160),),
        rb"key=\"ClearTextPassword\"\s{1,4}value=\"(?P<leak>[^\"{}\r\n]{6,120})\"",
        ('<add key="ClearTextPassword" value="{a12}" />', '<add key="ClearTextPassword"  value="F%{a11}" />'),
        (
            '<add key="ClearTextPassword" value="%NUGET_PASSWORD%" />',
            '<add key="ClearTextPassword" value="XXXXXXXX" />',
        ),
        (written, published),
        bits=40,
    ),
    rule(
        "firefox-logins",
        "Passwords saved by Firefox",
        (Trigger(b'"encryptedPassword"', 0, 400),),
        rb"\"encryptedPassword\"\s{0,4}:\s{0,4}\"(?P<leak>M[0-9A-Za-z+/]{30,400}={0,2})\"",
        ('{{"encryptedUsername": "x", "encryptedPassword": "MDoE{B72}"}}', '"encryptedPassword":"MEIE{B60}=="'),
        ('"encryptedPassword": ""', '"encryptedPassword": "string"'),
        (),
        why="With the key4.db beside it, whoever reads it has the passwords.",
    ),
    rule(
        "kubeconfig-credentials",
        "Kubernetes client credentials",
        (Trigger(b"client-key-data:", 0, 6000),),
        rb"client-key-data:\s{1,4}[\"']?(?P<leak>[0-9A-Za-z+/]{40,8000}={0,2})",
        ("    client-key-data: LS0t{a200}", "client-key-data: {a120}=="),
        ("client-key-data: <base64>", "client-key-data: REDACTED"),
        (),
    ),
    rule(
        "gcp-service-account",
        "Google Cloud service-account key",
        (Trigger(b'"private_key_id"', 0, 400), Trigger(b'private_key_id\\\\"', 0, 400)),
        rb"\"?private_key_id\\{0,2}\"\s{0,4}:\s{0,4}\\{0,2}\"(?P<leak>[0-9a-f]{40})\\{0,2}\"",
        ('{{"type": "service_account", "private_key_id": "{h40}", "private_key": "x"}}', '"private_key_id":"{h40}"'),
        ('"private_key_id": "<id>"', '"private_key_id": "abc"'),
        (plausible, with_key),
        why="Whoever reads the key file acts as the service account in its project.",
        url="https://console.cloud.google.com/iam-admin/serviceaccounts",
    ),
    rule(
        "gcp-service-account-base64",
        "Google Cloud service-account key (base64)",
        (
            Trigger(b"ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs", 0, 6000),
            Trigger(b"eyJ0eXBlIjoic2VydmljZV9hY2NvdW50Ii", 0, 6000),
        ),
        rb"(?P<leak>(?:ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs|eyJ0eXBlIjoic2VydmljZV9hY2NvdW50Ii)[0-9A-Za-z+/=]{100,6000})",
        ("KEY=ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs{a300}", "eyJ0eXBlIjoic2VydmljZV9hY2NvdW50Ii{a200}"),
        ("ewogICJ0eXBlIjogInNlcnZpY2VfYWNjb3VudCIs{a8}", "eyJ0eXBlIjoic2VydmljZV9hY2NvdW50Ii"),
        (),
        why="Whoever reads the key file acts as the service account in its project.",
        url="https://console.cloud.google.com/iam-admin/serviceaccounts",
    ),
    rule(
        "gcp-user-credentials",
        "Google Cloud application default credentials",
        (Trigger(b'"refresh_token"', 600, 600),),
        rb"\"client_secret\"\s{0,4}:\s{0,4}\"[^\"]{8,80}\"[^{}]{0,400}?\"refresh_token\"\s{0,4}:\s{0,4}\"(?P<leak>[0-9A-Za-z_./-]{20,300})\"",
        (
            '{{"client_id": "x", "client_secret": "d-{a24}", "refresh_token": "1//{b60}", "type": "authorized_user"}}',
            '"client_secret":"{a24}","refresh_token":"{b64}"',
        ),
        ('"refresh_token": "<token>"', '{{"client_secret": "{a24}"}}'),
        url="https://myaccount.google.com/connections",
    ),
    rule(
        "kaggle-json",
        "Kaggle API key (kaggle.json)",
        (Trigger(b'"key"', 120, 80), Trigger(b'\\\\"key\\\\"', 120, 80)),
        rb"\\?\"username\\?\"\s{0,4}:\s{0,4}\\?\"[^\"\\]{1,60}\\?\",\s{0,8}\\?\"key\\?\"\s{0,4}:\s{0,4}\\?\"(?P<leak>[0-9a-f]{32})\\?\"",
        ('{{"username": "jane", "key": "{h32}"}}', '{{"username":"jd","key":"{h32}"}}'),
        ('{{"username": "jane", "key": "your-key"}}', '{{"username": "jane", "key": "name"}}'),
        url="https://www.kaggle.com/settings",
    ),
    rule(
        "pgpass-password",
        "Password of a .pgpass",
        (Trigger(b":5432:", 80, 200),),
        rb"(?m)^[0-9A-Za-z.*_-]{1,80}:5432:[0-9A-Za-z*_-]{1,60}:[0-9A-Za-z*_-]{1,60}:(?P<leak>[^\s:$<>{}\"']{4,120})$",
        ("db.acme.io:5432:app:svc:{a16}\n", "*:5432:*:svc:{a14}\n"),
        ("localhost:5432:db:user:<password>\n", "postgres:5432:\n"),
        bits=60,
    ),
    rule(
        "password-hash",
        "Password hash",
        tuple(
            [
                Trigger(t, 0, 200)
                for t in (
                    rb"\$2[abxy]\$",
                    rb"\$[15689]\$",
                    rb"\$apr1\$",
                    rb"\$argon2",
                    rb"\$krb5",
                    rb"\$scrypt\$",
                    rb"\$y\$",
                )
            ]
        ),
        rb"(?P<leak>\$2[abxy]\$[0-9]{2}\$[./0-9A-Za-z]{53}|\$(?:1|apr1)\$[./0-9A-Za-z]{1,8}\$[./0-9A-Za-z]{22}|\$5\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{43}"
        rb"|\$6\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}|\$argon2(?:id|i|d)\$v=[0-9]{1,3}\$m=[0-9]{1,9},t=[0-9]{1,4},p=[0-9]{1,3}\$[0-9A-Za-z+/]{8,90}\$[0-9A-Za-z+/]{16,120}|\$[89]\$[./0-9A-Za-z]{14}\$[./0-9A-Za-z]{43}|\$krb5(?:asrep|tgs|pa)\$[0-9$]{0,4}[^\s\"']{20,4000}|\$y\$j[0-9A-Za-z./]{2,4}\$[./0-9A-Za-z]{8,90}\$[./0-9A-Za-z]{40,50})",
        ("admin:$2y$10${a53}", "root:$6${a16}${a86}:19000:0:99999:7:::"),
        ("$2y$10$short", "cost: $5 or $6"),
        (plausible,),
        why="Whoever reads it guesses the password offline.",
        levels=Levels("warning", (("*", "config", "error"),)),
    ),
    rule(
        "htpasswd-hash",
        "Password hash of an .htpasswd",
        (Trigger(rb":\{SHA\}", 60, 60), Trigger(rb"\{SSHA\}", 60, 80)),
        rb"(?P<leak>\{S?SHA\}[0-9A-Za-z+/]{27,64}={0,2})",
        ("admin:{{SHA}}{a27}=", "user:{{SSHA}}{a32}"),
        ("{{SHA}}short", "{{SSHA}}"),
        why="Whoever reads it guesses the password offline.",
        levels=Levels("warning", (("*", "config", "error"),)),
    ),
    rule(
        "filezilla-password",
        "FileZilla password",
        (Trigger(b'<Pass encoding="base64">', 0, 120), Trigger(b"<Pass>", 0, 120)),
        rb"<Pass(?: encoding=\"base64\")?>(?P<leak>[^<>\s]{4,120})</Pass>",
        ('<Pass encoding="base64">{a16}=</Pass>', "<Pass>{a12}</Pass>"),
        ("<Pass></Pass>", '<Pass encoding="base64"></Pass>'),
        (written,),
        bits=60,
    ),
    rule(
        "gh-hosts-token",
        "GitHub CLI token",
        (Trigger(b"oauth_token: ", 0, 120),),
        rb"oauth_token: (?P<leak>[0-9A-Za-z_]{30,120})",
        ("github.com:\n    oauth_token: {a40}\n", "oauth_token: {h40}"),
        ("oauth_token: ${{TOKEN}}", "oauth_token: str"),
        (plausible, random_value),
        url="https://github.com/settings/tokens",
    ),
    rule(
        "wireguard-key",
        "WireGuard private key",
        (Trigger(b"PrivateKey = ", 0, 80), Trigger(b"PresharedKey = ", 0, 80)),
        rb"(?:PrivateKey|PresharedKey) = (?P<leak>[0-9A-Za-z+/]{43}=)",
        ("[Interface]\nPrivateKey = {B43}=\n", "PresharedKey = {B43}="),
        ("PrivateKey = <key>", "PublicKey = {B43}="),
    ),
    rule(
        "vpn-static-key",
        "OpenVPN static key",
        (Trigger(b"BEGIN OpenVPN Static key V1-----", 8, 1200),),
        rb"(?P<leak>-----BEGIN OpenVPN Static key V1-----\s{1,4}(?:[0-9a-f]{32}\s{1,4}){4,20})",
        (
            "-----BEGIN OpenVPN Static key V1-----\n{h32}\n{h32}\n{h32}\n{h32}\n{h32}\n",
            "x\n-----BEGIN OpenVPN Static key V1-----\n{h32}\n{h32}\n{h32}\n{h32}\n",
        ),
        ("-----BEGIN OpenVPN Static key V1-----", "-----BEGIN OpenVPN Static key V1-----\n...\n"),
        (),
    ),
)
