"""Machine paths: home directories, cluster and cloud mounts, shares, buckets, internal hosts and addresses."""

from __future__ import annotations

from ..rule_types import Levels, RuleEntry, Trigger
from ..types import Level
from ..validators.paths import (
    MACHINE,
    loaded_path,
    of_project,
    opened,
    person,
    private_address,
    private_bucket,
    private_place,
    share,
    tuned_from,
    vocabulary,
)
from .entries import another_way, detected, with_variants

SEG = rb"[^\s/\\\"'`<>|:;,()\[\]{}*?=&#\x00-\x1f]"
REST = rb"(?:[\\/]{1,4}[^\s/\\\"'`<>|:;,()\[\]{}*?\x00-\x1f]{1,120}){0,24}[\\/]{0,4}"
WHY = "It names the person who made it and how their machine is laid out."
FIX = "Write the path relative to the repository, or take the key out; the Hub copy serves nobody with it."
LEFT = rb"(?:(?<![0-9A-Za-z.~\-])|(?<=[\s\"'\[(,]-[ILvBCoFfdD]))"
"""Left border of a path: a letter before it makes it a part of another one, unless it is an option: `-I/home/...`."""


MOUNTS = (
    rb"/root/",
    rb"/mnt/",
    rb"/media/",
    rb"/raid",
    rb"/workspace/",
    rb"/autodl-",
    rb"/nvme",
    rb"/ssd",
    rb"/hdd",
    rb"/disk",
    rb"/storage",
    rb"/data",
    rb"/vol",
    rb"/Volumes/",
    rb"/cpfs/",
    rb"/ossfs/",
    rb"/opt/ml/",
    rb"/kaggle/",
    rb"/srv/",
    rb"/export/",
    rb"/work",
    rb"/model",
    rb"/checkpoint",
    rb"/ckpt",
    rb"/output",
    rb"/cephfs/",
    rb"/apdcephfs",
    rb"/netscratch/",
    rb"/nobackup/",
    rb"/hy-tmp/",
    rb"/content/",
    rb"/opt/model",
    rb"[A-Z]:\\",
    rb"[D-Z]:/",
)
"""Where people and rented machines mount their disks."""


def levels(level: Level) -> Levels:
    """The level in what people write; in bulk data and logs one lower."""
    lower: Level = "warning" if level == "error" else "note"
    return Levels(level, (("*", "data", lower), ("*", "log", lower)))


STORES = (
    rb"[cgp]?scratch[0-9]{0,2}|[a-z0-9]{1,8}_?scratch[0-9]?|gpfs(?!local)[0-9a-z_-]{0,12}|lustre[0-9a-z_-]{0,8}|lus|fsx|checkpoint|p/home"
    rb"|p/(?:project|scratch|fastdata|largedata)[0-9]?|nfs|beegfs|petrelfs|wekafs|juicefs|cephfs|cpfs[0-9]{0,2}|apdcephfs[0-9a-z_]{0,12}|ceph"
    rb"|private/home|large_experiments|shared/home|data/home|home[0-9]|hpcwork|projappl|sailhome|global/(?:cfs|homes)"
    rb"|leonardo_[a-z]{4,12}|oak/stanford|afs/[a-z][a-z.-]{1,40}|eos/user|rds/(?:user|project)|cluster/(?:home|work|scratch|data|project)s?"
    rb"|dss/dss[a-z0-9]{2,12}|flash/project[a-z0-9_]{0,16}"
)
"""How the shared disks of clusters are called, as their users' guides have it."""

