"""Generated parts of README and docs/ that are no rules: sample reports, the policy's keys, the formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .kinds.closed import ENCRYPTED
from .readers.archives.unsupported import AS_TEXT, NAMES
from .readers.registry import READERS
from .rules import RULES
from .types import Report

SCHEMA = Path(__file__).with_name("policy.schema.json")
TITLES = {
    "text": "Text, code, cards, configs; notebooks, CSV and TSV by their suffix",
    "wide_text": "Text in UTF-16 and UTF-32",
    "pointer": "Pointers of Git LFS: the file, where it is there",
    "zip_archive": "Zip, and what is one: office documents, Keras, torch, wheels, EPUB",
    "tar": "Tar",
    "compressed": "Compressed files",
    "package": "Packages and static libraries",
    "columnar": "Columnar tables (`hubseal[data]`; statistics, schemas and dictionaries, too)",
    "sqlite": "SQLite",
    "tfrecord": "TFRecord",
    "tfevents": "Event files of TensorBoard",
    "wandb": "Runs of Weights & Biases",
    "avro": "Avro (`hubseal[data]`)",
    "safetensors": "Metadata and names of tensors",
    "pickle": "Pickles, joblib, `training_args.bin`: read by their opcodes, never run",
    "numpy": "NumPy: headers, and arrays of texts and objects",
    "gguf": "GGUF: metadata, chat templates, vocabularies",
    "onnx": "ONNX: metadata, names, doc strings, texts in tensors",
    "hdf5": "HDF5 and Keras of old: attributes and texts (`hubseal[data]`)",
    "msgpack": "MessagePack and Flax",
    "matlab": "MATLAB 5 to 7.2",
    "tflite": "TensorFlow Lite",
    "pyc": "Byte code of Python",
    "protobuf": "Protocol buffers, by their structure",
    "pdf": "PDF: pages, info, XMP, links, comments, fields, attachments, older versions",
    "media": "Metadata of pictures, sound and films; pixels and samples are skipped",
    "strings": "Files of unknown format: the texts in them",
}
"""What a reader of `readers.registry` reads."""


def sample() -> str:
    """A real report over a small repository made for it, as a terminal shows it."""
    return _as_text(_sample_report())


def tutorial() -> str:
    """The report of the commit that the tutorial makes."""
    return _as_text(_report({"config.json": '{"_name_or_path": "/home/jkowalski/runs/bert"}\n'}))


def _as_text(report: Report) -> str:
    from .reports.formats import render

    text = render(report, "text", colour=False, verbose=0, quiet=False, rules=RULES)
    return f"```text\n{text}\n```"


def sample_json() -> str:
    """The same report as JSON."""
    from .reports.formats import render

    text = render(_sample_report(), "json", colour=False, verbose=0, quiet=False, rules=RULES)
    return f"```json\n{text.rstrip()}\n```"


def sample_comment() -> str:
    """The comment that the Action would post about the same repository."""
    from .reports.addresses import blob_link
    from .reports.comment import Section, Since, marker, render

    report, sha = _sample_report(), "4f1c2a9be07d35a86c1e9f0b7d2a5c8e31f64b90"
    section = Section(
        title="acme/tiny-bert",
        report=report,
        link=blob_link("https://huggingface.co/acme/tiny-bert", sha),
        at=sha,
        since=Since(
            new=frozenset(f.fingerprint for f in report.findings if f.family == "tokens"),
            still=2,
            gone=(("notes/todo.md", "E-mail address"),),
        ),
        alert="acme/tiny-bert is public: everybody can read what was found; revoke the tokens before anything else",
    )
    return render([section], marker(section.title)).rstrip()


def _sample_report() -> Report:
    from .rules.samples import expand

    return _report(
        {
            "train.py": 'from huggingface_hub import login\n\nlogin(token="' + expand("hf_{L34}", 7) + '")\n',
            "config.json": '{\n  "_name_or_path": "/home/jkowalski/runs/bert/checkpoint-500"\n}\n',
            ".env": "STAGE=prod\n",
        }
    )


def _report(files: dict[str, str]) -> Report:
    import os
    import tempfile

    from . import engine, policy
    from .readers import reader_for
    from .sources import disk
    from .types import Repo

    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        blobs = [disk.blob(os.path.join(folder, n), n, len(t))._replace(shown=n) for n, t in files.items()]
        settings = engine.Settings(repo=Repo(None, "model", "default"), target=".", today="2026-01-01")
        return engine.scan(blobs, RULES, reader_for, policy.DEFAULT, settings)


def workflow(root: Path) -> str:
    """The example that syncs and scans, as it is tested."""
    text = (root / "github-action" / "examples" / "sync.yml").read_text(encoding="utf-8")
    return f"```yaml\n# .github/workflows/sync.yml\n{text}```"


def format_tables() -> str:
    """What is read, what is searched but not interpreted, and what is not opened."""
    lines = ["## Read", "", "| what | formats |", "|---|---|"]
    for load, formats in READERS:
        if load.__name__ in TITLES:
            lines.append(f"| {TITLES[load.__name__]} | {', '.join(f'`{name}`' for name in formats)} |")
    lines += [
        "",
        "## Searched for plain texts, and reported as not wholly read",
        "",
        "| format | why, and what to do |",
        "|---|---|",
    ]
    lines += [f"| `{name}` | {why} |" for name, why in sorted(AS_TEXT.items())]
    lines += ["", "## Known, and not opened", "", "Reported as `unsupported`: " + _named(encrypted=False) + "."]
    lines += ["", "Encrypted by design, and so a note: " + _named(encrypted=True) + "."]
    return "\n".join(lines)


def _named(encrypted: bool) -> str:
    return ", ".join(sorted({name for fmt, name in NAMES.items() if (fmt in ENCRYPTED) == encrypted}, key=str.lower))


def policy_table() -> str:
    """The keys of a policy, from its JSON Schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    lines = ["| key | takes | says |", "|---|---|---|"]
    lines += _rows(schema, schema["properties"], "")
    return "\n".join(lines)


def _rows(schema: dict[str, Any], keys: dict[str, Any], within: str) -> list[str]:
    lines = []
    for name, said in keys.items():
        lines.append(f"| `{within}{name}` | {_takes(schema, said)} | {_cell(said.get('description', ''))} |")
        item = said.get("items", said)
        if "properties" in item:
            lines += _rows(schema, item["properties"], f"{within}{name}{'[]' if 'items' in said else ''}.")
    return lines


def _takes(schema: dict[str, Any], said: dict[str, Any]) -> str:
    """What a key takes, in words."""
    while "$ref" in said:
        said = {**schema["$defs"][said["$ref"].rsplit("/", 1)[-1]], **{k: v for k, v in said.items() if k != "$ref"}}
    if "enum" in said:
        return ", ".join(f"`{value}`" for value in said["enum"])
    kind = said["type"]
    if kind == "array":
        inner = said.get("items", {})
        return "list of " + (
            "mappings" if inner.get("type") == "object" else _takes(schema, inner) if "enum" in inner else "texts"
        )
    return {"object": "mapping", "string": "text", "boolean": "true, false"}.get(str(kind), "text or number")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def parts(root: Path) -> dict[str, str]:
    """Marker -> generated text; `root` is the checkout."""
    return {
        "sample": sample(),
        "tutorial": tutorial(),
        "json": sample_json(),
        "comment": sample_comment(),
        "workflow": workflow(root),
        "formats": format_tables(),
        "policy": policy_table(),
    }
