"""What a file is: its format (`formats`) by its bytes (`detection`), its kind by format and name."""

from __future__ import annotations

from ..types import Kind
from .closed import ENCRYPTED as ENCRYPTED
from .detection import HEAD as HEAD
from .detection import begins_pickle as begins_pickle
from .detection import sniff as sniff
from .formats import BY_LIBRARY as BY_LIBRARY
from .formats import CLOSED as CLOSED
from .formats import FILES as FILES
from .formats import KIND_OF as KIND_OF
from .formats import LINEAR as LINEAR
from .formats import TEXTS as TEXTS
from .formats import UNINTERPRETED as UNINTERPRETED
from .formats import Format as Format

_SUFFIXES: dict[Kind, str] = {
    "card": ".md .mdx .markdown .rst .qmd",
    "notebook": ".ipynb",
    "config": ".json .yaml .yml .toml .ini .cfg .conf .env .properties .jinja .jinja2 .j2 .xml .plist .gitattributes "
    ".gitignore .gitmodules .dockerignore .editorconfig .lock .template .tf .tfvars .hcl .json5 .jsonc .netrc .npmrc",
    "code": ".py .pyi .pyx .sh .bash .zsh .fish .ps1 .bat .cmd .js .mjs .cjs .ts .tsx .jsx .java .kt .scala .go .rs .c "
    ".h .cc .cpp .cxx .hpp .cu .cuh .rb .php .pl .pm .lua .r .jl .m .swift .cs .vb .sql .html .htm .css .scss .vue "
    ".svelte .dart .ex .exs .erl .hs .ml .clj .groovy .gradle .cmake .mk .make .nix .proto .graphql .slurm .sbatch",
    "data": ".csv .tsv .jsonl .ndjson .txt .parquet .arrow .feather .orc .avro .sqlite .sqlite3 .db .xlsx .xls .ods "
    ".vcf .mbox .eml .mat .rds .rdata .rda .dta .duckdb .lance .vortex .tfrecord .tfrecords .tfrec .lmdb .mdb",
    "log": ".log .out .err .tfevents",
    "weights": ".safetensors .gguf .ggml .pt .pth .ckpt .bin .pkl .pickle .joblib .onnx .h5 .hdf5 .keras .tflite .npy "
    ".npz .pb .msgpack .mar .nemo .model .dill .skops .mlmodel .engine .trt "
    ".pt2 .ptl .ot .distcp .pdparams .pdopt .pdmodel .cbm .ubj .ftz .faiss .spacy",
    "archive": ".zip .tar .tgz .gz .bz2 .xz .zst .7z .rar .lz4 .jar .whl .tbz2 .txz",
    "media": ".png .jpg .jpeg .gif .webp .bmp .tif .tiff .svg .ico .mp4 .mov .avi .mkv .webm .mp3 .wav .flac .ogg .m4a "
    ".apng .heic .heif .avif .jxl .jp2 .dng .cr2 .cr3 .nef .arw .m4v .3gp .mka .aiff .aif .aifc .aac "
    ".opus .oga .ogv .mp2 "
    ".pdf .ttf .otf .woff .woff2",
}
_BY_SUFFIX: dict[str, Kind] = {suffix: kind for kind, text in _SUFFIXES.items() for suffix in text.split()}
_CODE_NAMES = ("dockerfile", "makefile", "jenkinsfile", "procfile", "justfile", "containerfile")
_CARD_NAMES = ("readme", "modelcard", "model_card", "datasetcard", "dataset_card")
_CONFIG_NAMES = (".env", ".netrc", "_netrc", ".npmrc", ".pypirc", "pip.conf", ".condarc", "config", "credentials")
_DATA_FOLDERS = ("data/", "dataset/", "datasets/", "train/", "test/", "validation/", "splits/")
_TEXT_ONLY: frozenset[Kind] = frozenset(("card", "config", "code", "notebook"))


def kind(path: str, fmt: Format) -> Kind:
    """What role a file plays, by its name where that tells, else by its format."""
    if fmt == "symlink":
        return "config"  # its target is a path that a machine has to have
    name = path.rsplit("/", 1)[-1].lower()
    suffix = name[name.rfind(".") :] if "." in name else ""
    by_name = _by_name(path.lower(), name, suffix)
    if fmt in KIND_OF and (by_name is None or by_name in _TEXT_ONLY):
        return KIND_OF[fmt]
    return by_name or KIND_OF.get(fmt, "other")


def _by_name(path: str, name: str, suffix: str) -> Kind | None:
    stem = name[: -len(suffix)] if suffix else name
    if stem in _CARD_NAMES and suffix in ("", ".txt", ".md", ".rst"):
        return "card"
    if name.startswith(("events.out.tfevents", "slurm-")) or name == "nohup.out":
        return "log"
    if name.startswith(_CODE_NAMES):
        return "code"
    if name in _CONFIG_NAMES or name.startswith(".env."):
        return "config"
    if suffix == ".json" and any(f"/{folder}" in f"/{path}" for folder in _DATA_FOLDERS):
        return "data"
    if suffix == ".txt":
        if name == "cmakelists.txt":
            return "code"
        if name in ("packages.txt", "vocab.txt", "merges.txt") or name.startswith(("requirements", "constraints")):
            return "config"
    return _BY_SUFFIX.get(suffix)


def name_text(path: str, fmt: Format, head: bytes = b"", size: int | None = None) -> bytes:
    """The name segment that rules on names are matched with: the path, a NUL, the format. Behind a text whose name says
    `env`, and that holds settings only by its `head`, stands another NUL and `settings`."""
    text = path.encode("utf-8", "surrogateescape") + b"\0" + fmt.encode()
    if head and b"env" in text.lower():
        from .settings import holds_no_secret

        if holds_no_secret(path, head, size):
            return text + b"\0settings"
    return text