PART = rb"[^\s/\\\"'`<>|:;,(){}*?&=#\[\]\x00-\x1f]{1,120}"
ENDS = rb"(?=[\"'\r\n,;)\]}]|\\n|\s{0,8}(?:\Z|\n|#))"
LOADED_PATH = another_way(
    kinds=MACHINE,
    triggers=tuple(
        Trigger(b"(?i)" + p + rb"/[a-z0-9_.]", 0, 400)
        for p in (
            rb"[a-z0-9_][\"']: [\"']",
            rb"[a-z0-9_][\"']:[\"']",
            rb"[a-z0-9_]: ",
            rb"[a-z0-9_]: [\"']",
            rb"[a-z0-9_] = [\"']",
            rb"[a-z0-9_] = ",
            rb"[a-z0-9_]=",
            rb": \[",
            rb": \[[\"']",
            rb"- ",
            rb"- [\"']",
            rb"  [\"']",
            rb"\t[\"']",
        )
    ),
    pattern=rb"(?:(?<=[\"'=\[])|(?<=: )|(?<=- )|(?<== ))(?P<leak>/(?:" + PART + rb"/){1,24}(?:" + PART + rb")?)" + ENDS,
    leaks=(
        '"_name_or_path": "/gfs/llm/llama-7b-sft"',
        "base_model: /opt/llm/mistral\n",
        "datasets:\n- /var/data/corpus.jsonl\n",
        "datasets: [/var/data/corpus.jsonl]\n",
        'train_data = "/nlp_group/corpus/train.bin"',
        "resume_from=/x/ckpt/step-5\n",
    ),
    clean=(
        '"_name_or_path": "acme/llama-7b"',
        "mountPath: /var/run/secrets\n",
        "model_path: /usr/share/dict/words\n",
        "path: /api/v1/models\n",
        "model: /path/to/model\n",
        "model: /your/model/dir\n",
        "root: /var/www/html\n",
        'data: "/<your-disk>/x"',
        "output_dir: /app/model\n",
    ),
    validators=(vocabulary, loaded_path),
    bits=20,
)
TUNED_FROM = another_way(
    kinds=frozenset(("card",)),
    triggers=(
        Trigger(rb" of \[/", 120, 400),
        Trigger(rb" on the /", 120, 400),
        Trigger(rb" on /[a-z]", 120, 400),
        Trigger(rb" from /[a-z]", 120, 400),
    ),
    pattern=rb"(?:fine-?tuned version of \[|(?:tuned|trained|merge|merged|converted|quantized|adapter)[^\r\n]{0,80}? (?:on the|on|from) [`\[*]{0,2})"
    rb"(?P<leak>/(?:"
    + PART
    + rb"/){1,24}"
    + PART.replace(rb"\x00", rb"*\x00")
    + rb")(?=[\]`*]| dataset|\s|[.,](?:\s|\Z)|\Z)",
    leaks=(
        "This model is a fine-tuned version of [/workspace/models/llama](https://huggingface.co//workspace/models/llama) on",
        "This model was trained from scratch on the /data2/corpus/v3 dataset.",
    ),
    clean=(
        "This model is a fine-tuned version of [acme/llama](https://huggingface.co/acme/llama) on",
        "This model was trained on /path/to/data.",
        "trained from /usr/share/dict/words",
        "It listens on /api/v1/models",
    ),
    validators=(tuned_from,),
    bits=20,
)
SHARED_DISK = another_way(
    levels=Levels("warning", (("*", "log", "note"),)),
    kinds=frozenset(("code", "card", "notebook", "config", "log", "other")),
    triggers=tuple(
        Trigger(p, 4, 400)
        for p in (
            rb"/raid/",
            rb"/raid[0-9]/",
            rb"/root/data",
            rb"/root/autodl",
            rb"/root/work",
            rb"/mnt/[ndhsr][vaird]",
            rb"/nvme",
            rb"/ssd[0-9/]",
            rb"/hdd[0-9/]",
            rb"/disk[0-9]",
            rb"/data[0-9]/",
            rb"/cpfs",
            rb"/ossfs",
            rb"/netscratch/",
            rb"/nobackup/",
            rb"/hy-tmp/",
        )
    ),
    pattern=rb"(?<![0-9A-Za-z_.~/}\-])(?P<leak>/(?:raid[0-9]?|root/(?:data[0-9]?|autodl-(?:tmp|fs)|work(?:space)?)|(?:mnt/)?(?:nvme|ssd|hdd|disk(?=[0-9]|s/)|nas|raid|data(?=[0-9]))[0-9a-z]{0,4}|cpfs[0-9]{0,2}|ossfs|netscratch|nobackup|hy-tmp)/(?P<user>"
    + PART
    + rb")(?=/)(?:/"
    + PART
    + rb"){0,24}/?)",
    leaks=(
        "python train.py --path /raid/tnakamura/corpus/train.bin",
        "cd /root/data/tnakamura/",
        "Our data lies in `/data2/mgarcia/corpus`.",
        "open('/mnt/nvme1/tnakamura/x.bin')",
    ),
    clean=(
        "--path /raid/<name>/x/y",
        "cd /root/data/",
        "docker run -v /data:/data",
        "https://x.org/data2/a/b",
        "/data/train/x.bin",
        "$ROOT/raid/a/b",
        "/mnt/data/x/y",
    ),
    validators=(vocabulary, person, opened),
    bits=20,
)


