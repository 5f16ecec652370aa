"""Values that prove themselves: checksums and embedded structure.

Sources: GitHub's token format (blog, 2021-04), GitLab's token documentation, Grafana's `apikeygenprefixed`, and the
public checks of osv-scalibr, CredSweeper and titus (facts only). A checksum that fails lowers the level by one where a
key, a name or a header says that the value is a token: it may be cut or mistyped, and a vendor may change the scheme.
With nothing but its shape to speak for it, it is a note, and in tests and documentation it counts as made up: providers
add these sums so that a scanner can tell (GitHub, "Behind GitHub's new authentication token formats", 2021).
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64, crc32

from ..rule_types import MatchContext, Validator, Verdict
from ..types import Level

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LOWER: dict[Level, Level] = {"error": "warning", "warning": "note", "note": "note", "off": "off"}
MADE_UP_PLACES = (
    r"(?i)(?:^|[/_.-])(?:tests?|testing|testdata|fixtures?|mocks?|docs?|examples?|samples?|spec)(?:[/_.-]|$)"
)

VALID = Verdict("error", "its checksum is right, so it is no made-up value")


def base(number: int, alphabet: str, width: int) -> str:
    """`number` in the base of `alphabet`, most significant digit first, padded to `width`."""
    digits = ""
    while number:
        number, rest = divmod(number, len(alphabet))
        digits = alphabet[rest] + digits
    return digits.rjust(width, alphabet[0])


def github_sum(text: str) -> str:
    """CRC-32 in base 62, six digits: GitHub and npm."""
    return base(crc32(text.encode()), DIGITS, 6)


def gitlab_sum(text: str) -> str:
    """CRC-32 in base 36, seven digits: GitLab's routable tokens."""
    return base(crc32(text.encode()), DIGITS[:36].lower(), 7)


def little_hex_sum(text: str) -> str:
    """CRC-32 as hex of its little-endian bytes: Grafana."""
    return crc32(text.encode()).to_bytes(4, "little").hex()


def big_hex_sum(text: str) -> str:
    """CRC-32 as eight lower-case hex digits: Zuplo; Atlassian writes it in capitals."""
    return f"{crc32(text.encode()):08x}"


def base64_sum(text: str) -> str:
    """CRC-32 as base64 of its little-endian bytes without padding: Confluent."""
    return b2a_base64(crc32(text.encode()).to_bytes(4, "little"), newline=False).decode().rstrip("=")


CLAIM = (
    rb"(?i)(?:key|token|secret|passw(?:or)?d|pwd|auth|credentials?|bearer|pat|login)[0-9A-Za-z_-]{0,16}"
    rb"(?:[^0-9A-Za-z\r\n]{1,16}(?:(?:bearer|token|basic) )?|\\[nrt])\Z|://(?:[^\s/@:]{1,40}:)?\Z"
)
"""What says of the value behind it that it is a secret: `token = "`, `"apiKey": "`, `Authorization: Bearer `, `https://`
before a host."""


def claimed(context: MatchContext) -> bool:
    """Whether the text before a value, or the key it stands at, says that it is a secret."""
    before = context.data[max(context.start - 48, 0) : context.start]
    return (
        re.search(CLAIM, before) is not None
        or re.search(CLAIM, context.key.encode("utf-8", "replace") + b"=") is not None
    )


def refuted(context: MatchContext) -> Verdict:
    """The verdict on a value whose checksum, which the provider adds to tell real from made up, is wrong: a note where
    nothing but its shape speaks for it."""
    verdict = failed(context)
    return verdict if verdict.level == "off" or claimed(context) else Verdict("note", verdict.reason)


def failed(context: MatchContext, what: str = "its checksum is wrong, so it is cut, mistyped or made up") -> Verdict:
    """The verdict on a value that does not prove itself."""
    return Verdict("off" if re.search(MADE_UP_PLACES, context.path) else LOWER[context.level], what)


def _text(match: re.Match[bytes]) -> str:
    return match["leak"].decode("ascii", "replace")


