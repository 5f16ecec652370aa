"""Private keys by content: PEM in every spelling, PuTTY, SSH1, JWK."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from re import Match

from ...rule_types import Levels, MatchContext, RuleEntry, Trigger, Verdict
from ...validators.heuristics import secret
from ...validators.synthetic import in_samples
from ...validators.values import is_patterned, is_placeholder, plausible
from ..entries import detected

REACH = 24_000
LEAST = 56
"""Letters and digits of the shortest body: an Ed25519 key in PEM has 64 characters."""
BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_")
WHY = "Whoever reads it signs, decrypts or logs in as its owner."
FIX = "Replace the key pair wherever its public half is trusted, then remove it; the history keeps what was committed."
BREAK = rb"(?:\\{1,4}[rnt]|[\r\n\t ]|\\{0,4}[\"']|,|\||>|%0[AaDd]|&#1[03];|<br ?/?>)"
"""What may stand between the lines of a key: a newline, `\\n` as two characters, spaces, or quotes of a joined string.
Each is read in one way: what could be one break or two is tried in a number of ways that doubles with each."""
BODY = rb"[0-9A-Za-z+/=]{16,}(?:(?:" + BREAK + rb"){1,25}[0-9A-Za-z+/=]{1,}){0,600}"
"""Lines of base64; `+` also joins the pieces of a string."""
HEADERS = rb"(?:(?=(?P<header>[A-Za-z][A-Za-z-]{2,20}: [^\r\n\\]{1,120}" + BREAK + rb"{1,25}))(?P=header)){0,6}"
"""Lines such as `Proc-Type: 4,ENCRYPTED`; the look-ahead takes each in one way only."""
KTY = rb"\"kty\\{0,2}\"\s{0,4}:\s{0,4}\\{0,2}\"(?:RSA|EC|OKP)\\{0,2}\""
SSH1_SIGN = "SSH {|}PRIVATE KEY FILE FORMAT 1.1\n" + "\0" * 7 + "5\0\0"
"""The magic line where no key follows, as in a program that knows the format."""
LABEL = rb"(?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED|ED25519|SSH2 ENCRYPTED|ANY|X25519) )?PRIVATE KEY"


def sealed(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A key under a passphrase is a lesser leak; fillers are none."""
    text = match["leak"]
    body = text[10:].partition(b"-----")[2][:2000]
    letters = bytes(c for c in body if chr(c).isalnum())
    if len(letters) < LEAST:
        return Verdict("off", "it has no body")
    if is_patterned(letters[:120]) or b"xxxxxx" in body.lower() or b"..." in body[:200] or b"EXAMPLE" in body:
        return Verdict("off", "it is a placeholder")
    if context.data[context.end : context.end + 8].lstrip().startswith((b"...", b"\xe2\x80\xa6", b"[...")):
        return Verdict("off", "its middle is left out")
    if b"ENCRYPTED" in text[:400]:
        return Verdict("warning", "it is under a passphrase, which can be guessed offline")
    return None


