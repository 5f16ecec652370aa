"""Tokens that an ellipsis or the end of a line cuts, when most of them is left."""

from __future__ import annotations

from ...rule_types import Levels
from ...validators.values import random_value
from ..entries import detected
from ..patterns import LEFT_WORD, either

CUT = (
    rb"hf_[0-9A-Za-z]{27,33}",
    rb"gh[pousr]_[0-9A-Za-z]{26,35}",
    rb"github_pat_[0-9A-Za-z_]{19,81}",
    rb"sk-ant-[0-9A-Za-z_-]{23,95}",
    rb"sk-proj-[0-9A-Za-z_-]{22,150}",
    rb"AIza[0-9A-Za-z_-]{26,34}",
    rb"npm_[0-9A-Za-z]{26,35}",
    rb"gsk_[0-9A-Za-z]{26,51}",
    rb"r8_[0-9A-Za-z]{27,36}",
    rb"xai-[0-9A-Za-z]{26,79}",
    rb"nvapi-[0-9A-Za-z_-]{24,63}",
    rb"pypi-AgEI[0-9A-Za-z_-]{21,150}",
)
"""What tokens of 30 characters and more begin with, and fewer characters than they have."""
PREFIXES = (
    "hf_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "sk-ant-", "sk-proj-", "AIza", "npm_", "gsk_", "r8_", "xai-",
    "nvapi-", "pypi-AgEI",
)  # fmt: skip

# Without prefixes of its own: of two that find the same, the rule of the provider reports it.
CUT_TOKEN = detected(
    id="cut-token",
    family="tokens",
    title="Most of an access token",
    why="Most of it is here, and where it was cut the rest may stand close by or in the history.",
    fix="Revoke it where it was made, and write its first four characters at most.",
    levels=Levels("warning", (("*", "data", "note"), ("*", "weights", "note"))),
    triggers=either(*PREFIXES, ahead=180),
    pattern=LEFT_WORD
    + rb"(?P<leak>"
    + b"|".join(CUT)
    + rb")(?:(?=\.{3}|\xe2\x80\xa6|\[\.\.\.|\\u2026|\*{3})|(?<![-_])(?=[ \t]{0,4}(?:\r?\n|\Z)))",
    leaks=(
        "the token hf_{L30}... is set",
        "ghp_{a30}\xe2\x80\xa6".encode("latin-1").decode() + " is cut",
        "loaded gsk_{a40}\n",
        "key=AIza{a30}***",
    ),
    clean=(
        "hf_{L10}...",
        "hf_{L30} is one word",
        "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...",
        "the name npm_config_registry_of_the_user_agent\n",
        "my_hf_{L30}...",
    ),
    validators=(random_value,),
    bits=60,
)
