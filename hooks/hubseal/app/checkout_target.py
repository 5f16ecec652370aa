"""Which Hub repository a checkout belongs to, and of what type: no git process, no YAML, a few small reads."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from .. import sidefile
from ..regex import LazyPattern
from ..sources import disk, work_tree
from ..types import Checkout, Repo, RepoType

CARD_BYTES = 64 << 10
_HOSTS = ("huggingface.co", "hf.co")
_REMOTE = LazyPattern(r"(?m)^[ \t]*url[ \t]*=[ \t]*(\S+)[ \t\r]*$")
_SPACE = LazyPattern(r"(?m)^(?:sdk|sdk_version|app_file|app_port|python_version)\s*:")
_DATASET = LazyPattern(
    r"(?m)^(?:task_categories|task_ids|dataset_info|configs|size_categories|annotations_creators|language_creators"
    r"|source_datasets|pretty_name|multilinguality|extra_gated_eu_disallowed)\s*:",
)
_MODEL = LazyPattern(
    r"(?m)^(?:library_name|pipeline_tag|base_model|model-index|model_name|datasets|metrics|inference|widget)\s*:",
)


def detect(top: str, policy_type: RepoType | None, flag: RepoType | None) -> Repo:
    """The repository at `top`: by flag, policy, git remote, card, else a model; `type_from` says which."""
    remote = _remote(top)
    name = remote[0] if remote else None
    if flag:
        return Repo(name, flag, "flag")
    if policy_type:
        return Repo(name, policy_type, "policy")
    if remote:
        return Repo(name, remote[1], "remote")
    card = _card(top)
    return Repo(None, card, "card") if card else Repo(None, "model", "default")


def checkout(folder: str, clean: Callable[[str], str]) -> Checkout:
    """The work tree that somebody who stands in `folder` is in; `clean` masks its names."""
    here = os.path.abspath(folder)
    tree = work_tree.find(here)
    top = tree.top if tree is not None else here
    prefix = disk.relative(here, top)
    return Checkout(clean(disk.slashes(top)), "" if prefix == os.curdir else clean(prefix))


def _remote(top: str) -> tuple[str, RepoType] | None:
    """(id, type) of the first git remote that is on the Hub."""
    tree = work_tree.at(top)
    if tree is None:
        return None
    text = _read(os.path.join(tree.common, "config"), CARD_BYTES)
    hosts: tuple[str, ...] = _HOSTS
    endpoint = os.environ.get("HF_ENDPOINT", "")
    if endpoint:
        hosts = (*hosts, re.sub(r"^\w+://", "", endpoint).split("/")[0].split(":")[0])
    for url in _REMOTE.findall(text):
        found = _hub_url(url, hosts)
        if found:
            return found
    return None


def _hub_url(url: str, hosts: tuple[str, ...]) -> tuple[str, RepoType] | None:
    match = re.match(r"(?:\w+://)?(?:[^@/]*@)?([^:/]+)(?::\d+)?[:/](.+?)(?:\.git)?/?$", url)
    if match is None or match[1].lower() not in hosts:
        return None
    parts = match[2].strip("/").split("/")
    if parts[0] in ("datasets", "spaces"):
        return "/".join(parts[1:]), "dataset" if parts[0] == "datasets" else "space"
    return "/".join(parts), "model"


def _card(top: str) -> RepoType | None:
    """What the front matter of README.md speaks of."""
    text = _read(os.path.join(top, "README.md"), CARD_BYTES, top).lstrip("\ufeff")
    if not text.startswith("---"):
        return None
    front = text[3:].split("\n---", 1)[0]
    signs: tuple[tuple[LazyPattern[str], RepoType], ...] = ((_SPACE, "space"), (_MODEL, "model"), (_DATASET, "dataset"))
    return next((repo_type for pattern, repo_type in signs if pattern.search(front)), None)


def _read(path: str, most: int, within: str | None = None) -> str:
    """The beginning of a small file; empty when there is none, or none that may be opened."""
    try:
        data = sidefile.head(path, most, within) or b""
    except sidefile.SideFileError:
        return ""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")
