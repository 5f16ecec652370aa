"""Paths: homes of nobody, of containers and of machines of a service; those in tokenizers; versions that look like addresses."""

from __future__ import annotations

from rules.rows import Found, Report, Silent, check

HOME, CLUSTER, IP = "home-path", "cluster-path", "ip-address"
WORKFLOW = ".github/workflows/tests.yml"
HOMES = [
    Silent("a path in an image", "docker/Dockerfile.gpu", "RUN mkdir -p /home/lerobot_x/.cache/hf\n"),
    Silent("a definition of an image", "train.def", "%environment\n  export HF_HOME=/home/kira/.cache/hf\n"),
    Silent(
        "a volume inside, in compose",
        "compose.yaml",
        "services:\n  a:\n    volumes:\n      - ./data:/home/kira/data/x\n",
    ),
    Silent("a volume inside, in a command", "run.sh", "docker run --rm -v $PWD:/home/kira/work/x img\n"),
    Silent(
        "a volume inside, in a card",
        "README.md",
        '```\ndocker run \\\n  -v "$HOME/.conf":/home/kira/.conf_override \\\n  img\n```\n',
    ),
    Silent(
        "a job in a container",
        WORKFLOW,
        "jobs:\n  a:\n    container: x/y\n    env:\n      HF_HOME: /home/kira/.cache/hf\n",
    ),
    Silent(
        "a hosted job",
        WORKFLOW,
        "jobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      HF_HOME: /home/kira/.cache/hf\n",
    ),
    Silent(
        "a user that the same script makes",
        "setup.sh",
        "useradd -m -s /bin/bash kira\nexport HF_HOME=/home/kira/.cache/hf\n",
    ),
    Silent(
        "a machine of Lightning",
        "a.ipynb",
        '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "/home/zeus/miniconda3/envs/x/y.py"}]}',
    ),
    Silent("a machine of Paperspace", "a.md", "cd /home/paperspace/fastai/x\n"),
    Silent("a folder on Windows", "a.md", "open C:\\Users\\Desktop\\data\\x.csv\n"),
    Silent("an account by its name", "run.py", 'x = "/home/user_lerobot/.cache/hf/y"\n'),
    Silent("a folder of tests", "run.py", 'x = "/home/TestData/asr/an4/x.json"\n'),
    Silent("a file in /home", "run.py", 'x = open("/home/info.txt/x")\n'),
    Silent("a package of a system", "a.md", "see file:///opt/pytorch/lib/python3.12/site-packages/x/y.py\n"),
    Found("a person in code", "run.py", 'x = "/home/jkowalski/.cache/hf/y"\n', HOME, "error"),
    Found("a person in a config", "config.json", '{"dir": "/home/jkowalski/runs/x"}', HOME, "error"),
    Found(
        "a person's folder, mounted by compose",
        "compose.yaml",
        "services:\n  a:\n    volumes:\n      - /home/jkowalski/data:/data\n",
        HOME,
        "error",
    ),
    Found(
        "a person's folder, mounted by a command",
        "run.sh",
        "docker run -v /home/jkowalski/data:/data img\n",
        HOME,
        "error",
    ),
    Found(
        "a person's runner",
        WORKFLOW,
        "jobs:\n  a:\n    runs-on: [self-hosted]\n    env:\n      HF_HOME: /home/jkowalski/.cache/hf\n",
        HOME,
        "error",
    ),
    Found("a person beside a list of paths", "run.sh", "export PATH=/usr/bin:/home/jkowalski/bin/x\n", HOME, "error"),
    Found(
        "a base image in a person's home",
        "train.def",
        "Bootstrap: localimage\nFrom: /home/jkowalski/base.sif\n",
        HOME,
        "error",
    ),
    Found("a person on Windows", "a.md", "open C:\\Users\\tnakamura\\Desktop\\x.csv\n", HOME, "error"),
    Found(
        "a person whose name ends like a service", "run.py", 'x = "/home/tnakamura_nvidia_com/runs/y"\n', HOME, "error"
    ),
    Found(
        "another user than the one that is made",
        "setup.sh",
        "useradd -m kira\nexport HF_HOME=/home/jkowalski/.cache/hf\n",
        HOME,
        "error",
    ),
    Found("a share on a cluster", "run.py", 'x = "/fsx/mgarcia/data/train"\n', CLUSTER, "error"),
]


BUCKETS = [
    Silent(
        "a command for readers", "README.md", "```\ngsutil -m rsync -r out gs://acme-ml-backups/run1/x\n```\n", "note"
    ),
    Silent("a command in a line", "README.md", "copy it with `aws s3 cp s3://acme-ml-backups/x .` first\n", "note"),
    Silent("in code", "a.py", 'x = "s3://acme-ml-backups/run1/x"\n', "note"),
    Found(
        "a bucket in a card",
        "README.md",
        "It was trained on gs://acme-ml-raw/train/x.jsonl\n",
        "private-bucket",
        "warning",
    ),
    Found("a bucket in a config", "config.json", '{"data": "s3://acme-ml-raw/train/x"}', "private-bucket", "warning"),
]


