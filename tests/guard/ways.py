"""Every way of the real client to the Hub that is known, each with content that is clean or leaks.

A child process runs them, one after the other, as its standard input says: `NAME clean|dirty`, and answers with a line of
JSON. How it is guarded, its starter decides: not at all, by the hook of its environment, or by `--direct`.
"""

from __future__ import annotations

import base64
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BUCKET = "user/bucket"
CARD = "---\nlicense: mit\n---\n# Model\n\n"
LEAK = "hf_" + "qWeRtYuIoPaSdFgHjKlZxCvBnMqWeRtYuI"[::-1]
UNROUTED = "no route"
"""What the test Hub answers where it has no such route: the request arrived."""

ELSEWHERE = "an address outside of the test"
"""What a request meets that names huggingface.co itself, whatever HF_ENDPOINT says: 1.x validates cards there."""


class Absent(Exception):
    """This environment has no such way."""


class Scene:
    """One run of a way: a fresh repository of each type, and content that was never sent before."""

    def __init__(self, dirty: bool, scratch: Path) -> None:
        from huggingface_hub import HfApi

        self.dirty, self.scratch, self.api = dirty, scratch, HfApi()

    def has(self, name: str) -> Any:
        method = getattr(self.api, name, None)
        if method is None:
            raise Absent
        return method

    def module(self, name: str) -> Any:
        import importlib

        try:
            return importlib.import_module(name)
        except Exception:  # also one that finds this client too old
            raise Absent from None

    def repo(self, kind: str = "model", private: bool = False) -> str:
        name = f"user/{uuid.uuid4().hex[:8]}"
        self.api.create_repo(name, repo_type=kind, space_sdk="static" if kind == "space" else None, private=private)
        return name

    def text(self) -> str:
        return f'key = "{LEAK if self.dirty else "none"}"  # {uuid.uuid4().hex}\n'

    def blob(self) -> bytes:
        """Binary content, with the leak in the middle."""
        return (
            b"\xde\xad" + os.urandom(2998) + b"\0" + (LEAK.encode() if self.dirty else b"") + b"\0" + os.urandom(3000)
        )

    def packed(self) -> bytes:
        """The leak, compressed in an archive."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("notes/a.py", "x = 1\n" * 50 + self.text())
        return file.getvalue()

    def file(self, name: str) -> Path:
        return self.folder(name) / name

    def folder(self, *names: str) -> Path:
        made = Path(tempfile.mkdtemp(dir=self.scratch))
        (made / "ok.txt").write_text("fine\n")
        for name in names:
            end = name.rpartition(".")[2]
            if end == "zip":
                data = self.packed()
            elif end in ("py", "txt", "md", "json"):
                data = ((CARD if name == "README.md" else "") + self.text()).encode()
            else:
                data = self.blob()
            (made / name).write_bytes(data)
        return made

    def add(self, path: str, content: Any) -> Any:
        from huggingface_hub import CommitOperationAdd

        return CommitOperationAdd(path_in_repo=path, path_or_fileobj=content)

    def commit(self, *added: Any, **more: Any) -> None:
        self.api.create_commit(self.repo(), list(added), commit_message="x", **more)

    def hf(self, *words: object, seconds: float = 120) -> None:
        code = "import sys; from huggingface_hub.cli.hf import main; sys.argv[0] = 'hf'; main()"
        command = [sys.executable, "-c", code, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=seconds)
        if done.returncode:
            said = done.stderr + done.stdout
            raise Absent if "No such command" in said or "No such option" in said else RuntimeError(said[-3000:])

    def dataset(self) -> Any:
        rows = [self.text() for _ in range(20)]
        return self.module("datasets").Dataset.from_dict({"t": rows})


# --- files of repositories ---


def file_bytes(s: Scene) -> None:
    s.api.upload_file(path_or_fileobj=s.text().encode(), path_in_repo="t.py", repo_id=s.repo())


def file_large(s: Scene) -> None:
    s.api.upload_file(path_or_fileobj=s.file("w.bin"), path_in_repo="w.bin", repo_id=s.repo())


def file_open(s: Scene) -> None:
    with s.file("w.bin").open("rb") as file:
        s.api.upload_file(path_or_fileobj=file, path_in_repo="w.bin", repo_id=s.repo())


def file_in_memory(s: Scene) -> None:
    s.api.upload_file(path_or_fileobj=io.BytesIO(s.blob()), path_in_repo="w.bin", repo_id=s.repo())


def file_future(s: Scene) -> None:
    s.api.upload_file(
        path_or_fileobj=s.text().encode(), path_in_repo="t.py", repo_id=s.repo(), run_as_future=True
    ).result()


def file_archive(s: Scene) -> None:
    s.api.upload_file(path_or_fileobj=s.packed(), path_in_repo="a.zip", repo_id=s.repo())


def file_of_module(s: Scene) -> None:
    import huggingface_hub

    huggingface_hub.upload_file(path_or_fileobj=s.text().encode(), path_in_repo="t.py", repo_id=s.repo())


def file_name(s: Scene) -> None:
    """The path is sent, too."""
    name = f"{LEAK if s.dirty else 'clean'}.txt"
    s.api.upload_file(path_or_fileobj=b"fine\n", path_in_repo=f"notes/{name}", repo_id=s.repo())


def folder(s: Scene) -> None:
    s.api.upload_folder(folder_path=s.folder("train.py", "w.bin"), repo_id=s.repo())


def folder_card(s: Scene) -> None:
    s.api.upload_folder(folder_path=s.folder("README.md"), repo_id=s.repo())


def folder_archive(s: Scene) -> None:
    s.api.upload_folder(folder_path=s.folder("data.zip"), repo_id=s.repo("dataset"), repo_type="dataset")


def folder_future(s: Scene) -> None:
    s.api.upload_folder(folder_path=s.folder("w.bin"), repo_id=s.repo(), run_as_future=True).result()


def folder_pull_request(s: Scene) -> None:
    s.api.upload_folder(folder_path=s.folder("train.py"), repo_id=s.repo(), create_pr=True)


def large_folder(s: Scene) -> None:
    upload = s.has("upload_large_folder")
    upload(repo_id=s.repo(), folder_path=s.folder("train.py", "w.bin"), repo_type="model", print_report=False)


def commit(s: Scene) -> None:
    s.commit(s.add("c.py", s.text().encode()), s.add("c.bin", s.blob()))


def commit_generator(s: Scene) -> None:
    operations = (s.add(name, s.text().encode()) for name in ("a.py", "b.py"))
    s.api.create_commit(s.repo(), operations, commit_message="x")


def commit_pull_request(s: Scene) -> None:
    s.commit(s.add("c.py", s.text().encode()), create_pr=True)


def commit_message(s: Scene) -> None:
    s.api.create_commit(s.repo(), [s.add("ok.txt", b"fine\n")], commit_message="x", commit_description=s.text())


def preuploaded(s: Scene) -> None:
    repo, added = s.repo(), [s.add("c.bin", s.blob())]
    s.api.preupload_lfs_files(repo, additions=added)
    s.api.create_commit(repo, added, commit_message="x")


def filesystem(s: Scene) -> None:
    from huggingface_hub import HfFileSystem

    with HfFileSystem().open(f"{s.repo()}/fs.txt", "wb") as file:
        file.write(s.text().encode())


def filesystem_put(s: Scene) -> None:
    from huggingface_hub import HfFileSystem

    HfFileSystem().put_file(s.file("w.bin"), f"{s.repo()}/fs.bin")


def filesystem_pipe(s: Scene) -> None:
    from huggingface_hub import HfFileSystem

    HfFileSystem().pipe_file(f"{s.repo()}/fs.py", s.text().encode())


def scheduler(s: Scene) -> None:
    from huggingface_hub import CommitScheduler

    made = CommitScheduler(repo_id=s.repo(), folder_path=s.folder("train.py"), every=100, repo_type="model")
    try:
        made.trigger().result()
    finally:
        made.stop()


def card(s: Scene) -> None:
    from huggingface_hub import ModelCard

    ModelCard(CARD + s.text()).push_to_hub(s.repo())


def card_validated(s: Scene) -> None:
    from huggingface_hub import DatasetCard

    DatasetCard(CARD + s.text()).validate()


def metadata(s: Scene) -> None:
    from huggingface_hub import metadata_update

    repo = s.repo()
    s.api.upload_file(path_or_fileobj=CARD.encode(), path_in_repo="README.md", repo_id=repo)
    metadata_update(repo, {"note": s.text()[:48]}, overwrite=True)


# --- libraries ---


def mixin(s: Scene) -> None:
    from huggingface_hub import ModelHubMixin

    s.module("jinja2")

    class Model(ModelHubMixin):
        def _save_pretrained(self, save_directory: Path) -> None:
            (save_directory / "cfg.py").write_text(s.text())
            (save_directory / "m.bin").write_bytes(s.blob())

    Model().push_to_hub(s.repo())


def transformers_config(s: Scene) -> None:
    config = s.module("transformers").BertConfig()
    config.note = s.text()
    config.push_to_hub(s.repo())


def trainer(s: Scene) -> None:
    """The token is in the arguments of the training, which the Trainer pickles into the repository."""
    transformers, torch = s.module("transformers"), s.module("torch")
    s.module("accelerate")
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    model = transformers.BertForSequenceClassification(transformers.BertConfig(vocab_size=32, **sizes))
    rows = [{"input_ids": torch.tensor([1, 2, 3]), "labels": torch.tensor(0)} for _ in range(4)]
    repo = s.repo()
    arguments = transformers.TrainingArguments(
        output_dir=str(s.folder()), hub_model_id=repo, push_to_hub=True, report_to=[], max_steps=1, use_cpu=True,
        run_name=s.text()[:60], save_strategy="no", disable_tqdm=True, logging_strategy="no",
    )  # fmt: skip
    made = transformers.Trainer(model=model, args=arguments, train_dataset=rows)
    made.train()
    made.push_to_hub()


def timm_model(s: Scene) -> None:
    timm = s.module("timm")
    model = timm.create_model("test_vit", num_classes=2, pretrained=False)
    timm.models.push_to_hf_hub(model, s.repo(), model_card={"description": s.text()})


def diffusers_scheduler(s: Scene) -> None:
    made = s.module("diffusers").DDPMScheduler()
    made.register_to_config(note=s.text())
    made.push_to_hub(s.repo())


def peft_adapter(s: Scene) -> None:
    peft, transformers = s.module("peft"), s.module("transformers")
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    model = transformers.BertModel(transformers.BertConfig(vocab_size=32, **sizes))
    config = peft.LoraConfig(target_modules=["query"], r=2, revision=s.text())
    peft.get_peft_model(model, config).push_to_hub(s.repo())


def sentence_embedding(s: Scene) -> None:
    library, tokenizers = s.module("sentence_transformers"), s.module("tokenizers")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel({"a": 0, "[UNK]": 1}, unk_token="[UNK]"))
    static = s.module("sentence_transformers.models").StaticEmbedding(tokenizer, embedding_dim=4)
    library.SentenceTransformer(modules=[static], prompts={"query": s.text()}, device="cpu").push_to_hub(
        f"user/{uuid.uuid4().hex[:8]}"
    )


def datasets_push(s: Scene) -> None:
    s.dataset().push_to_hub(s.repo("dataset"))


def datasets_processes(s: Scene) -> None:
    s.dataset().push_to_hub(s.repo("dataset"), num_proc=2, num_shards=2)


def datasets_bucket(s: Scene) -> None:
    s.dataset().push_to_hub(f"buckets/{BUCKET}/data")


# --- buckets ---


def bucket_bytes(s: Scene) -> None:
    s.has("batch_bucket_files")(BUCKET, add=[(s.text().encode(), "a.py")])


def bucket_files(s: Scene) -> None:
    s.has("batch_bucket_files")(BUCKET, add=[(s.file("w.bin"), "w.bin"), (s.file("a.zip"), "a.zip")])


def bucket_sync(s: Scene) -> None:
    s.has("sync_bucket")(str(s.folder("train.py", "w.bin")), f"hf://buckets/{BUCKET}/sync", quiet=True)


def bucket_filesystem(s: Scene) -> None:
    from huggingface_hub import HfFileSystem

    s.has("batch_bucket_files")
    with HfFileSystem().open(f"buckets/{BUCKET}/fs.txt", "wb") as file:
        file.write(s.text().encode())


# --- text that is no file ---


def discussion(s: Scene) -> None:
    s.api.create_discussion(s.repo(), title="hello", description=s.text())


def discussion_title(s: Scene) -> None:
    s.api.create_discussion(s.repo(), title=s.text()[:48], description="fine")


def comment(s: Scene) -> None:
    repo = s.repo()
    number = s.api.create_discussion(repo, title="hello", description="fine").num
    s.api.comment_discussion(repo, number, comment=s.text())


def pull_request(s: Scene) -> None:
    s.api.create_pull_request(s.repo(), title="hello", description=s.text())


def space_variable(s: Scene) -> None:
    s.api.add_space_variable(s.repo("space"), "K", s.text())


def space_with_variables(s: Scene) -> None:
    name = f"user/{uuid.uuid4().hex[:8]}"
    variables = [{"key": "NOTE", "value": s.text()}]
    s.api.create_repo(name, repo_type="space", space_sdk="static", space_variables=variables)


def attachment(s: Scene) -> None:
    s.has("upload_attachment")(s.file("a.png"))


def tag_message(s: Scene) -> None:
    s.api.create_tag(s.repo(), tag="v1", tag_message=s.text())


def collection(s: Scene) -> None:
    s.api.create_collection("notes", namespace="user", description=s.text()[:140])


def job(s: Scene) -> None:
    s.has("run_job")(image="python:3.12", command=["python", "-c", s.text()], namespace="user")


def job_environment(s: Scene) -> None:
    s.has("run_job")(image="python:3.12", command=["true"], env={"KEY": s.text()}, namespace="user")


def job_script(s: Scene) -> None:
    s.has("run_uv_job")(str(s.file("train.py")), namespace="user")


def own_request(s: Scene) -> None:
    """What libraries send over the client's session by themselves."""
    from huggingface_hub import constants
    from huggingface_hub.utils import get_session

    encoded = base64.b64encode(("padding " * 8 + s.text()).encode()).decode()
    get_session().post(f"{constants.ENDPOINT}/api/notes", json={"note": encoded}, headers={"authorization": ""})


