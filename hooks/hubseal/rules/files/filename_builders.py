"""A row of the file table, and the Rule it makes.

Names are globs over the last part of a path (`*.key`, `.env.*`) or, with a slash, over its last parts
(`.aws/credentials`, `wandb/` for everything below a folder). They match in any case and at any depth, also inside
archives.
"""

from __future__ import annotations

import re
from re import Match

from ... import member_path
from ...regex import LazyPattern
from ...rule_types import Levels, MatchContext, RuleEntry, Trigger, Validator, Verdict
from ...typed import Literal
from ...types import Level
from ..entries import detected

Action = Literal["B", "W", "I", "-"]
LEVEL: dict[str, Level] = {"B": "error", "W": "warning", "I": "note", "-": "off"}
START = rb"(?i)(?:^|/)"
END = rb"(?=\x00)"
SHORT = 3
"""Letters of a literal that texts are not full of."""


def levels(actions: str) -> Levels:
    """`B/W/-`: block, warn, inform or ignore in a model / dataset / space."""
    model, dataset, space = (LEVEL[a] for a in actions.split("/"))
    return Levels(model, (("dataset", "*", dataset), ("space", "*", space)))


def translate(glob: str) -> bytes:
    """A glob as an expression for the end of a path, or for a folder in it."""
    body = re.escape(glob.rstrip("/")).replace(r"\*", "[^/\0]*").replace(r"\?", "[^/\0]").replace(r"\#", "#").encode()
    return body + (b"/" if glob.endswith("/") else END)


def trigger(glob: str) -> tuple[bytes, int]:
    """The longest literal of a glob, and how far before it the glob may begin. A short one is looked for where a name
    begins, for it stands in many texts."""
    piece = max(re.split(r"[*?\[\]]+", glob), key=len)
    end = b"\\x00" if glob.endswith(piece) and not glob.endswith("/") else b""
    begin = b"[/\\n]" if len(piece) < SHORT and glob.startswith(piece) else b""
    return b"(?i)" + begin + re.escape(piece.encode()) + end, 200 if not glob.startswith(piece) else 1


def named(
    id: str,
    title: str,
    why: str,
    fix: str,
    actions: str,
    names: str,
    unless: str = "",
    clean: tuple[str, ...] = (),
    packed: bool = True,
    validators: tuple[Validator, ...] = (),
) -> RuleEntry:
    """A rule on names; `unless` lists names that are fine although a pattern fits; without `packed`, members of
    archives are fine."""
    globs = names.split()
    triggers = dict.fromkeys(Trigger(t, back, 400) for t, back in map(trigger, globs))
    but = rb"(?!(?:" + b"|".join(translate(u) for u in unless.split()) + rb"))" if unless else b""
    plain = [g.replace("*", "x").replace("?", "1") + ("a.txt" if g.endswith("/") else "") for g in globs[:3]]
    return detected(
        id=id,
        family="files",
        title=title,
        why=why,
        fix=fix,
        levels=levels(actions),
        triggers=tuple(triggers),
        pattern=START + but + rb"(?P<leak>" + b"|".join(translate(g) for g in globs) + rb")",
        leaks=(*plain, "models/a/" + plain[0], *([member_path.join("data.zip", plain[0])] if packed else [])),
        clean=clean or ("README.md", "model.safetensors", *(u.replace("*", "x") for u in unless.split()[:3])),
        on="name",
        validators=validators if packed else (unpacked, *validators),
        bits=0,
    )


def unpacked(_match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops members of archives."""
    return Verdict("off", "it is packed in another file") if member_path.is_member(context.path) else None


def with_secrets(_match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what is empty; a file that holds settings only, or is encrypted, is a note."""
    if context.data.endswith(b"\0empty"):
        return Verdict("off", "it is empty")
    if context.data.endswith(b"\0settings"):
        return Verdict("note", "nothing in it looks like a secret")
    return None


_ENVIRONMENT = LazyPattern(r"(?i)(?:\A|/)\.?venv/(?:bin|scripts|lib|lib64|include|share|etc)/|/pyvenv\.cfg\Z")
_PACKAGE = LazyPattern(
    r"(?:\A|/)(?:src|packages|python|stdlib|site-packages|tests?)/(?:[^/]+/)*venv/[^/]+\Z|(?:\A|/)venv/__(?:init|main)__\.pyi?\Z"
)


def no_package(_match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops modules of a Python package that is called venv."""
    if _PACKAGE.search(context.path) and not _ENVIRONMENT.search(context.path):
        return Verdict("off", "it is a module of a package")
    return None


def formatted(
    id: str,
    title: str,
    why: str,
    fix: str,
    actions: str,
    formats: str,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    name: bytes = rb"[^/\x00]{1,255}",
) -> RuleEntry:
    """A rule on content: the sniffed format stands after the NUL; `name` narrows it to file names."""
    choices = [f.encode() for f in formats.split()]
    return detected(
        id=id,
        family="files",
        title=title,
        why=why,
        fix=fix,
        levels=levels(actions),
        triggers=tuple(Trigger(rb"\x00" + re.escape(c), 300, 16) for c in choices),
        pattern=rb"(?i)(?:^|/)(?P<leak>" + name + rb")\x00(?:" + b"|".join(map(re.escape, choices)) + rb")$",
        leaks=leaks,
        clean=clean,
        on="name",
        bits=0,
    )
