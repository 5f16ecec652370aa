"""Credentials in the shapes of configuration files: netrc, npmrc, pypirc, docker, kubeconfig, service accounts, hashes."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from re import Match

from ...proof.values import is_placeholder, plausible, random_value
from ...types import Context, Levels, Proof, Rule, Trigger, Verdict

WHY = "Whoever reads it logs in with these rights."
FIX = (
    "Change it at the service it is for, then remove it and keep the file out of the repository; the history keeps it."
)


def docker_auth(match: Match[bytes], context: Context) -> Verdict | None:
    """`auth` is base64 of user:password."""
    try:
        user, colon, password = a2b_base64(match["leak"]).partition(b":")
    except Base64Error:
        return Verdict("off", "it does not decode")
    if not colon or not password or is_placeholder(password):
        return Verdict("off", "it holds no password")
    return None


def rule(
    id: str,
    title: str,
    triggers: tuple[Trigger, ...],
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    proofs: tuple[Proof, ...] = (plausible,),
    why: str = WHY,
    levels: Levels = Levels("error"),
    bits: int = 80,
) -> Rule:  # noqa: A002, B008
    """A rule of this family."""
    return Rule(
        id, "tokens", title, why, FIX, levels, triggers, pattern, leaks, clean, proofs=proofs, bits=bits, carrier=None
    )


RULES: tuple[Rule, ...] = (
    rule(
        "netrc-password",
        "Password of a .netrc",
        (Trigger(b"machine ", 0, 300),),
        rb"machine\s{1,4}[0-9A-Za-z.-]{3,80}\s{1,4}login\s{1,4}\S{1,80}\s{1,4}password\s{1,4}(?P<leak>[^\s\"'<>$]{4,200})",
        ("machine api.acme.io login svc password {a16}", "machine huggingface.co\nlogin me\npassword {a30}"),
        ("machine api.acme.io login svc", "machine api.x.io login me password <password>"),
    ),
    rule(
        "npm-auth-token",
        "npm registry credentials",
        (Trigger(b"_authToken", 0, 200), Trigger(b"(?i)//registry.npmjs.org/:_password", 0, 200)),
        rb"_(?:authToken|password)\s?=\s?[\"']?(?P<leak>[0-9A-Za-z_./+=-]{16,160})",
        ("//registry.npmjs.org/:_authToken={uuid}", "//npm.acme.io/:_authToken={a40}"),
        ("//registry.npmjs.org/:_authToken=${{NPM_TOKEN}}", "_authToken=<token>"),
    ),
    rule(
        "docker-config-auth",
        "Docker registry credentials",
        (Trigger(b'"auth"', 0, 600), Trigger(b'\\\\"auth\\\\"', 0, 600)),
        rb"\\?\"auth\\?\"\s{0,4}:\s{0,4}\\?\"(?P<leak>[0-9A-Za-z+/]{10,400}={0,2})\\?\"",
        ('{{"auths": {{"https://index.docker.io/v1/": {{"auth": "{basic:deploy}"}}}}}}', '"auth": "{basic:svc}"'),
        ('"auth": "<base64>"', '"auth": "oauth2"'),
        (docker_auth,),
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
        why="Whoever reads the key file acts as the service account in its project.",
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
    ),
    rule(
        "kaggle-json",
        "Kaggle API key (kaggle.json)",
        (Trigger(b'"key"', 120, 80), Trigger(b'\\\\"key\\\\"', 120, 80)),
        rb"\\?\"username\\?\"\s{0,4}:\s{0,4}\\?\"[^\"\\]{1,60}\\?\",\s{0,8}\\?\"key\\?\"\s{0,4}:\s{0,4}\\?\"(?P<leak>[0-9a-f]{32})\\?\"",
        ('{{"username": "jane", "key": "{h32}"}}', '{{"username":"jd","key":"{h32}"}}'),
        ('{{"username": "jane", "key": "your-key"}}', '{{"username": "jane", "key": "name"}}'),
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
                    rb"\$[156]\$",
                    rb"\$apr1\$",
                    rb"\$argon2",
                    rb"\$krb5asrep\$",
                    rb"\$scrypt\$",
                    rb"\$y\$",
                )
            ]
        ),
        rb"(?P<leak>\$2[abxy]\$[0-9]{2}\$[./0-9A-Za-z]{53}|\$(?:1|apr1)\$[./0-9A-Za-z]{1,8}\$[./0-9A-Za-z]{22}|\$5\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{43}"
        rb"|\$6\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}|\$argon2(?:id|i|d)\$v=[0-9]{1,3}\$m=[0-9]{1,9},t=[0-9]{1,4},p=[0-9]{1,3}\$[0-9A-Za-z+/]{8,90}\$[0-9A-Za-z+/]{16,120}|\$krb5asrep\$[0-9$]{0,4}[^\s\"']{20,400}|\$y\$j[0-9A-Za-z./]{2,4}\$[./0-9A-Za-z]{8,90}\$[./0-9A-Za-z]{40,50})",
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
