"""The files of `hubseal demo`: a small model repository as people publish it, with leaks, and the same files mended."""

from __future__ import annotations

import json

from ..rules.samples import expand
from ..typed import NamedTuple

SEED = 7
"""Every run writes the same values; none of them ever was a token of anybody."""
TENSOR = b"\0" * 16
"""The one tensor of the weights: four 32-bit zeros."""


class DemoFile(NamedTuple):
    """One file of the demo."""

    name: str
    leaking: bytes
    mended: bytes | None
    """None: the file is taken out of the repository."""
    remedy: str
    """What was done, in one line; empty where nothing leaks."""


def files() -> tuple[DemoFile, ...]:
    """All files, in the order of the narration."""
    token, logged, shown = (f'"{expand("hf_{L34}", SEED + n)}"' for n in range(3))
    checkpoint, data = "/home/jkowalski/runs/bert/checkpoint-500", "/home/jkowalski/data/cats"
    who, key = "anna.nowak@lab-zurich.org", expand("{h40}", SEED)
    return (
        DemoFile("README.md", CARD, CARD, ""),
        DemoFile("labels.csv", table(who), table("annotator-1"), "a pseudonym for whoever made the labels"),
        DemoFile("config.json", config(checkpoint), config("bert-base-uncased"), "the base model by its name"),
        DemoFile("train.py", program(token), program(VARIABLE), f"the token is revoked, and now {VARIABLE}"),
        DemoFile("eval.ipynb", notebook(f"WANDB_API_KEY={key}\n"), notebook(""), "the output of the cell is cleared"),
        DemoFile("model.safetensors", weights(data), weights("cats"), "the folder in the metadata by its name"),
        DemoFile(".env", f"HF_TOKEN={logged.strip(QUOTE)}\n".encode(), None, "taken out, and named in .gitignore"),
        DemoFile("examples/login.py", example(shown), example(shown, ALLOW), f"meant: the line ends in{ALLOW}"),
    )


CARD = b"---\nlicense: mit\nlibrary_name: transformers\n---\n# Tiny BERT\n\nFinds cats.\n"
QUOTE = '"'
VARIABLE = 'os.environ["HF_TOKEN"]'
ALLOW = "  # hubseal: allow hf-token -- revoked, a sample of our manual"
IGNORED = ".gitignore"


def table(who: str) -> bytes:
    """labels.csv."""
    return f"text,label,annotator\nA cat on a mat.,1,{who}\nA dog.,0,{who}\n".encode()


def config(base: str) -> bytes:
    """config.json."""
    return (json.dumps({"_name_or_path": base, "model_type": "bert", "vocab_size": 30522}, indent=2) + "\n").encode()


def program(token: str) -> bytes:
    """train.py."""
    return f"import os\n\nfrom huggingface_hub import login\n\nlogin(token={token})\n".encode()


def example(token: str, comment: str = "") -> bytes:
    """A sample of a manual, which shows what a token looks like."""
    return f"TOKEN = {token}{comment}\n".encode()


def notebook(output: str) -> bytes:
    """A notebook of one cell and what it printed."""
    said = [{"output_type": "stream", "name": "stdout", "text": [output]}] if output else []
    cell = {"cell_type": "code", "execution_count": 1, "id": "a1", "metadata": {}, "source": ["!env"], "outputs": said}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(book, indent=1) + "\n").encode()


def weights(folder: str) -> bytes:
    """A safetensors file: the length of its header, the header, one tensor (huggingface/safetensors, README)."""
    tensor = {"dtype": "F32", "shape": [4], "data_offsets": [0, len(TENSOR)]}
    header = json.dumps({"__metadata__": {"format": "pt", "ss_train_data_dir": folder}, "bias": tensor}).encode()
    return len(header).to_bytes(8, "little") + header + TENSOR