def own_factory(s: Scene) -> None:
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils import _http

    library: Any = getattr(_http, "httpx2", None) or _http.httpx  # type: ignore[attr-defined]
    set_client_factory(lambda: library.Client(follow_redirects=True))
    file_bytes(s)


# --- what makes a repository public ---


def publication(s: Scene) -> None:
    """A repository that somebody filled elsewhere."""
    repo = os.environ["HUBSEAL_TEST_PRIVATE_" + ("DIRTY" if s.dirty else "CLEAN")]
    s.api.update_repo_settings(repo, private=False)


# --- the command ---


def hf_file(s: Scene) -> None:
    s.hf("upload", s.repo(), s.file("train.py"), "t.py")


def hf_folder(s: Scene) -> None:
    s.hf("upload", s.repo(), s.folder("train.py", "w.bin"), ".")


def hf_large_folder(s: Scene) -> None:
    s.hf("upload-large-folder", s.repo(), s.folder("train.py", "w.bin"), "--repo-type", "model")


def hf_sync(s: Scene) -> None:
    s.hf("buckets", "sync", s.folder("train.py", "w.bin"), f"hf://buckets/{BUCKET}/hf")


def hf_every(s: Scene) -> None:
    """It goes on until somebody stops it; what it could not send, it logs."""
    if os.name == "nt":
        raise Absent  # no signal stops it there
    folder, repo = s.folder("train.py"), s.repo()
    code = "import os, signal, sys, threading; from huggingface_hub import _commit_scheduler as m; " + (
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "plain = m.CommitScheduler._push_to_hub\n"
        "def push(self):\n"
        "    if not hasattr(self, '_CommitScheduler__stopped'):\n"
        "        return None\n"  # 1.30 starts its thread before that is set; the next push is the first
        "    try:\n        return plain(self)\n"
        "    finally:\n        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "m.CommitScheduler._push_to_hub = push\n"
        "from huggingface_hub.cli.hf import main; main()"
    )
    words = ["upload", repo, str(folder), ".", "--every", "0.01"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=120)
    if "hubseal refuses" in done.stderr + done.stdout:
        raise RuntimeError(done.stderr + done.stdout)
    assert "train.py" in s.api.list_repo_files(repo), done.stderr


