"""File rules that look at bytes, whatever the name says."""

from __future__ import annotations

from ...rule_types import RuleEntry
from .filename_builders import formatted

OUT = "Take it out of the repository (`git rm --cached`), and add it to .gitignore."
TEXT_NAME = rb"[^/\x00]{0,200}\.(?:txt|json|jsonl|csv|tsv|md|yaml|yml|py|toml|ini|cfg|log|png|jpe?g|gif|svg|webp|html?)"

RULES: tuple[RuleEntry, ...] = (
    formatted(
        "private-key-content",
        "Private key under another name",
        "Whoever reads it logs in or signs as its owner.",
        "Replace the key pair, then " + OUT[0].lower() + OUT[1:],
        "B/B/B",
        "pem-private-key openssh-key ppk",
        ("notes.txt\0pem-private-key", "a/b.dat\0ppk"),
        ("notes.txt\0text", "cert.pem\0pem-certificate"),
    ),
    formatted(
        "key-store-content",
        "Key store or password database",
        "Whoever reads it tries passwords offline until it opens.",
        "Replace what it held, then " + OUT[0].lower() + OUT[1:],
        "B/B/B",
        "jks kdbx kdb",
        ("data.bin\0kdbx", "x/y\0jks"),
        ("data.bin\0pickle", "jks.txt\0text"),
    ),
    formatted(
        "core-dump",
        "Memory image of a crashed program",
        "It holds everything the program had in memory: tokens, data, paths.",
        OUT,
        "B/B/B",
        "elf-core",
        ("core.1234\0elf-core", "out/x\0elf-core"),
        ("core.py\0text", "lib.so\0elf"),
    ),
    formatted(
        "editor-swap-content",
        "Editor swap file",
        "It holds text that was deleted from the file, and the editor's user and host.",
        OUT,
        "B/B/B",
        "vim-swap",
        ("x.txt\0vim-swap", "a/b\0vim-swap"),
        ("x.txt\0text",),
    ),
    formatted(
        "mail-store",
        "Outlook mail store",
        "It holds whole mailboxes.",
        OUT,
        "B/W/B",
        "pst",
        ("mail.dat\0pst", "a/b\0pst"),
        ("a.txt\0text",),
    ),
    formatted(
        "executable-file",
        "Executable",
        "A model or dataset needs none, and the next person may run it.",
        "Publish the source instead, or allow it with `files.allow`.",
        "W/B/W",
        "elf pe macho wasm dex class",
        ("run.bin\0elf", "tool\0pe", "lib.dylib\0macho"),
        ("tool.py\0text", "model.onnx\0onnx"),
    ),
    formatted(
        "suffix-mismatch",
        "File that is not what its name says",
        "Scanners that go by names pass it over.",
        "Rename it to what it is, or remove it.",
        "W/W/W",
        "pickle zip gz 7z rar safetensors gguf hdf5 sqlite elf pe parquet npy",
        ("model.txt\0pickle", "logo.png\0zip", "data.csv\0gz"),
        ("model.pkl\0pickle", "logo.png\0png", "a.zip\0zip"),
        TEXT_NAME,
    ),
)