def github(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`ghp_`, `gho_`, `ghu_`, `ghs_`, `ghr_`, `npm_`: the last six characters sum up the others after the prefix.

    Text may be glued to a value that is right; glued to a wrong one it makes it no more likely."""
    body = _text(match).partition("_")[2]
    if github_sum(body[:-6]) == body[-6:]:
        return VALID
    verdict = refuted(context)
    glued = context.data[context.end : context.end + 1].isalnum()
    return Verdict(LOWER[verdict.level], verdict.reason) if glued else verdict


def gitlab(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """Routable tokens, `glpat-<payload>.[<version>.]<length><sum>`: the last seven characters sum up all before them.

    The plain form of 20 characters has no checksum. So has an unversioned one from a server that signs otherwise, which
    is why only the versioned form counts against a value."""
    value = _text(match)
    if "." not in value:
        return None
    if gitlab_sum(value[:-7]) == value[-7:].lower():
        return VALID
    return refuted(context) if value.count(".") > 1 else None


def grafana(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`glsa_<32>_<sum>`."""
    value = _text(match)
    return VALID if little_hex_sum(value[:37]) == value[38:46] else refuted(context)


def grafana_fields(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """JSON in base64 with a key, a name and an organisation (`k`, `n`, `id`); links of Power BI have `k` and `t`."""
    from binascii import a2b_base64

    value = match["leak"].rstrip(b"=")
    try:
        plain = a2b_base64(value + b"=" * (-len(value) % 4))
    except ValueError:
        return None  # cut, or no base64: the shape decides
    fields = re.findall(rb'"([a-z]{1,3})"\s*:', plain)
    return Verdict("off", "it is a link of another service") if b"t" in fields and b"n" not in fields else None


def confluent(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`cflt<54><sum>`: the sum is over the 54 characters after the prefix."""
    value = _text(match)
    return VALID if base64_sum(value[4:-6]) == value[-6:] else refuted(context)


def zuplo(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`zpka_<32>_<sum>`: the sum is over the 32 characters."""
    value = _text(match)
    return VALID if big_hex_sum(value[5:37]) == value[38:46] else refuted(context)


def atlassian(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`ATATT...=<sum>`, `ATCTT...=<sum>`, `ATBB<sum>`: the last eight characters sum up all before them."""
    value = _text(match).replace("\\=", "=").replace("%3D", "=").replace("%3d", "=")
    return VALID if big_hex_sum(value[:-8]) == value[-8:].lower() else failed(context)


def elastic(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`essu_<base64 of base64 of "id:key"><sum>`: the sum is the CRC-32 of the inner base64, eight bytes in base64 again.

    The part before the sum is a working key by itself, so without the sum the value is no less a leak. The scheme follows
    from the samples of osv-scalibr: the sum of the one, and none of those that were changed, comes out right."""
    body = _text(match).removeprefix("essu_")
    if decoded(body[-12:]) == crc32(decoded(body[:-12])).to_bytes(8, "big"):
        return VALID
    inner = decoded(body[:-12]) + b" " + decoded(body)
    if any(
        re.match(rb"[0-9A-Za-z_-]{20}:[0-9A-Za-z_-]{20}", decoded(t.decode("ascii", "replace"))) for t in inner.split()
    ):
        return Verdict("error", "it decodes to the id and the key")
    return failed(context, "it does not decode to an Elastic key")


def jfrog(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """`AKCp...` is 54 bytes in base 58; `cmVmd...` is base64 of `reftkn:<digits>:<digits>:...`."""
    value = _text(match)
    if value.startswith("AKC"):
        number = 0
        for char in value:
            digit = BASE58.find(char)
            if digit < 0:
                return failed(context, "it is no base 58, so it is cut, mistyped or made up")
            number = number * 58 + digit
        right = (number.bit_length() + 7) // 8 == 54
    else:
        right = bool(re.match(rb"reftkn:\d+:\d+:", decoded(value)))
    if right:
        return Verdict("error", "it decodes to what JFrog issues")
    return failed(context, "it does not decode to a JFrog key")


def numbered(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """Tokens whose base64 is `<id>:<random bytes>` (Jira, Confluence and Bitbucket Data Center), id from 1000 on."""
    found = re.match(rb"(\d{3,13}):", decoded(_text(match).removeprefix("BBDC-")))
    if found and int(found[1]) >= 100:
        return Verdict("error", "it decodes to an id and random bytes, as Atlassian issues them")
    return failed(context, "it does not decode to an Atlassian token")


def discord(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """The first part of a bot token is its id, a number of 17 to 20 digits, in base64."""
    first = decoded(_text(match).partition(".")[0])
    if first.isdigit() and int(first) >= 1000:
        return Verdict("error", "its first part decodes to an id")
    return failed(context, "its first part does not decode to an id")


def decoded(text: str) -> bytes:
    """`text` as base64 of either alphabet, padding optional; empty when it is none."""
    plain = text.translate({45: 43, 95: 47}).rstrip("=")
    try:
        return a2b_base64(plain + "=" * (-len(plain) % 4))
    except (Base64Error, ValueError):
        return b""


def marked(marker: bytes, issuer: str) -> Validator:
    """Checks that base64 of the value after the first `_` or `-`, or of all of it, holds `marker`."""

    def validate(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
        value = _text(match)
        if marker in decoded(value) or marker in decoded(re.split(r"[_-]", value, maxsplit=1)[-1]):
            return Verdict("error", f"it decodes to what {issuer} issues")
        return failed(context, f"it does not decode to what {issuer} issues")

    return validate


def no_example(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops base64 of what says that it is an example."""
    return Verdict("off") if re.search(rb"(?i)example|testtest", decoded(_text(match))) else None