def hf_copy(s: Scene) -> None:
    s.hf("cp", s.file("train.py"), f"hf://buckets/{BUCKET}/train.py")


def hf_settings(s: Scene) -> None:
    """As `publication`."""
    repo = os.environ["HUBSEAL_TEST_PRIVATE_" + ("DIRTY" if s.dirty else "CLEAN")]
    s.hf("repos", "settings", repo, "--public")


def hf_discussion(s: Scene) -> None:
    s.hf("discussions", "create", s.repo(), "--title", "hello", "--body", s.text())


IN_PROCESS = (
    file_bytes, file_large, file_open, file_in_memory, file_future, file_archive, file_of_module, file_name, folder,
    folder_card, folder_archive, folder_future, folder_pull_request, large_folder, commit, commit_generator,
    commit_pull_request, commit_message, preuploaded, filesystem, filesystem_put, filesystem_pipe, scheduler, card,
    card_validated, metadata, mixin, transformers_config, trainer, timm_model,
    diffusers_scheduler, peft_adapter, sentence_embedding, datasets_push, datasets_bucket, bucket_bytes,
    bucket_files, bucket_sync, bucket_filesystem, discussion, discussion_title, comment, pull_request, space_variable,
    space_with_variables, attachment, tag_message, collection, job, job_environment, job_script, own_request,
    own_factory, publication,
)  # fmt: skip
LIBRARIES = (
    "transformers_config", "trainer", "timm_model", "diffusers_scheduler", "peft_adapter", "sentence_embedding",
)  # fmt: skip
"""Ways of libraries that take seconds to import, and end in the ways above."""
BY_CHILDREN = (
    datasets_processes,
    hf_file,
    hf_folder,
    hf_large_folder,
    hf_sync,
    hf_every,
    hf_copy,
    hf_settings,
    hf_discussion,
)
WAYS: dict[str, Callable[[Scene], None]] = {way.__name__: way for way in (*IN_PROCESS, *BY_CHILDREN)}


