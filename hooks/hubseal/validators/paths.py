"""Whether a path or host names a person, a machine, or nobody in particular."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from ..types import Kind
from .containers import in_container, settings_of_tokenizer
from .users import GENERIC, NOBODY, SYSTEM, TEXTBOOK, is_service, names_nobody
from .versions import drawn, versioned

WRITTEN: frozenset[Kind] = frozenset(("card", "code"))
"""Kinds that people write by hand, where an example is at home."""
MACHINE: frozenset[Kind] = frozenset(("config", "weights"))
"""Kinds in which a path is one that some program once opened."""
_PAGE = LazyPattern(rb"(?i)\.(?:md|html?|php|rst)\Z")
_VOCABULARY = re.compile(r"(?:\A|/)(?:vocab|tokenizer|added_tokens)\.json\Z")
"""Files whose keys are words of a model."""
LOADED = re.compile(r"name_or_path$|base_model$|checkpoint$|tokenizer_(?:file|path)$")
"""Keys whose value is loaded from where it says; in capitals they are variables of a container, with paths of its own."""
_PLACEHOLDER = LazyPattern(
    rb"[<>{}$%*\[\]()|]|\A\.+\Z|\A_+\Z|(?i:\Ayour|\Amy[-_]|xxx|example|placeholder|\Ausername[-_]?[0-9]*\Z)"
)
_URL_BEFORE = LazyPattern(
    rb"(?i)(?:https?|ftp|wss?|git)://[^\s\"'<>]{0,400}\Z|[0-9a-z-]\.(?:com|org|io|net|edu|dev|co|ai|app|gov|de|uk|ch|fr|cn|jp|ru)(?::[0-9]+)?[^\s\"'<>]{0,200}\Z"
)
_REMOTE_BEFORE = LazyPattern(
    rb"(?i)file:///?\Z|(?:ssh|sftp|scp|rsync|vscode-remote)://[^\s/\"'<>]{1,200}\Z"
    rb"|(?:\A|[\s\"'`=(,])(?:[0-9a-z_.-]{1,64}@)?[0-9a-z][0-9a-z.-]{0,80}:\Z"
)
"""A local file, or a folder of another machine: `ssh://host/home/...`, `user@host:/home/...`."""
_OPTION_BEFORE = LazyPattern(rb"(?:[\s\"'\[(,]-[A-Za-z]|\\[nrt])\Z")
_ROUTE_BEFORE = LazyPattern(
    rb"(?i)(?-i:(?<![0-9A-Za-z_])|(?<=[a-z])(?=[A-Z]))(?:route|get|post|put|delete|patch|path|href|src|to|action|redirect|navigate|router|url|endpoint|link)\w{0,8}\s{0,2}[=(:]\s{0,2}[\"'`]?\Z"
)


def vocabulary(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops words of a model."""
    return Verdict("off", "it is a word of a vocabulary") if _VOCABULARY.search(context.path) else None


