"""Keys that no name stands before, known by their length alone: 64 bytes in base64."""

from __future__ import annotations

from ...rule_types import Levels, Trigger
from ...validators.provider_names import unnamed_key
from ...validators.synthetic import shaped
from ..entries import another_way

UNNAMED_KEY = another_way(
    title="64 random bytes in base64, as Azure's storage keys are",
    levels=Levels("warning"),
    triggers=tuple([Trigger(rb"[0-9A-Za-z+/]{22}==" + end, 110, 2) for end in (rb"[\"']", rb"[\r\n]")]),
    pattern=rb"(?:(?<=[\"'])|(?<=[=:][ \t])|(?<=[=:])|(?:(?<=\n)|\A)[ \t]{0,16})(?P<leak>[0-9A-Za-z+/]{86}==)(?=[\"']|[ \t]*[\r\n])",
    leaks=('x = "{B86}=="\n', "{B86}==\n", "storage:\n  primary: {B86}==\n"),
    clean=(
        'digest = "{B86}=="\n',
        "signature: {B86}==\n",
        "sha512-{B86}==\n",
        '"integrity": "sha512-{B86}=="\n',
        "{B70}\n{B86}==\n",
    ),
    validators=(shaped, unnamed_key),
)