# --- the child ---


def chain(error: BaseException | None) -> str:
    """What an error says, and those that it came of."""
    said = []
    while error is not None:
        said.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return "\n".join(said)


def run(name: str, dirty: bool, scratch: Path) -> tuple[str, str]:
    """(sent, refused, absent or error; what was said)"""
    try:
        WAYS[name](Scene(dirty, scratch))
    except Absent:
        return "absent", ""
    except Exception as error:
        said = chain(error)
        if "hubseal refuses" in said:
            return "refused", said
        return ("sent", "") if UNROUTED in said or ELSEWHERE in said else ("error", said)
    return "sent", ""


def stay_here() -> None:
    """No name but that of this machine is looked up."""
    plain = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in ("localhost", "127.0.0.1", None):
            raise OSError(ELSEWHERE)
        return plain(host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def serve(lines: Iterable[str]) -> None:
    stay_here()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for line in lines:
            name, content = line.split()
            end, said = run(name, content == "dirty", Path(scratch))
            print("ANSWER", json.dumps([end, said]), flush=True)


def serve_spawned(pipe: Any) -> None:
    serve(iter(pipe.recv, ""))


def main() -> None:
    if "--direct" in sys.argv:
        import hubseal

        hubseal.guard.install()
    if "--spawned" not in sys.argv:
        return serve(sys.stdin)
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve_spawned, args=(theirs,))
    child.start()
    for line in sys.stdin:
        ours.send(line)
    ours.send("")
    return child.join()


if __name__ == "__main__":
    main()