def wrapped(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """base64 of a PEM: of a private key or of a certificate?"""
    text = bytes(c for c in match["leak"] if chr(c) in BASE64).translate(bytes.maketrans(b"-_", b"+/"))
    try:
        plain = a2b_base64(text[: len(text) & ~3])
    except Base64Error:
        return Verdict("off", "it does not decode")
    if b"PRIVATE KEY" not in plain[:64] or len(plain) < 100:
        return Verdict("off", "it is no private key")
    if b"ENCRYPTED" in plain[:200]:
        return Verdict("warning", "it is under a passphrase, which can be guessed offline")
    return None


def _signing(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A word of documentation signs nothing."""
    value = match["leak"]
    return Verdict("off", "it is a placeholder") if is_placeholder(value) else secret(value)


RULES: tuple[RuleEntry, ...] = (
    detected(
        id="private-key-base64",
        family="tokens",
        title="Private key (base64 of a PEM file)",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(Trigger(b"LS0tLS1CRUdJTi", 0, REACH),),
        pattern=rb"(?P<leak>LS0tLS1CRUdJTi[0-9A-Za-z+/_-]{20,}"
        rb"(?:(?:\r?\n|\\{1,4}n)[ \t]{0,16}[0-9A-Za-z+/_-]{4,}){0,400}={0,2})",
        leaks=("KEY_B64={pem:RSA}", "export TLS_KEY={pem:EC}"),
        clean=("CERT_B64={pem:CERTIFICATE}", "LS0tLS1CRUdJTi{a8}"),
        validators=(wrapped,),
        prefixes=("LS0tLS1CRUdJTi",),
        bits=256,
    ),
    detected(
        id="private-key",
        family="tokens",
        title="Private key (PEM)",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(Trigger(b"PRIVATE KEY-----", 40, REACH),),
        pattern=rb"(?P<leak>-----BEGIN "
        + LABEL
        + rb"-----(?:"
        + BREAK
        + rb"|\+){0,25}"
        + HEADERS
        + BODY
        + rb"(?:(?:"
        + BREAK
        + rb"){0,25}-----END "
        + LABEL
        + rb"-----)?)",
        leaks=(
            "-----BEGIN {|}PRIVATE KEY-----\n{B64}\n{B64}\n{B40}\n-----END {|}PRIVATE KEY-----\n",
            '"key": "-----BEGIN RSA {|}PRIVATE KEY-----\\n{B64}\\n{B64}\\n-----END RSA {|}PRIVATE KEY-----\\n"',
            "KEY=-----BEGIN EC {|}PRIVATE KEY----- {B64} {B40} -----END EC {|}PRIVATE KEY-----",
            "-----BEGIN OPENSSH {|}PRIVATE KEY-----\r\n{B70}\r\n{B70}\r\n-----END OPENSSH {|}PRIVATE KEY-----\r\n",
            "key: |\n  -----BEGIN RSA {|}PRIVATE KEY-----\n  {B64}\n  {B64}\n  -----END RSA {|}PRIVATE KEY-----\n",
            "-----BEGIN RSA {|}PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{H32}\n\n{B64}\n{B64}\n",
        ),
        clean=(
            "-----BEGIN {|}PRIVATE KEY-----",
            'if line.startswith("-----BEGIN RSA {|}PRIVATE KEY-----"):',
            "-----BEGIN {|}PRIVATE KEY-----\n...\n-----END {|}PRIVATE KEY-----",
            "-----BEGIN {|}RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEA{a60}...{a8}\\n-----END {|}RSA PRIVATE KEY-----",
            "-----BEGIN PUBLIC KEY-----\n{B64}\n{B64}\n-----END PUBLIC KEY-----",
        ),
        validators=(sealed, in_samples),
        prefixes=("-----BEGIN ",),
        bits=256,
    ),
    detected(
        id="pgp-private-key",
        family="tokens",
        title="PGP private key",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(Trigger(b"PGP PRIVATE KEY BLOCK-----", 40, REACH),),
        pattern=rb"(?P<leak>-----BEGIN PGP PRIVATE KEY BLOCK-----(?:" + BREAK + rb"){1,25}" + HEADERS + BODY + rb")",
        leaks=(
            "-----BEGIN PGP {|}PRIVATE KEY BLOCK-----\n\n{B64}\n{B64}\n{B64}\n=abcd\n-----END PGP {|}PRIVATE KEY BLOCK-----",
            "-----BEGIN PGP {|}PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{B64}\n{B64}\n",
        ),
        clean=("-----BEGIN PGP {|}PRIVATE KEY BLOCK-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{B64}\n{B64}\n"),
        validators=(sealed,),
        prefixes=("-----BEGIN PGP PRIVATE KEY BLOCK-----",),
        bits=256,
    ),
    detected(
        id="putty-private-key",
        family="tokens",
        title="PuTTY private key",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(Trigger(rb"PuTTY-User-Key-File-", 0, 4000),),
        pattern=rb"(?P<leak>PuTTY-User-Key-File-[0-9]: [a-z0-9-]{3,40}(?:(?:[^\r\n\\]|\\(?!n)){0,200}(?:\r?\n|\\n)){1,60}?"
        rb"Private-Lines: [0-9]{1,3}(?:\r?\n|\\n)[0-9A-Za-z+/=]{16,}(?:(?:\r?\n|\\n)[0-9A-Za-z+/=]{4,}){0,60})",
        leaks=(
            "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\n{B64}\nPrivate-Lines: 2\n{B64}\n{B64}\nPrivate-MAC: {h40}\n",
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\nComment: k\nPublic-Lines: 1\n{B64}\nPrivate-Lines: 1\n{B64}\n",
        ),
        clean=("PuTTY-User-Key-File-2: ssh-rsa", "a file that begins with PuTTY-User-Key-File-3"),
        prefixes=("PuTTY-User-Key-File-",),
        bits=256,
    ),
    # After the magic line, as OpenSSH wrote it: NUL, cipher, four NULs, the size in bits (at most 16,384, big-endian).
    detected(
        id="ssh1-private-key",
        family="tokens",
        title="SSH protocol 1 private key",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(Trigger(rb"SSH PRIVATE KEY FILE FORMAT 1\.1\n", 0, 64),),
        pattern=rb"(?P<leak>SSH PRIVATE KEY FILE FORMAT 1\.1\n)(?=[\t\r\x20-\x7e]|\0[\0-\6]\0{6}[\0-\x40])",
        leaks=("SSH {|}PRIVATE KEY FILE FORMAT 1.1\n{a40}", "x\nSSH {|}PRIVATE KEY FILE FORMAT 1.1\n{a8}"),
        clean=("the SSH {|}PRIVATE KEY FILE FORMAT of old", "SSH PUBLIC KEY FILE FORMAT 1.1\n", SSH1_SIGN),
        prefixes=("SSH PRIVATE KEY FILE FORMAT",),
        bits=100,
    ),
    detected(
        id="jwk-private-key",
        family="tokens",
        title="Private JSON Web Key",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(Trigger(rb"\"kty", 1600, 2400),),
        pattern=rb"(?P<kty>"
        + KTY
        + rb"[^{}]{0,1500}?)?\"d\\{0,2}\"\s{0,4}:\s{0,4}\\{0,2}\"(?P<leak>[0-9A-Za-z_-]{32,700})\\{0,2}\""
        rb"(?(kty)|[^{}]{0,1500}?" + KTY + rb")",
        leaks=(
            '{{"kty": "EC", "crv": "P-256", "x": "{a43}", "d": "{a43}"}}',
            '{{"d": "{a43}", "crv": "Ed25519", "kty": "OKP"}}',
            '{{"kty":"RSA","n":"{b200}","e":"AQAB","d":"{b300}"}}',
        ),
        clean=(
            '{{"kty": "EC", "crv": "P-256", "x": "{a43}", "y": "{a43}"}}',
            '{{"kty": "RSA", "n": "{a60}", "d": "short"}}',
        ),
        bits=256,
    ),
    detected(
        id="jwk-symmetric-key",
        family="tokens",
        title="Symmetric JSON Web Key",
        why=WHY,
        fix="Make a new key wherever this one signs or encrypts, then remove it; the history keeps it.",
        levels=Levels("error"),
        triggers=(Trigger(rb"\"oct", 200, 600),),
        pattern=rb"\"kty\"\s{0,4}:\s{0,4}\"oct\"[^{}]{0,400}?\"k\"\s{0,4}:\s{0,4}\"(?P<leak>[0-9A-Za-z_-]{22,400})\"",
        leaks=('{{"kty": "oct", "alg": "HS256", "k": "{b43}"}}', '{{"kty":"oct","k":"{b86}"}}'),
        clean=('{{"kty": "oct", "k": "short"}}', '{{"kty": "EC", "k": "{b43}"}}'),
        bits=128,
    ),
    detected(
        id="fernet-key",
        family="tokens",
        title="Fernet key",
        why="Whoever reads it decrypts what it encrypted, and forges what it signs.",
        fix="Make a new key and encrypt anew with it, then remove this one; the history keeps it.",
        levels=Levels("error"),
        triggers=(Trigger(rb"Fernet\(", 0, 80),),
        pattern=rb"Fernet\(\s{0,8}(?:key\s?=\s?)?b?\\{0,2}[\"'](?P<leak>[0-9A-Za-z_-]{43}=)\\{0,2}[\"']",
        leaks=("f = Fernet(b'{b43}=')", 'Fernet(key="{b43}=")'),
        clean=("Fernet(key)", "Fernet(b'{b20}=')", "Fernet(Fernet.generate_key())", "Fernet('" + "x" * 43 + "=')"),
        validators=(plausible, in_samples),
        bits=256,
    ),
    detected(
        id="jwt-signing-secret",
        family="tokens",
        title="Secret that signs JSON Web Tokens",
        why="Whoever reads it makes tokens for any user.",
        fix="Change it where tokens are made and checked, then read it from the environment; the history keeps it.",
        levels=Levels("error"),
        triggers=(
            Trigger(rb"jwt\.encode\(", 0, 300),
            Trigger(rb"jwt\.decode\(", 0, 300),
            Trigger(rb"jwt\.sign\(", 0, 300),
        ),
        pattern=rb"jwt\.(?:encode|decode|sign)\((?:[^()\r\n]|\(\)){1,120}?,\s{0,16}(?:key\s?=\s?)?"
        rb"(?P<quote>\\{0,2}[\"'])(?P<leak>[^\s\"'\\]{12,128})(?P=quote)",
        leaks=('jwt.encode(payload, "{a31}7", algorithm="HS256")', "jwt.sign({{ id: user.id }}, '{h40}');"),
        clean=(
            'jwt.encode(payload, SECRET_KEY, algorithm="HS256")',
            'jwt.encode(payload, "your-256-bit-secret", algorithm="HS256")',
            'jwt.decode(token, options={{"verify_signature": False}})',
            'jwt.decode(token, "secret", algorithms=["HS256"])',
        ),
        validators=(_signing, in_samples),
        bits=60,
    ),
)