def person(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops web routes, pages and placeholders. An account that machines come with is as any path on one machine, and
    only in what programs write; a name of textbooks is a warning in what people write; anything else names a person."""
    before = context.data[max(context.start - 400, 0) : context.start]
    line = before[before.rfind(b"\n") + 1 :]
    if _URL_BEFORE.search(line) and not _REMOTE_BEFORE.search(line):
        return Verdict("off", "it is part of a web address")
    if line[-1:].isalnum() and not _OPTION_BEFORE.search(line) and not _REMOTE_BEFORE.search(line):
        return Verdict("off", "it is part of another path")
    user = match["user"].strip(b"/\\ ")
    if (
        match["leak"].startswith(b"/")
        and context.kind not in ("weights", "data", "log")
        and _ROUTE_BEFORE.search(line)
        and match["leak"].count(b"/") < 4
        and not re.search(rb"\.[a-z0-9]{1,12}\Z", match["leak"])
    ):
        return Verdict("off", "it is a route of a web application")
    if not user or _PLACEHOLDER.search(user) or _PAGE.search(user):
        return Verdict("off", "it is a placeholder or a page")
    if names_nobody(user) or (match["leak"].startswith(b"file:") and user.lower() in SYSTEM):
        return Verdict("off", "it names nobody in particular")
    if in_container(match, context):
        return Verdict("off", "it is a home directory in a container")
    if is_service(user, home=b"ome/" in match["leak"][:40] or b"sers" in match["leak"][:20]):
        if context.kind not in MACHINE or match["leak"].rstrip(b"/\\").endswith(user):
            return Verdict("off", "it names nobody in particular")
        return opened(match, context) or Verdict("warning", "it names nobody, but opens nothing on another machine")
    if user.lower() in TEXTBOOK and context.kind in WRITTEN:
        return Verdict("warning", "it may be meant as an example; write /home/USER there")
    return settings_of_tokenizer(match, context)


_PROJECT = LazyPattern(
    rb"/(?:commun|common|shared?|public|team|everyone)(?:/|\Z)|\A/p/(?:project|scratch|fastdata|largedata)|\A/projappl/"
    rb"|/(?:grand|eagle|orion)/projects?/|/cfs/cdirs/"
)


def of_project(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The folder of a project names nobody: a note where people write it, to run there or to tell of it."""
    told = context.level == "error" and context.kind in WRITTEN and _PROJECT.search(match["leak"])
    return Verdict("note", "it names a project, and nobody in particular") if told else None


def opened(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A path that a loader follows is an error: whoever loads the copy on the Hub gets none. Placeholders drop."""
    parts = match["leak"].split(b"/")[2:]
    if any(_PLACEHOLDER.search(part) for part in parts if part) or (
        parts and parts[0].lower() in (b"to", b"your", b"path")
    ):
        return Verdict("off", "it is a placeholder")
    if context.kind in MACHINE and LOADED.search(context.key):
        return Verdict("error", "it is loaded from there, and that place is on one machine only")
    if in_container(match, context):
        return Verdict("off", "it is a place on machines of a service")
    return settings_of_tokenizer(match, context)


KEY = 400
"""Characters of a key that are looked at: its last ones."""
_LOADER = re.compile(
    r"(?i)(?:\A|[._-])(?:name_or_path|model_name_or_path|base_model(?:_name)?(?:_or_path)?|base|path_or_name"
    r"|(?:load|init|resume|start|warm_start|finetune|restore)_?from(?:_\w+)?|resume|load|init_checkpoint|pretrained(?:_\w+)?"
    r"|imatrix[._](?:file|dataset)|(?:pretrain|train|training|valid|validation|val|eval|test|dev|sft)_?(?:data|dataset|set)?"
    r"(?:_?(?:path|paths|dir|file|files|folder|root|prefix))?"
    r"|(?:\w{1,16}_)?(?:model|models|adapter|lora|tokenizer|checkpoint|ckpt|weights?|dataset|datasets|data|corpus|vocab|merges"
    r"|image|img|video|audio|cache|output|out|logging|log|save|work|run|local|hub_cache|input|result|results|feature"
    r"|annotation|ann|tower|encoder|backbone|vae|unet|controlnet|processor|tokenizer_source)s?(?:_?(?:name|model))?"
    r"(?:_?(?:path|paths|dir|dirs|directory|file|files|filename|folder|root|prefix|list))?|data_files|path)\Z"
)
"""Keys whose value a loader or trainer opens or writes."""
_AMBIGUOUS = re.compile(
    r"(?i)(?:\A|[.])(?:path|log|logs|image|images|run|cache|data|local|save|load|base|resume|input|out|test|dev)\Z"
)
"""Those of them that settings of servers and builds have, too: there only the disks of `MOUNTS` tell."""
_SYSTEM = frozenset(
    b"usr etc bin sbin lib lib64 dev proc sys run boot home users path your absolute some full my api docs static assets"
    b" public www html v1 v2 v3 webhdfs github github.com readme images img blob tree resolve main user name".split()
)
"""First parts of paths that are alike on all machines, or none at all."""
_IMAGES = frozenset(b"app src code repo project projects".split())
"""Folders in images of containers; a model that is loaded from one is on no other machine."""
_SHARED = (b"/var/run/", b"/var/log/", b"/var/www/", b"/var/lib/", b"/var/cache/", b"/opt/conda/")


def loaded_path(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what no loader opens, and places that are alike on all machines; a temporary folder is never an error."""
    value, key = match["leak"], context.key
    if not _LOADER.search(key[-KEY:]) or _AMBIGUOUS.search(key):
        return Verdict("off", "nothing is loaded from there")
    first = value[1:].partition(b"/")[0].lower()
    if first in _SYSTEM or value.startswith(_SHARED) or (first in _IMAGES and not LOADED.search(key)):
        return Verdict("off", "it is a place of every machine")
    verdict = opened(match, context)
    temporary = first in (b"tmp", b"temp") and verdict is not None and verdict.level != "off"
    return None if temporary else verdict


def tuned_from(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """What a trainer writes into a card of where its model or data came from: a path of one machine, or a placeholder."""
    first = match["leak"][1:].partition(b"/")[0].lower()
    if first in _SYSTEM or match["leak"].startswith(_SHARED):
        return Verdict("off", "it is a place of every machine")
    return opened(match, context)


def private_place(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops placeholders in the name of a bucket, share or host."""
    name = match["name"]
    if _PLACEHOLDER.search(name) or name.lower() in NOBODY or len(name) < 3:
        return Verdict("off", "it is a placeholder")
    return None


ANY_SERVER = GENERIC | frozenset(
    b"server servername fileserver localhost wsl$ wsl.localhost wsl contoso myserver my-server my_server myhost mynas yourserver your-server server1 server01 server2 host1 host01 servera serverb storage storageserver file-server file_server nasserver fs dfs domain example somehost someserver server_name server-name host hostname machine computer computername share unc network nas remote pc mypc".split()
)
"""Names of servers in explanations of network shares."""


def share(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops shares of a server that is called server."""
    name = (match["name"] or match["n2"] or match["n3"]).lower()
    if name in ANY_SERVER or _PLACEHOLDER.search(name):
        return Verdict("off", "it is a placeholder")
    return None


PUBLIC_BUCKETS = frozenset(
    b"commoncrawl commoncrawl-index-temp openimages-dataset noaa-goes16 gdelt-open-data arxiv laion-5b laion deepmind-gemini dm-robotics "
    b"tfds-data tensorflow-datasets gresearch cloud-samples-data bigquery-public-data gcp-public-data-landsat sentinel-s2-l1c registry.opendata.aws "
    b"fast-ai-nlp fast-ai-imageclas fast-ai-coco research.metamind.io pytorch download.pytorch.org amazon-reviews-pds nyc-tlc t5-data objaverse "
    b"softwareheritage openalex data.commoncrawl.org dolma bucket bucketname bucket-name mybucket my-bucket your-bucket some-bucket test-bucket".split()
)


_BUCKET_COMMAND = LazyPattern(
    rb"(?i)(?:gsutil|gcloud|aws[ \t]+(?:--\S+[ \t]+)*s3|s3cmd|s5cmd|rclone|azcopy|hdfs[ \t]+dfs|hadoop[ \t]+fs|mc[ \t]+(?:cp|mirror|ls)|ossutil|obsutil)[ \t\\]"
)
"""A program that copies from and to buckets."""


def private_bucket(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops public data sets and placeholders; in the commands of a card, a bucket is named for its readers."""
    if match["name"].lower() in PUBLIC_BUCKETS:
        return Verdict("off", "it is a public bucket or a placeholder")
    if context.kind == "card":
        line = context.data[max(context.start - 240, 0) : context.start].rpartition(b"\n")[2]
        if line.count(b"`") % 2 or _BUCKET_COMMAND.search(line):
            return private_place(match, context) or Verdict("note", "it stands in a command for readers")
    return private_place(match, context)


def private_address(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what is not a private IPv4 address: versions, loopback, the first address of a common router."""
    parts = [int(p) for p in match["name"].split(b".")]
    if any(p > 255 for p in parts) or parts[3] in (0, 255):
        return Verdict("off", "it is no host")
    if tuple(parts) in (
        (192, 168, 0, 1),
        (192, 168, 1, 1),
        (10, 0, 0, 1),
        (192, 168, 1, 100),
        (192, 168, 0, 100),
        (10, 0, 0, 2),
        (10, 1, 2, 3),
    ):
        return Verdict("off", "it is the address of many")
    if drawn(context):
        return Verdict("off", "it is part of a drawing")
    return Verdict("off", "it is a version") if versioned(context) else None