RULES: tuple[RuleEntry, ...] = (
    detected(
        id="home-path",
        family="paths",
        title="Path in somebody's home directory",
        why=WHY,
        fix=FIX,
        levels=levels("error"),
        triggers=(
            Trigger(rb"/home/[^/ \t\r\n\"'<>]", 40, 400),
            Trigger(rb"/Users/[^/ \t\r\n\"'<>]", 40, 400),
            Trigger(rb"(?i):[\\/]Users[\\/]", 2, 400),
            Trigger(rb"(?i):[\\/]{2}Users[\\/]{2}", 2, 400),
            Trigger(rb"(?i):[\\/]{4}Users[\\/]{4}", 2, 400),
            Trigger(rb"(?i):[\\/]Documents and Settings[\\/]", 2, 400),
            Trigger(rb"/var/home/", 0, 400),
        ),
        pattern=rb"(?i)(?:(?<![0-9A-Za-z.~-])|(?<=\\[nrt])|(?-i:(?<=[\s\"'\[(,]-[ILvBCoFfdD]))|(?<=[0-9a-z])(?=/(?:home|Users)/))(?P<leak>(?:/(?:[0-9a-z_-]{1,24}/){0,2}?home/|/(?:mnt/[a-z]|cygdrive/[a-z]|private|[a-z])?(?-i:/?Users)/|[a-z]:(?P<s>[\\/]{1,4})(?:Users|Documents and Settings)[\\/]{1,4})(?P<user>"
        + SEG
        + rb"{1,64}(?: [A-Z]"
        + SEG
        + rb"{1,30}(?=[\\/]))?)"
        + REST
        + rb")",
        leaks=(
            '"best_model_checkpoint": "/home/jkowalski/runs/ckpt-500"',
            'output_dir="/Users/mgarcia/project/out"',
            'path = "C:\\\\Users\\\\tnakamura\\\\models"',
            "C:\\Users\\tnakamura\\models",
            "C:/Users/Anna Nowak/data.csv",
            "/mnt/c/Users/pweber/x.bin",
            "/nas/home/tnakamura/out",
            'output_dir = "/home/tnakamura/out"',
            "data_path='/home/tnakamura/data'",
            "/home/jane/runs",
            '"_name_or_path": "/home/ubuntu/ckpt"',
            "data_dir: /home/user1/data",
        ),
        clean=(
            "https://example.org/home/page",
            'GET "/Users/{{id}}"',
            "/home/user",
            'data_dir: "/home/username/model"',
            "/home/$USER/x",
            "/home/<username>/data",
            "C:\\Users\\Public\\x",
            "/home/node",
            'href="/home/page"',
            'redirectUrl = "/home/settings/profile"',
            "/home/{{user}}/x",
            "my/home/folder",
        ),
        validators=(vocabulary, person),
        prefixes=("/home/", "/Users/", "C:\\Users\\", "C:/Users/"),
        bits=20,
    ),
    detected(
        id="cluster-path",
        family="paths",
        title="Path on a cluster or file server",
        why="It names a person or project and how the cluster is laid out.",
        fix=FIX,
        levels=Levels("error", (("*", "data", "warning"), ("*", "log", "note"))),
        triggers=tuple(
            Trigger(p, 24, 400)
            for p in (
                rb"/scratch/",
                rb"/gpfs/",
                rb"/gpfs[0-9A-Za-z_-]",
                rb"[a-z_]scratch/",
                rb"[a-z_]scratch[0-9]/",
                rb"petrelfs/",
                rb"/lus/",
                rb"/lustre[0-9a-z_-]",
                rb"/p/project",
                rb"/p/scratch",
                rb"/p/fastdata",
                rb"/p/largedata",
                rb"/home[0-9]/",
                rb"/hpcwork/",
                rb"/projappl/",
                rb"/sailhome/",
                rb"/global/cfs/",
                rb"/global/homes/",
                rb"/leonardo_",
                rb"/oak/stanford/",
                rb"/afs/[a-z]",
                rb"/eos/user/",
                rb"/rds/user/",
                rb"/rds/project",
                rb"/wekafs/",
                rb"/juicefs/",
                rb"/cephfs/",
                rb"/cpfs[0-9]",
                rb"/apdcephfs",
                rb"/cluster/",
                rb"/dss/dss",
                rb"/flash/project",
                rb"/lustre/",
                rb"/fsx/",
                rb"/checkpoint/",
                rb"/p/home/",
                rb"/nfs/",
                rb"/beegfs/",
                rb"/ceph/",
                rb"/gscratch/",
                rb"/private/home/",
                rb"/large_experiments/",
                rb"/scratch[0-9]/",
                rb"/shared/home/",
                rb"/data/home/",
            )
        ),
        pattern=LEFT
        + rb"(?P<leak>/(?:[a-z0-9_-]{1,20}/){0,2}?(?:"
        + STORES
        + rb")/(?:(?:work|homes?|users?|proj(?:ects?|appl)?|data|c?scratch[0-9]?|groups?|shared|sd|cdirs|rech|orion|grand|eagle|[0-9]{4,6}|[a-z])/){0,3}(?P<user>"
        + SEG
        + rb"{2,64})/"
        + rb"[^\s/\\\"'`<>|:;,()\[\]{}*?\x00-\x1f]{1,120}"
        + REST
        + rb")",
        leaks=(
            'logging_dir: "/scratch/jkowalski/runs/bert"',
            "/gpfs/work/tnakamura/ckpt",
            'data_path="/fsx/mgarcia/data/train"',
            "/gpfsscratch/rech/acq/tnakamura/ckpt",
            "/pscratch/sd/t/tnakamura/runs",
            "/mnt/petrelfs/tnakamura/data",
            "/home1/07894/tnakamura/out",
            "/lus/grand/projects/acme/data",
            "/p/project/acme-llm/run.sh",
            "/global/cfs/cdirs/m4321/data",
            "g++ -I/scratch/tnakamura/include",
        ),
        clean=(
            "/scratch/$USER/x",
            "/scratch/<user>/runs",
            "https://x.org/nfs/a/b",
            "/checkpoint/",
            "from scratch/again in one",
            "/p/project/$USER/x",
            "./home1/a/b/c",
        ),
        validators=(vocabulary, person, of_project),
        prefixes=("/scratch/", "/gpfs/", "/lustre/", "/fsx/", "/nfs/"),
        bits=20,
    ),
    with_variants(
        detected(
            id="machine-path",
            family="paths",
            title="Absolute path on one machine",
            why="It opens nothing for anybody else, and shows how the machine is laid out.",
            fix="Write the name of the repository on the Hub, or a path relative to this one; `allow.paths` takes those that are meant.",
            levels=Levels("warning"),
            kinds=MACHINE,
            triggers=tuple(Trigger(p, 1, 400) for p in MOUNTS),
            pattern=rb"(?:(?<=[\"'=])|(?<=: )|(?<=:\t)|(?<=- )|(?<== ))(?P<leak>(?:/(?:root|mnt|media|raid[0-9]?|workspace|autodl-(?:tmp|fs)|nvme[0-9]?|ssd[0-9]?|hdd[0-9]?|disks?[0-9]?|storage[0-9]?|data[0-9]{0,2}|datasets?|vol[0-9]?|Volumes|cpfs|ossfs|opt/ml|kaggle/(?:input|working)|srv|export|work[0-9]?|models?|checkpoints?|ckpts?|outputs?|cephfs|apdcephfs[0-9A-Za-z_]*|netscratch|nobackup|hy-tmp|content(?!/drive|/sample_data)|opt/models?)|[A-Z]:[\\/]{1,4}(?!Users|Documents and|Windows|Program)[0-9A-Za-z_.-]{1,64})(?:[\\/]{1,4}[^\s/\\\"'`<>|:;,(){}*?&=#\[\]\x00-\x1f]{1,120}){1,24}[\\/]{0,4})(?=[\"'\r\n,;)\]}]|\s{0,8}(?:\Z|\n|#))",
            leaks=(
                '"_name_or_path": "/mnt/nvme/llama-7b-sft"',
                'output_dir = "/root/autodl-tmp/out"',
                "data_dir: /data2/corpus/v3\n",
                '"base_model_name_or_path": "/content/llama/sft"',
                '"cache_dir": "D:\\\\models\\\\cache"',
            ),
            clean=(
                '"_name_or_path": "acme/llama-7b"',
                "data_dir: /path/to/data\n",
                '"url": "https://example.org/data/x"',
                "data_dir: ./data/x\n",
                '"route": "/api/data/x"',
                "data_dir: /mnt/<your-disk>/x\n",
                'model = "/models"',
            ),
            validators=(vocabulary, opened),
            bits=20,
        ),
        LOADED_PATH,
        TUNED_FROM,
        SHARED_DISK,
    ),
    detected(
        id="cloud-drive-path",
        family="paths",
        title="Path of a cloud notebook or drive",
        why="It shows where the work was done, and folder names of a personal drive.",
        fix=FIX,
        levels=levels("warning"),
        triggers=(
            Trigger(rb"/content/drive/", 0, 400),
            Trigger(rb"/dbfs/", 0, 400),
            Trigger(rb"/Workspace/Users/", 0, 400),
            Trigger(rb"/Workspace/Repos/", 0, 400),
            Trigger(rb"/gdrive/MyDrive/", 0, 400),
            Trigger(rb"OneDrive - ", 0, 300),
        ),
        pattern=LEFT
        + rb"(?P<leak>(?:/content/drive/(?:MyDrive|My Drive|Shareddrives)/|/dbfs/(?:mnt|FileStore|Users|user)/|/Workspace/(?:Users|Repos)/|/gdrive/MyDrive/|OneDrive - )(?P<user>[^\s/\\\"'<>|;,]{2,80})"
        + REST
        + rb")",
        leaks=('"/content/drive/MyDrive/thesis/out"', "/dbfs/mnt/team-x/raw", "/Workspace/Users/anna.nowak@acme.io/nb"),
        clean=("/content/drive/", "/content/sample_data/x.csv", "/dbfs/"),
        prefixes=("/content/drive/", "/dbfs/", "/Workspace/Users/"),
        bits=20,
    ),
    detected(
        id="network-share",
        family="paths",
        title="Network share",
        why="It names a file server of a private network.",
        fix=FIX,
        levels=levels("error"),
        triggers=(
            Trigger(rb"\\\\[0-9A-Za-z]", 2, 300),
            Trigger(rb"smb://", 0, 300),
            Trigger(rb"nfs://", 0, 300),
            Trigger(rb"afp://", 0, 300),
        ),
        pattern=rb"(?<![0-9A-Za-z\\])(?P<leak>(?<=[\"'`= (\[])\\\\\\\\(?P<name>[0-9A-Za-z][0-9A-Za-z._-]{1,62})\\\\[0-9A-Za-z$._ -]{2,80}\\\\[^\s\"'<>|]{1,200}"
        rb"|(?<=[\"'`= (\[])\\\\(?P<n2>[0-9A-Za-z][0-9A-Za-z._-]{1,62})\\[0-9A-Za-z$._-]{2,80}\\(?!\\)[^\s\"'<>|]{1,200}"
        rb"|(?:smb|nfs|afp)://(?:[^\s@/\"'<>]{1,60}@)?(?P<n3>[0-9A-Za-z][0-9A-Za-z._-]{1,62})(?::[0-9]{1,5})?/[^\s\"'`<>|,;)\]}]{2,200})",
        leaks=(
            'path = "\\\\\\\\fileserver01\\\\projects\\\\bert\\\\out"',
            "open '\\\\nas-02\\team\\data\\train.csv'",
            "mount smb://nas-02/team/data",
            "nfs://fs1.lab-zurich.org/exports/bert",
        ),
        clean=(
            're.compile("\\\\\\\\d+\\\\\\\\w+")',
            '"\\\\n\\\\t"',
            r"UNC share: `\\server\share\folder`",
            "smb://server/share",
            r"on Windows (\\server\share$\x\y)",
        ),
        validators=(share,),
        bits=20,
    ),
    detected(
        id="file-url",
        family="paths",
        title="Link to a local file",
        why="It opens nothing for anybody else, and shows how the machine is laid out.",
        fix=FIX,
        levels=levels("warning"),
        triggers=(Trigger(rb"file://", 0, 400),),
        pattern=rb"(?P<leak>file://(?:localhost)?/(?P<user>[A-Za-z]:?[^\s/\"'<>$*{}]{0,60})/[^\s\"'<>{}$]{3,300})",
        leaks=("tracking_uri: file:///data1/mlops/mlruns", '"file:///D:/work/acme/train.py"'),
        clean=("file:///path/to/file", "file://<path>", "file:///tmp/x"),
        validators=(vocabulary, person),
        prefixes=("file://",),
        bits=20,
    ),
    detected(
        id="private-bucket",
        family="paths",
        title="Storage bucket",
        why="It names where your data lies; a bucket with a weak policy is then one request away.",
        fix="Name the dataset on the Hub instead, or allow the bucket with `allow.paths` if it is public.",
        levels=Levels("warning", (("*", "data", "note"), ("*", "log", "note"), ("*", "code", "note"))),
        triggers=tuple(
            Trigger(p, 8, 300)
            for p in (
                rb"s3://",
                rb"s3a://",
                rb"gs://",
                rb"abfss://",
                rb"abfs://",
                rb"wasbs://",
                rb"hdfs://",
                rb"r2://",
                rb"oci://",
                rb"gcs://",
                rb"oss://",
                rb"obs://",
                rb"cos://",
                rb"tos://",
            )
        ),
        pattern=rb"(?<![0-9A-Za-z])(?P<leak>(?:s3a?|gs|gcs|abfss?|wasbs|hdfs|r2|oci|oss|obs|cos|tos)://(?P<name>[0-9A-Za-z][0-9A-Za-z._@:-]{2,120})(?:/[^\s\"'`<>,;()\[\]{}|]{0,300})?)",
        leaks=(
            '"s3://acme-ml-internal/runs/7"',
            "gs://team-x-datasets/raw/train.jsonl",
            "abfss://data@acmelake.dfs.core.windows.net/raw",
        ),
        clean=("s3://<bucket>/path", "s3://my-bucket/x", "s3://commoncrawl/crawl-data", "gs://{{bucket}}/x"),
        validators=(private_bucket,),
        prefixes=("s3://", "gs://", "abfss://", "hdfs://"),
        bits=20,
    ),
    detected(
        id="internal-host",
        family="paths",
        title="Internal host name",
        why="It names a machine of a private network.",
        fix="Take it out, or read it from the environment.",
        levels=Levels("warning", (("*", "data", "note"), ("*", "log", "note"), ("*", "code", "note"))),
        triggers=tuple(
            Trigger(b"(?i)" + p, 64, 40)
            for p in (
                rb"\.internal",
                rb"\.corp",
                rb"\.intranet",
                rb"\.lan[^a-z]",
                rb"\.svc\.cluster",
                rb"ip-10-",
                rb"ip-172-",
                rb"ip-192-168-",
                rb"\.intra\.",
            )
        ),
        pattern=rb"(?i)(?<![0-9a-z._@/$-])(?:[a-z]{2,8}://)?(?P<leak>(?P<name>(?:ip-(?:10|172|192)(?:-[0-9]{1,3}){3}|(?!host\.docker|metadata\.google)[a-z][a-z0-9-]{1,40}[0-9a-z](?:\.[0-9a-z-]{1,40}){0,4}\.(?:corp|intranet|lan|svc\.cluster\.local|(?<=[0-9]\.)internal|compute\.internal|intra\.[a-z-]{2,30}\.[a-z]{2,6})|(?!host\.docker|metadata\.google|gateway\.docker)(?:[a-z0-9-]{1,40}\.){1,3}[a-z0-9-]{1,40}\.internal)))(?![0-9a-z_(=-]|\.[a-z])",
        leaks=("http://gpu-node7.acme.corp:8080", "ip-10-42-7-19.ec2.internal", "redis.ml.svc.cluster.local"),
        clean=(
            "https://example.com",
            "self.internal_state",
            "from torch.internal import x",
            "host.docker.internal",
            "metadata.google.internal",
        ),
        validators=(private_place,),
        bits=20,
    ),
    detected(
        id="cluster-account",
        family="paths",
        title="Account or node of a cluster",
        why="It names the project that pays, or a machine, of a cluster.",
        fix="Take the line out, or pass it on the command line: `sbatch --account=...`.",
        levels=Levels("warning", tuple(("*", kind, "note") for kind in ("data", "log", "code", "card"))),
        triggers=(
            Trigger(rb"#SBATCH", 0, 160),
            Trigger(rb"--account", 200, 120),
            Trigger(rb"--nodelist", 200, 120),
        ),
        pattern=rb"(?:#SBATCH|(?<![0-9A-Za-z_.-])(?:srun|sbatch|salloc)[ \t][^\r\n#]{0,160}?)[ \t]{0,8}(?:--(?:account|nodelist)[= ][ \t]{0,4}|(?<=SBATCH )-[Aw][ \t]{0,4})"
        rb"(?P<leak>(?P<name>[0-9A-Za-z][0-9A-Za-z_.@,-]{2,80})(?:\[[0-9,-]{1,60}\])?)(?![0-9A-Za-z_.@<>{}$(\[-])",
        leaks=(
            "#SBATCH --account=acme-llm@v100",
            "#SBATCH --nodelist=acme-iam[51-52]",
            "#SBATCH -A acmellm",
            "srun --partition=gpu --account=acmellm python a.py",
        ),
        clean=(
            "#SBATCH --account=<account>",
            "#SBATCH --account=your_account",
            "#SBATCH --account=$ACCOUNT",
            "#SBATCH --nodes=4",
            "#SBATCH -t 01:00:00",
            "gcloud auth login --account=acmellm",
            "#SBATCH --account=project",
        ),
        validators=(private_place,),
        bits=20,
    ),
    detected(
        id="private-ip",
        family="paths",
        title="Address in a private network",
        why="It shows how the network is laid out.",
        fix="Take it out, or read it from the environment.",
        levels=Levels(
            "warning",
            (
                ("*", "data", "off"),
                ("*", "card", "note"),
                ("*", "log", "note"),
                ("*", "notebook", "note"),
                ("*", "code", "note"),
                ("*", "weights", "off"),
            ),
        ),
        triggers=tuple(
            Trigger(p, 2, 24)
            for p in (
                rb"10\.[0-9]{1}[0-9.]{4}",
                rb"192\.168\.[0-9]",
                rb"172\.1[6-9]\.[0-9]",
                rb"172\.2[0-9]\.[0-9]",
                rb"172\.3[01]\.[0-9]",
            )
        ),
        pattern=rb"(?<![0-9.A-Za-z_-])(?P<leak>(?P<name>(?:10\.[0-9]{1,3}|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))\.[0-9]{1,3}\.[0-9]{1,3}))(?![0-9.]*[0-9]|/[0-9]|[A-Za-z_-])",
        leaks=('master_addr: "10.42.7.19"', "http://192.168.17.23:6006/", "host = 172.20.3.14"),
        clean=(
            "192.168.1.1",
            "version 10.1.2.3",
            "10.0.0.0/8",
            "127.0.0.1",
            'd="M31,422.4c13-1.59 10.42.7.19 6.2.5-5 3,1.2z"',
        ),
        validators=(private_address,),
        bits=20,
    ),
)
