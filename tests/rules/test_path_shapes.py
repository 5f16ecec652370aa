"""Paths by the key that loads them, on the disks of clusters, and behind options and hosts."""

from __future__ import annotations

import pytest

from scanned import each_file, findings, rules

MACHINE, CLUSTER, HOME = "machine-path", "cluster-path", "home-path"
LOADED = [
    ("name or path", "config.json", '{"_name_or_path": "/gfs/llm/llama-7b"}', "error"),
    ("without a blank", "config.json", '{"_name_or_path":"/gfs/llm/llama-7b"}', "error"),
    ("temporary folder", "config.json", '{"_name_or_path": "/tmp/tmpab12cd/x"}', "warning"),
    ("adapter", "adapter_config.json", '{\n "base_model_name_or_path": "/llm/x/y"\n}', "error"),
    ("merge", "m.yaml", "models:\n  - model: /llm/a/b\nbase_model: acme/llama\n", "warning"),
    ("base of a merge", "m.yaml", "base_model: /llm/a/b\n", "error"),
    ("front matter", "README.md", "---\nbase_model: /llm/mistral/x\n---\n", "error"),
    ("list in a front matter", "README.md", "---\ndatasets:\n- /var/data/x.jsonl\n---\n", "warning"),
    (
        "what a card was tuned from",
        "README.md",
        "A fine-tuned version of [/llm/a/b](https://huggingface.co//llm/a/b).\n",
        "warning",
    ),
    ("what a card was trained on", "README.md", "It was trained on the /llm/corpus/v3 dataset.\n", "warning"),
    ("tower", "config.json", '{"vision_tower": "/gfs/clip/vit"}', "warning"),
    ("list on one line", "README.md", "---\ndatasets: [/var/data/x.jsonl]\n---\n", "warning"),
    ("train data", "t.yaml", "train_data: /nlp_group/corpus/x.bin\n", "warning"),
    ("TOML", "t.toml", 'train_data = "/nlp_group/corpus/x.bin"\n', "warning"),
    ("INI", "t.ini", "dataset_path=/ghome/corpus/x\n", "warning"),
    ("resume", "t.yaml", "resume_from: /x/ckpt/step-5\n", "warning"),
    ("list in JSON", "t.json", '{\n "data_files": [\n  "/llm/sft/x.jsonl"\n ]}', "warning"),
]
NOT_LOADED = [
    ("mount of a container", "x.json", '{"mountPath": "/var/run/x/y"}'),
    ("route", "x.json", '{"path": "/api/v1/x"}'),
    ("root of a server", "x.yaml", "root: /var/www/html/x\nlogs: /var/log/x/y\n"),
    ("system", "x.yaml", "model_path: /usr/share/x/y\n"),
    ("placeholder", "x.yaml", "model: /path/to/model\ndata_dir: /your/data/dir\n"),
    ("a longer placeholder", "x.yaml", "model_name_or_path: /abs/path/to/base-model\n"),
    ("variable", "x.yaml", "model: /${DISK}/llm/model\n"),
    ("name on the Hub", "x.yaml", "base_model: acme/llama\n"),
    ("a card tuned from the Hub", "README.md", "A fine-tuned version of [acme/a](https://huggingface.co/acme/a).\n"),
    ("a route in a card", "README.md", "The merged server listens on /api/v1/models, try it.\n"),
    ("image of a container", "x.yaml", "output_dir: /app/out/x\n"),
    ("key of another sort", "x.yaml", "probe: /llm/live/ok\n"),
    ("in source code", "x.py", 'train_data = "/nlp_group/corpus/x.bin"\n'),
]
SHAPES = [
    *(
        (folder, "x.py", f"x = '{folder}/tnakamura/data'\n", CLUSTER)
        for folder in (
            "/gpfsscratch/rech/acq", "/p/project/acme1", "/pscratch/sd/t", "/mnt/petrelfs", "/home1/07894",
            "/lus/grand/projects", "/gpfsdswork/projects/rech/acq", "/leonardo_scratch/large", "/lustre/orion/csc123",
            "/global/homes/t", "/network/scratch/t", "/global/cfs/cdirs/m4321", "/afs/lab.ch/user/t", "/hpcwork/rwth1",
        )
    ),
    ("option of a program", "x.sh", "python a.py --path /raid/tnakamura/corpus/x.bin\n", MACHINE),
    ("folder of root", "README.md", "cd /root/data/tnakamura/\n", MACHINE),
    ("code span", "README.md", "Run `x --data /data2/tnakamura/corpus`\n", MACHINE),
    ("account of a job", "x.slurm", "#SBATCH --account=acme@v100\n", "cluster-account"),
    ("nodes of a job", "x.slurm", "#SBATCH --nodelist=acme-iam[51-52]\n", "cluster-account"),
    ("short option of a job", "x.slurm", "#SBATCH -A acmellm\n", "cluster-account"),
    ("step of a job", "x.sh", "srun --partition=gpu --account=acmellm python a.py\n", "cluster-account"),
    ("name before it", "x.txt", "hash_table_/home/tnakamura/vocab.txt_-2_-1\n", HOME),
    ("options of a compiler", "x.log", "g++ -I/home/tnakamura/include -L/home/tnakamura/lib\n", HOME),
    ("mount of a container", "x.sh", "docker run -v/home/tnakamura/x:/x\n", HOME),
    ("ssh", "x.sh", "git clone ssh://box/home/tnakamura/repo.git\n", HOME),
    ("git over ssh", "x.sh", "git clone git+ssh://git@box.lab-x.org/home/tnakamura/repo.git\n", HOME),
    ("sftp with a port", "x.sh", "rclone sftp://box.lab-x.org:22/home/tnakamura/x .\n", HOME),
    ("folder of a host", "x.sh", "rsync -a login.lab-x.org:/home/tnakamura/x .\n", HOME),
]  # fmt: skip
SILENT = [
    ("words", "x.py", "# from scratch/again/x/y\n"),
    ("addresses", "x.md", "see https://x.org/scratch/u/user/x and https://x.org/home/page/x\n"),
    ("folders of a repository", "x.md", "my/home/folder ./home/jane x../home/jane src/home1/a/b\n"),
    ("address with a port", "x.md", "GET https://x.org:443/home/page/one/two\n"),
    ("no options", "x.md", "--I/home/abc and x-v/home/abc\n"),
    ("mounts without a name", "x.sh", "docker run -v /data:/data -v /raid:/raid x\n"),
    ("variables", "x.sh", "--path /raid/$USER/x --p /root/data/<name>/x\n"),
    ("nobody's folders", "x.sh", "cd /root/data/ && ls /data/train/x /mnt/data/x/y /mnt/nvme/models/x\n"),
    ("variable on a cluster", "x.sh", "cd /p/project/$PROJECT/x /pscratch/sd/u/$USER/x\n"),
    ("route of a host", "x.md", "http://box.lab-x.org/home/page/x\n"),
    ("software of a cluster", "x.sh", "PATH=/gpfslocalsup/spack_soft/openmpi/bin\n"),
    ("account of nobody", "x.slurm", "#SBATCH --account=<account>\n#SBATCH --account=$ACCOUNT\n"),
    ("another option of a job", "x.slurm", "#SBATCH --nodes=4\n#SBATCH -t 01:00:00\n"),
    ("account of another program", "x.sh", "gcloud auth login --account=acmellm\n"),
    ("part of a longer path", "x.py", 'page = "/site/theme/home/page/x"\n'),
]


@pytest.mark.parametrize(("name", "text", "level"), [row[1:] for row in LOADED], ids=[row[0] for row in LOADED])
def test_a_key_that_loads(name: str, text: str, level: str) -> None:
    assert [(f.rule, f.level) for f in findings(name, text)] == [(MACHINE, level)]


@each_file(NOT_LOADED)
def test_a_key_that_does_not(name: str, text: str) -> None:
    assert rules(name, text) == set()


@pytest.mark.parametrize(("name", "text", "rule"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_shapes(name: str, text: str, rule: str) -> None:
    assert rules(name, text) == {rule}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()
