"""Stray files: what blocks by name and by content, and what never does, per type of repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Repo, RepoType

MODEL = """
.gitattributes README.md LICENSE LICENSE.txt model.safetensors model-00001-of-00002.safetensors
model.safetensors.index.json model.gguf model.onnx tokenizer.json tokenizer.model tokenizer_config.json vocab.txt merges.txt
spiece.model config.json generation_config.json preprocessor_config.json processor_config.json special_tokens_map.json
added_tokens.json chat_template.jinja modelcard.md USE_POLICY.md NOTICE requirements.txt pyproject.toml .gitignore
.dockerignore train.py modeling_custom.py notebook.ipynb figures/loss.png adapter_config.json adapter_model.safetensors
sentence_bert_config.json modules.json 1_Pooling/config.json id_rsa.pub .env.example .npmrc.example flax_model.msgpack
tf_model.h5 openvino_model.xml openvino_model.bin pytorch_model.bin pytorch_model.bin.index.json unet/config.json
"""
DATASET = """
README.md data/train-00000-of-00001.parquet data/test.csv data/validation.jsonl train.jsonl.gz images/001.jpg audio/a.wav
dataset_infos.json my_dataset.py data-00000-of-00001.arrow state.json dataset_info.json metadata.csv shards/0001.tar
annotations/instances.json docs/paper.pdf labels.txt passwords_study.md credentials_in_the_wild.csv
"""
SPACE = """
app.py README.md Dockerfile requirements.txt packages.txt .streamlit/config.toml .gradio/certificate.pem static/style.css
static/index.html src/main.js package.json public/logo.svg assets/example.mp4 pre-requirements.txt .github/workflows/sync.yml
"""
HARMLESS: dict[RepoType, list[str]] = {"model": MODEL.split(), "dataset": DATASET.split(), "space": SPACE.split()}
BLOCKED = """
.env .env.local prod.env id_rsa deploy/id_ed25519 server.key store.p12 keys.jks .ssh/id_rsa .huggingface/token
.cache/huggingface/token .git-credentials .netrc .git/config .pypirc .aws/credentials .docker/config.json kubeconfig
kaggle.json .streamlit/secrets.toml terraform.tfstate prod.tfvars secrets.yaml client_secret_1.json .htpasswd .pgpass
etc/shadow .bash_history .python_history wandb/run-1/files/config.yaml mlruns/0/meta.yaml .ipynb_checkpoints/a.ipynb
venv/bin/activate notes.txt.swp flagged/log.csv
"""


def errors(folder: Path, names: list[str], kind: RepoType) -> list[str]:
    """`rule path` of each finding at error level."""
    blobs = [disk.blob(str(folder / n), n, (folder / n).stat().st_size) for n in names]
    settings = engine.Settings(repo=Repo(None, kind, "flag"), families=("files",))
    report = engine.scan(blobs, RULES, reader_for, policy.DEFAULT, settings)
    return [f"{f.rule} {f.at.path}" for f in report.findings if f.level == "error"]


def put(folder: Path, name: str, data: bytes = b"text\n") -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return name


@pytest.mark.parametrize("kind", HARMLESS)
def test_files_that_never_block(kind: RepoType, tmp_path: Path) -> None:
    assert errors(tmp_path, [put(tmp_path, name) for name in HARMLESS[kind]], kind) == []


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_names_that_block(kind: RepoType, tmp_path: Path) -> None:
    names = [put(tmp_path, name) for name in BLOCKED.split()]
    found = {line.split(" ", 1)[1] for line in errors(tmp_path, names, kind)}
    folders = tuple(path for path in found if path.endswith("/"))
    assert [name for name in names if name not in found and not name.startswith(folders)] == []


KEY = b"-----BEGIN RSA PRIVATE" + b" KEY-----\nMIIEpAIBAAKCAQEA\n"
CONTENTS = {
    "private key in a text file": ("notes.txt", KEY, True),
    "certificate": ("ca.pem", b"-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n", False),
    "memory image by content": ("dump.bin", b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x04\0" + b"\0" * 50, True),
    "pickle by another name": ("model.txt", b"\x80\x04\x95\x05\0\0\0\0\0\0\0]\x94.", None),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_content_decides(name: str, tmp_path: Path) -> None:
    file, data, blocks = CONTENTS[name]
    put(tmp_path, file, data)
    blobs = [disk.blob(str(tmp_path / file), file, len(data))]
    settings = engine.Settings(families=("files",))
    found = engine.scan(blobs, RULES, reader_for, policy.DEFAULT, settings).findings
    levels = {f.level for f in found}
    assert levels if blocks is None else ("error" in levels) is blocks


def test_members_of_archives_have_names_too(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        archive.writestr("inner/.env", "A=b\n")
        archive.writestr("inner/notes.txt", KEY)
    assert sorted(errors(tmp_path, ["data.zip"], "dataset")) == [
        "env-file data.zip!/inner/.env",
        "private-key-content data.zip!/inner/notes.txt",
    ]


def test_the_users_globs_win(tmp_path: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    for name in ("run.key", "model.pkl"):
        put(tmp_path, name)
    put(tmp_path, ".hubseal.yaml", b"files: {allow: ['*.key'], forbid: ['*.pkl']}\n")
    done = hubseal("scan", "run.key", "model.pkl", "--only", "files", cwd=tmp_path)
    assert done.returncode == 1
    assert "model.pkl: error forbidden-file" in done.stdout
    assert "run.key" not in done.stdout