def tokenizer(path: str) -> bytes:
    """A model of SentencePiece: pieces, then the training settings with the input's path."""

    def field(number: int, value: bytes) -> bytes:
        return bytes((number << 3 | 2, len(value))) + value

    pieces = b"".join(field(1, field(1, f"\u2581w{n}".encode()) + b"\x15\x00\x00\x80\xbf") for n in range(40))
    return pieces + field(2, field(1, path.encode()) + field(2, b"spm_32k") + b"\x18\x02\x20\x80\xfa\x01")


LLAMA = "/large_experiments/theorem/datasets/MERGED/all.test1.merged"
TOKENIZERS = [
    Silent("of Meta", "tokenizer.model", tokenizer(LLAMA), "note"),
    Silent("of Google", "spiece.model", tokenizer("/cns/xx-d/home/jkowalski/c4/train"), "note"),
    Silent("of a cluster of Meta", "sentencepiece.bpe.model", tokenizer("/private/home/jkowalski/ccnet/x"), "note"),
    Silent("printed by a notebook", "a.md", f'trainer_spec {{\n  input: "{LLAMA}"\n}}\n', "note"),
    Silent("of somebody else", "tokenizer.model", tokenizer("/home/jkowalski/corpus/all.txt"), "warning"),
    Silent("of somebody else on a cluster", "source.spm", tokenizer("/scratch/jkowalski/corpus/all.txt"), "warning"),
    Found("of Meta, as a note", "tokenizer.model", tokenizer(LLAMA), CLUSTER, "note"),
    Found(
        "of somebody else, as a warning",
        "tokenizer.model",
        tokenizer("/home/jkowalski/corpus/all.txt"),
        HOME,
        "warning",
    ),
    Found(
        "of a cluster, as a warning", "spm.model", tokenizer("/scratch/jkowalski/corpus/all.txt"), CLUSTER, "warning"
    ),
    Found("another file of weights", "model.bin", tokenizer("/home/jkowalski/corpus/all.txt"), HOME, "error"),
    Found("a config beside it", "tokenizer_config.json", '{"name_or_path": "/home/jkowalski/tok/x"}', HOME, "error"),
]
PIP = "Requirement already satisfied: nvidia-cudnn-cu12==8.9.2.26 in /usr/lib/x (from torch) (8.9.2.26)\n"
VERSIONS = [
    Silent("pip's own line", "a.log", PIP),
    Silent(
        "pip's own line, of a range that is private",
        "a.ipynb",
        '{"cells": [{"cell_type": "code", "metadata": {}, "source": [], "outputs": [{"output_type": "stream", "name": "stdout", "text": ["Requirement already satisfied: nvidia-curand-cu12 in /x (from torch) (10.3.2.106)\\n"]}]}]}',
    ),
    Silent("a lock file", "uv.lock", '[[package]]\nname = "cmeel-boost"\nversion = "1.87.0.1"\n'),
    Silent("requirements", "requirements-gpu.txt", "nvidia-cublas-cu12==12.1.3.1\nnvidia-cufft-cu12 == 10.9.0.34\n"),
    Silent("a column of versions", "a.csv", "name,version\nx,91.198.174.192\n"),
    Silent("a list of packages", "a.log", "nvidia-cublas-cu12       12.1.3.1\n"),
    Silent("a driver", "a.log", "NVIDIA-SMI 535.104.05   Driver Version: 31.0.15.3640\n"),
    Found("a client", "a.log", "client 91.198.174.192 connected\n", IP, "warning"),
    Found("a host in parentheses", "a.log", "PING wiki.org (91.198.174.192) 56 bytes\n", IP, "warning"),
    Found("a server", "a.log", "server 91.198.174.192 went away\n", IP, "warning"),
    Found("a column of addresses", "a.csv", "name,ip\nx,91.198.174.192\n", IP, "warning"),
    Found("a URL in a lock file", "uv.lock", 'source = { url = "http://91.198.174.192/simple" }\n', IP, "warning"),
    Found("a master's address", "config.yaml", 'master_addr: "10.42.7.19"\n', "private-ip", "warning"),
]


def test_homes_of_nobody(report: Report) -> None:
    check(report, HOMES)


def test_buckets_in_commands_are_named_for_readers(report: Report) -> None:
    check(report, BUCKETS)


def test_paths_of_upstream_in_tokenizers(report: Report) -> None:
    check(report, TOKENIZERS)


def test_versions_are_no_addresses(report: Report) -> None:
    check(
        report,
        [row._replace(rule=IP) if isinstance(row, Silent) and "private" not in row.reason else row for row in VERSIONS],
    )
