"""What the actions of others take, read in their action.yml at the version we name: the examples are held against it.

Facts in our words, with the version that was read and its commit. To use another action or version, read its action.yml
there and add a row. Nothing of their files stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

ENDED = frozenset({"node12", "node16", "node20"})
"""Runtimes that GitHub's runners have dropped, or drop in 2026."""


class Foreign(NamedTuple):
    """One action at one ref."""

    release: str
    """The release that the ref named when it was read."""
    commit: str
    runs: str
    """`node24`, `composite`, ..."""
    required: frozenset[str]
    """Inputs that must be given: required, and without a default."""
    optional: Mapping[str, str | None]
    """Every other input, with its default; None: none."""
    values: Mapping[str, frozenset[str]] = {}
    """Inputs that take one of a few words."""
    nested: tuple[str, ...] = ()
    """Runtimes of the actions that a composite one uses."""


def _named(text: str) -> dict[str, str | None]:
    """Inputs without a default of note."""
    return dict.fromkeys(text.split())


_RESTORE = {
    "restore-keys": None,
    "enableCrossOsArchive": "false",
    "fail-on-cache-miss": "false",
    "lookup-only": "false",
}
_SAVE = {"upload-chunk-size": None, "enableCrossOsArchive": "false"}
_CACHE = ("v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae", "node24", frozenset({"path", "key"}))
_OLD_CACHE = ("v4.3.0", "0057852bfaa89a56745cba8c7296529d2fc39830", "node20", frozenset({"path", "key"}))
_CHECKOUT = {
    **_named("repository ref token ssh-key ssh-known-hosts path filter sparse-checkout github-server-url"),
    **dict.fromkeys(("ssh-strict", "persist-credentials", "clean", "show-progress", "set-safe-directory"), "true"),
    **dict.fromkeys(("fetch-tags", "lfs", "submodules", "allow-unsafe-pr-checkout"), "false"),
    "ssh-user": "git",
    "sparse-checkout-cone-mode": "true",
    "fetch-depth": "1",
}
_SARIF = {
    "sarif_file": "../results",
    "wait-for-processing": "true",
    **_named("checkout_path ref sha token matrix category"),
}
_PYTHON = {
    **_named(
        "python-version python-version-file cache architecture token cache-dependency-path pip-version pip-install"
    ),
    **dict.fromkeys(("check-latest", "allow-prereleases", "freethreaded"), "false"),
    "update-environment": "true",
}
_NODE = {
    **_named("node-version node-version-file architecture registry-url scope token cache cache-dependency-path"),
    **_named("mirror mirror-token"),
    "always-auth": "false",
    "check-latest": "false",
    "package-manager-cache": "true",
}
_ARTIFACT = {
    **dict.fromkeys(("overwrite", "include-hidden-files"), "false"),
    "name": "artifact",
    "if-no-files-found": "warn",
    "retention-days": None,
    "compression-level": "6",
    "archive": "true",
}
_APP = _named(
    "client-id app-id owner repositories github-api-url permission-checks permission-contents permission-issues"
    " permission-metadata permission-pull-requests permission-security-events"
)
_DOWNLOAD = {
    **_named("name artifact-ids path pattern github-token repository run-id"),
    **dict.fromkeys(("merge-multiple", "skip-decompress"), "false"),
    "digest-mismatch": "error",
}
_ATTEST = {
    **_named("subject-path subject-digest subject-name subject-checksums predicate-type predicate predicate-path"),
    **_named("github-token"),
    "push-to-registry": "false",
    **dict.fromkeys(("create-storage-record", "show-summary"), "true"),
}
_PUBLISH = {
    **_named("password repository-url packages-dir verify-metadata skip-existing print-hash"),
    "user": "__token__",
    "verbose": "false",
    "attestations": "true",
}
NONE: frozenset[str] = frozenset()

