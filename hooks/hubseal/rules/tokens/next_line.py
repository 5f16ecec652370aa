"""Values alone on the line, or in the fence, below the name of a secret that ends its own line."""

from __future__ import annotations

from ...rule_types import Trigger
from ...validators.next_line import below
from ..entries import another_way

WORDS = (
    b"api key",
    b"api_key",
    b"api-key",
    b"apikey",
    b"access key",
    b"secret key",
    b"secret_key",
    b"token",
    b"secret",
    b"password",
)
TAILS = (
    rb"[\n\r]",
    rb":[\n\r]",
    rb"\*\*[\n\r]",
    rb"\*\*:[\n\r]",
    rb":\*\*[\n\r]",
    rb" is[:\n\r]",
    rb" =[\n\r]",
    rb"`:[\n\r]",
    rb"\(\)[\n\r]",
)
VALUE_BELOW = another_way(
    triggers=tuple(Trigger(b"(?i)" + word + tail, 0, 400) for word in WORDS for tail in TAILS),
    pattern=rb"(?i)(?P<name>(?:api|access|secret|private|auth)?[ _-]?key|token|secret|password)(?:\(\))?(?:\*\*|__|`)?(?: is)?[ \t]?[:=]?(?:\*\*|__)?"
    rb"[ \t]{0,8}(?:\r?\n[ \t>]{0,24}){1,3}(?:(?P<fence>```[a-z]{0,12}\r?\n[ \t]{0,24})|(?P<quote>[`\"']))?"
    rb"(?P<leak>(?(fence)[^\s`<>]{8,256}|[0-9A-Za-z+/_.~=-]{20,256}))(?(quote)(?P=quote))(?=[ \t]{0,8}(?:\r?\n|\Z))",
    leaks=(
        "API Key\n{a40}\n",
        "**API key**\n{a40}\n",
        "### API key\n\n`{a40}`\n",
        "Your token is:\n\n```text\n{a40}\n```\n",
        "The password:\n```\n{a12}!7\n```\n",
        'def secret_key\n  "{a40}"\nend',
    ),
    clean=(
        "API key\n=======\n\nHow to get one\n",
        "the token\nget_token_from_the_environment\n",
        "Password:\n```\nsecret-password\n```\n",
        "The next page token\n{a40}\n",
        "API key:\n```\nYOUR_API_KEY_GOES_HERE\n```\n",
    ),
    validators=(below,),
    bits=60,
)
