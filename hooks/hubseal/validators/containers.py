"""Where a path is one of a container, of machines of a service, or of those who made what a file derives from."""

from __future__ import annotations

from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict

_IMAGE = LazyPattern(
    r"(?i)(?:\A|/)(?:(?:docker|container|apptainer|singularity)file[^/]*|[^/]*\.(?:docker|container)file|[^/]*\.def|apptainer[^/]*|singularity[^/]*"
    r"|devcontainer\.json|cog\.ya?ml|\.?devcontainer\.ya?ml)\Z"
)
"""Files that build an image: each path in them is one inside."""
_COMPOSE = LazyPattern(
    r"(?i)(?:\A|/)(?:docker-)?compose[^/]*\.ya?ml\Z|(?:\A|/)(?:k8s|kubernetes|helm|charts|manifests)/|\.helm\.ya?ml\Z|devcontainer[^/]*\Z"
)
_CI = LazyPattern(
    r"(?i)(?:\A|/)(?:\.github/(?:workflows|actions)/|\.(?:gitlab-ci|travis|appveyor|drone|woodpecker|cirrus|azure-pipelines)[^/]*\Z|\.(?:circleci|buildkite|azure|gitlab|tekton|ci)/"
    r"|(?:azure-pipelines|bitbucket-pipelines|cloudbuild|codefresh|buildspec|appveyor)[^/]*\.ya?ml\Z|jenkinsfile[^/]*\Z)"
)
"""Files that tell machines of a service what to do."""
_OWN_RUNNER = LazyPattern(rb"self-hosted|actions-runner")
_ISOLATED = LazyPattern(rb"(?m)^[ \t]*(?:container|image|services):|(?:docker|podman|nerdctl) (?:run|exec|build)")
_RUNS = LazyPattern(
    rb"(?:docker|podman|nerdctl|singularity|apptainer|enroot|ctr|srun|shifter)(?:-compose)?(?:[ \t]|\\\r?\n)"
    rb"|(?:^|[ \t\"'=])(?:-v|--volume|--bind|-B|--mount|--container-mounts?)(?:[ \t=\"']|\Z)|\bvolumes?\"?[ \t]*[:=]"
)
_INSIDE = LazyPattern(
    rb"[0-9A-Za-z_.}/~\"'$)-]:\Z|(?:target|dst|destination|mountPath|mount_path|container_path|containerPath)[\"']?[ \t]*[=:][ \t]*[\"']?\Z"
    rb"|(?:-w|--workdir|--working-dir|--pwd|--home|-e[ \t]+[A-Za-z_]+=|--env[ =][A-Za-z_]+=|--chdir)[ =]?[\"']?\Z"
)
"""What stands before the path inside, in a command or a list of volumes."""
_MAKES = LazyPattern(
    rb"(?:(?<![0-9A-Za-z_-])(?:useradd|adduser)(?:[ \t]+(?:-{1,2}[0-9A-Za-z-]+(?:[ \t=][^\s-]\S*)?|\\\r?\n))*?[ \t]+|(?:^|\n)[ \t]*USER[ \t]+|--chown=)([A-Za-z_\"'][0-9A-Za-z_\"'-]{1,31})(?=[\s:;&)]|\Z)"
)
"""A command that makes an account, or works as one."""
READ = 32 << 10
"""Bytes of a file in which accounts are looked for."""
_SECTION = LazyPattern(rb"(?m)^(%[a-z]+)")
_TOKENIZER = LazyPattern(
    r"(?i)\.(?:model|spm|spiece)(?:\.v[0-9]{1,2}[a-z0-9]{0,3})?\Z|(?:\A|/)(?:spiece|sentencepiece)[^/]*\Z"
)
"""Models of SentencePiece. Format: sentencepiece_model.proto, ModelProto.trainer_spec.input."""
_UPSTREAM = LazyPattern(
    rb"\A/(?:large_experiments|checkpoint|private/home|fsx-[0-9a-z]+|readahead|cns|placer|bigstore|namespace|google|mount/biglm|mnt/petrelfs"
    rb"|mnt/test/datasets/tokenizer_training)/|/cns/|/OPUS|/opus|/marian"
)
"""Where those who publish tokenizers trained them: Meta, Google, Microsoft, Shanghai AI Laboratory, Mistral, Helsinki NLP."""
_PUBLISHED = LazyPattern(rb"\A/(?:large_experiments/theorem/datasets/MERGED/|mnt/test/datasets/tokenizer_training/)")
"""The paths in the tokenizers of Llama and Mistral, which programs print, too."""


def in_container(match: Match[bytes], context: MatchContext) -> bool:
    """Whether a path stands inside a container or on a machine of a service, by its file or by what stands before it."""
    data, start, end = context.data, match.start("leak"), match.end("leak")
    if _IMAGE.search(context.path):
        return not (context.path.endswith(".def") and _of_host(data, start))
    host_side = data[end : end + 1] == b":" and data[end + 1 : end + 2] in (b"/", b"$", b"~", b".")
    before = data[max(start - 400, 0) : start]
    line = before[before.rfind(b"\n") + 1 :]
    if not host_side and _INSIDE.search(line) and (_COMPOSE.search(context.path) or _RUNS.search(before)):
        return True
    if _CI.search(context.path) and not host_side:
        return _OWN_RUNNER.search(data) is None or _ISOLATED.search(data) is not None
    if _COMPOSE.search(context.path) and not host_side:
        return True
    return context.kind in ("code", "config", "card") and "user" in match.re.groupindex and _made_here(match, data)


def _made_here(match: Match[bytes], data: bytes) -> bool:
    """Whether the same file makes an account of the name."""
    user = match["user"].strip(b"/\\ ")
    return any(made[1].strip(b"\"'") == user for made in _MAKES.finditer(data, 0, READ))


def _of_host(data: bytes, start: int) -> bool:
    """Whether a path in a definition of Singularity is one of the host: in `%files` the first of a line, or the base."""
    line = data[max(start - 200, 0) : start].rpartition(b"\n")[2]
    sections = _SECTION.findall(data[max(start - 4000, 0) : start])
    return line.strip().startswith(b"From:") or (not line.strip() and sections[-1:] == [b"%files"])


def settings_of_tokenizer(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A path in the training settings of a tokenizer is a warning; a note where its maker is known, wherever it is printed."""
    path = match["leak"]
    known = _UPSTREAM.search(path) if _TOKENIZER.search(context.path) else _PUBLISHED.search(path)
    if known is not None:
        return Verdict("note", "it stands in the tokenizer's training settings, and is that of those who published it")
    if _TOKENIZER.search(context.path) and context.level == "error":
        return Verdict("warning", "it stands in the tokenizer's training settings")
    return None