FOREIGN: dict[str, Foreign] = {
    "actions/checkout@v5": Foreign("v5.1.0", "fbc6f3992d24b796d5a048ff273f7fcc4a7b6c09", "node24", NONE, _CHECKOUT),
    "actions/checkout@v4": Foreign("v4.4.0", "11d5960a326750d5838078e36cf38b85af677262", "node20", NONE, _CHECKOUT),
    "actions/setup-python@v6": Foreign("v6.3.0", "ece7cb06caefa5fff74198d8649806c4678c61a1", "node24", NONE, _PYTHON),
    "actions/setup-node@v5": Foreign("v5.0.0", "a0853c24544627f65ddf259abe73b1d18a591444", "node24", NONE, _NODE),
    "actions/cache/restore@v5": Foreign(*_CACHE, _RESTORE),
    "actions/cache/save@v5": Foreign(*_CACHE, _SAVE),
    "actions/cache/restore@v4": Foreign(*_OLD_CACHE, _RESTORE),
    "actions/cache@v5": Foreign(*_CACHE, {**_RESTORE, **_SAVE, "save-always": "false"}),
    "actions/upload-artifact@v7": Foreign(
        "v7.0.0", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "node24", frozenset({"path"}), _ARTIFACT,
        {"if-no-files-found": frozenset({"warn", "error", "ignore"})},
    ),
    "actions/download-artifact@v8": Foreign("v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "node24", NONE, _DOWNLOAD),
    "actions/attest-build-provenance@v4": Foreign(
        "v4.1.0", "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32", "composite", NONE, _ATTEST, nested=("node24",)
    ),
    "pypa/gh-action-pypi-publish@v1.13.0": Foreign(
        "v1.13.0", "ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e", "composite", NONE, _PUBLISH
    ),
    "actions/create-github-app-token@v3": Foreign(  # of its permission-* inputs, those that a comment may need
        "v3.1.1", "1b10c78c7865c340bc4f6099eb2f838309f1e8c3", "node24", frozenset({"private-key"}),
        {**_APP, "skip-token-revoke": "false"},
    ),
    "github/codeql-action/upload-sarif@v4": Foreign(
        "v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e", "node24", NONE, _SARIF
    ),
    "github/codeql-action/upload-sarif@v3": Foreign(
        "v3.36.2", "dd903d2e4f5405488e5ef1422510ee31c8b32357", "node20", NONE, _SARIF
    ),
    "huggingface/hub-sync@v0.2.1": Foreign(
        "v0.2.1", "da166beda9a9aff15d1de9a82c6dc86c410ea3ee", "composite",
        frozenset({"github_repo_id", "huggingface_repo_id", "hf_token"}),
        {"repo_type": "space", "space_sdk": "gradio", "private": "false", "subdirectory": "", "hf_version": None},
        {
            "repo_type": frozenset({"model", "dataset", "space"}),
            "space_sdk": frozenset({"gradio", "streamlit", "docker", "static"}),
        },
        ("node24",),  # astral-sh/setup-uv v8.1.0
    ),
}  # fmt: skip
"""By `owner/name[/path]@ref`, as a workflow writes it; a pin by hash is looked up by the release in its comment."""


class WrongUse(Exception):
    """A step that uses an action otherwise than its action.yml says."""


def find(uses: str) -> Foreign | None:
    """The facts of what a step uses: by its ref, else by the commit it is pinned to; None when none are recorded."""
    if uses in FOREIGN:
        return FOREIGN[uses]
    name, _, ref = uses.partition("@")
    return next((f for key, f in FOREIGN.items() if key.startswith(f"{name}@") and ref in (f.commit, f.release)), None)


def faults(uses: str, given: Mapping[str, Any]) -> Iterable[str]:
    """What is wrong with a step; empty when nothing is."""
    known = find(uses)
    if known is None:
        yield f"{uses}: nothing is recorded of it; read its action.yml and add it to tests/action/foreign.py"
        return
    for runtime in (known.runs, *known.nested):
        if runtime in ENDED:
            yield f"{uses} runs on {runtime}, which has ended"
    for name in sorted(set(given) - known.required - set(known.optional)):
        yield f"{uses} has no input {name}"
    for name in sorted(known.required - set(given)):
        yield f"{uses} needs the input {name}"
    for name, words in known.values.items():
        value = str(given.get(name, known.optional.get(name)))
        if value not in words and "${{" not in value:
            yield f"{uses}: {name} is one of {', '.join(sorted(words))}, not {value}"


def inputs(uses: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The inputs as the action gets them, defaults filled in. Raises WrongUse."""
    if wrong := list(faults(uses, given)):
        raise WrongUse("; ".join(wrong))
    known = find(uses)
    assert known is not None
    return {**{k: v or "" for k, v in known.optional.items()}, **{k: str(v) for k, v in given.items()}}
