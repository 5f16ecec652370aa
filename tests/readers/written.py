"""Writes files as people publish them, by the libraries that write them; each string stands under a name of its own.

    python written.py FOLDER < {"name": "value", ...}

Runs in a process of its own: the libraries warn, and one of them patches what it likes.
"""

from __future__ import annotations

import json
import pathlib
import pickle
import py_compile
import struct
import sys
import tempfile
import zipfile
from pathlib import Path

import media
import numpy
import written_pdf
import written_rows

Values = dict[str, str]


def safetensors(folder: Path, values: Values) -> None:
    from safetensors.numpy import save_file

    save_file({"w": numpy.zeros(64, "f4")}, folder / "model.safetensors", metadata=values)
    save_file({text: numpy.zeros(4, "f4") for text in values.values()}, folder / "names.safetensors")


def gguf(folder: Path, values: Values) -> None:
    from gguf import GGUFWriter

    writer = GGUFWriter(folder / "model.gguf", "llama")
    writer.add_token_list([f"tok{n}" for n in range(2000)])
    writer.add_token_scores([0.5] * 2000)
    for name, value in values.items():
        writer.add_string(f"general.{name}", value)
    writer.add_array("general.tags", ["a", "b"])
    writer.add_tensor("w", numpy.zeros(64, "f4"))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def onnx(folder: Path, values: Values) -> None:
    import onnx.helper
    from onnx import TensorProto, save

    def model(doc: str) -> onnx.ModelProto:
        node = onnx.helper.make_node("Add", ["x", "w"], ["y"], name="add", doc_string=doc)
        info = [onnx.helper.make_tensor_value_info(name, TensorProto.FLOAT, [64]) for name in ("x", "y")]
        weights = onnx.helper.make_tensor("w", TensorProto.FLOAT, [64], numpy.full(64, 7, "f4").tobytes(), raw=True)
        graph = onnx.helper.make_graph([node], "g", info[:1], info[1:], [weights])
        return onnx.helper.make_model(graph, producer_name="pytorch")

    made = model("")
    onnx.helper.set_model_props(made, values)
    save(made, folder / "model.onnx")
    (folder / "exported.weights").write_bytes(made.SerializeToString())
    save(model("\n".join(values.values())), folder / "documented.onnx")


def hdf5(folder: Path, values: Values) -> None:
    import h5py

    with h5py.File(folder / "model.h5", "w") as file:
        file.attrs.update(values)
        file.create_dataset("w", data=numpy.zeros(64))
    with h5py.File(folder / "texts.h5", "w") as file:
        for name, value in values.items():
            file.create_dataset(f"group/{name}", data=["plain", value], dtype=h5py.string_dtype())
    with zipfile.ZipFile(folder / "model.keras", "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Functional", "config": values}))
        archive.write(folder / "model.h5", "model.weights.h5")


def pickles(folder: Path, values: Values) -> None:
    for protocol in range(6):
        (folder / f"protocol{protocol}.pkl").write_bytes(pickle.dumps({"model": values}, protocol))
    state = {name: (pathlib.PurePosixPath(v) if v.startswith("/") else v.encode()) for name, v in values.items()}
    (folder / "objects.pkl").write_bytes(pickle.dumps([numpy.zeros(50), state, numpy.array(["a", "b"])]))
    (folder / "inside.pkl").write_bytes(pickle.dumps({"blob": b"\0" + bytes(9), "args": pickle.dumps(values)}))


def joblib(folder: Path, values: Values) -> None:
    import joblib

    first, *rest = values.items()
    data = dict([first]) | {"w": numpy.arange(5000.0), "o": numpy.array([{}, 2], dtype=object)} | dict(rest)
    joblib.dump(data, folder / "model.joblib")
    for method in ("zlib", "gzip", "bz2", "lzma", "xz", "lz4"):
        joblib.dump(data, folder / f"{method}.joblib", compress=(method, 3))


def arrays(folder: Path, values: Values) -> None:
    texts = list(values.values())
    numpy.save(folder / "texts.npy", numpy.array(texts))
    numpy.save(folder / "bytes.npy", numpy.array([text.encode() for text in texts]))
    numpy.save(folder / "objects.npy", numpy.array([values, 1], dtype=object), allow_pickle=True)
    numpy.savez(folder / "arrays.npz", w=numpy.zeros(64), o=numpy.array([values, 1], dtype=object))
    numpy.savez_compressed(folder / "packed.npz", w=numpy.zeros(64), o=numpy.array([values, 1], dtype=object))


def torch(folder: Path, values: Values) -> None:
    import torch
    from torch.utils.tensorboard import SummaryWriter

    data = {"w": torch.zeros(64), "args": values}
    torch.save(data, folder / "model.pt")
    torch.save(data, folder / "legacy.pt", _use_new_zipfile_serialization=False)
    with zipfile.ZipFile(folder / "model.pt") as source, zipfile.ZipFile(folder / "packed.pt", "w", 8) as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
    with zipfile.ZipFile(folder / "model.mar", "w") as archive:
        archive.writestr("MAR-INF/MANIFEST.json", "{}")
        archive.write(folder / "model.pt", "model.pt")
    writer = SummaryWriter(folder / "runs")
    for name, value in values.items():
        writer.add_scalar("loss", 0.5)
        writer.add_text(name, value)
    writer.close()
    next((folder / "runs").iterdir()).rename(folder / "events.out.tfevents.1700000000.box.1.0")


def training_arguments(folder: Path, values: Values) -> None:
    import torch
    from transformers import TrainingArguments

    names = list(values.values())
    fields = dict(zip(("hub_token", "hub_model_id", "output_dir", "run_name", "project"), names, strict=True))
    arguments = TrainingArguments(**fields, report_to=[])
    torch.save(arguments, folder / "training_args.bin")
    torch.save(arguments, folder / "old_args.bin", _use_new_zipfile_serialization=False)


def others(folder: Path, values: Values) -> None:
    import msgpack
    from tensorboard.compat.proto.graph_pb2 import GraphDef

    tree = {"params": {"w": bytes(256)}, "config": values}
    (folder / "flax_model.msgpack").write_bytes(msgpack.packb(tree))
    graph = GraphDef()
    for name, value in values.items():
        graph.node.add(name=name, op="Const").attr["value"].s = value.encode()
    for name in ("saved_model.pb", "graph.frozen"):
        (folder / name).write_bytes(graph.SerializeToString())
    source = folder / "settings.py"
    source.write_text("".join(f"{name} = {value!r}\n" for name, value in values.items()), encoding="utf-8")
    py_compile.compile(str(source), str(folder / "settings.pyc"), dfile="settings.py")
    source.unlink()
    text = b"".join(struct.pack("<I", len(v)) + v.encode() + bytes(4 - len(v) % 4) for v in values.values())
    (folder / "model.tflite").write_bytes(struct.pack("<I", 16) + b"TFL3" + bytes(64) + text)
    with zipfile.ZipFile(folder / "model.skops", "w") as archive:
        archive.writestr("schema.json", json.dumps({"__class__": "dict", "content": values}))


def terminal(folder: Path, values: Values) -> None:
    """What rich prints into a file when a program forces its colours, as CI does."""
    from rich.console import Console
    from rich.pretty import Pretty

    with open(folder / "rich.log", "w", encoding="utf-8") as file:
        console = Console(file=file, force_terminal=True, color_system="truecolor", width=4000)
        for name, value in values.items():
            console.print(f"[bold]{name}[/bold] = {value!r}")
    with open(folder / "rich.txt", "w", encoding="utf-8") as file:
        console = Console(file=file, force_terminal=True, color_system="256", width=4000)
        for value in values.values():
            console.print(Pretty({"value": value}))


def consoles(folder: Path, values: Values) -> None:
    """What rich exports of a console: a page, a page with its styles inside, a picture, text with codes."""
    import io

    from rich.console import Console

    console = Console(record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor", width=400)
    for name, value in values.items():
        console.print({name: value})
    (folder / "console.html").write_text(console.export_html(clear=False), encoding="utf-8")
    (folder / "inline.html").write_text(console.export_html(clear=False, inline_styles=True), encoding="utf-8")
    (folder / "console.svg").write_text(console.export_svg(clear=False), encoding="utf-8")
    (folder / "console.ans").write_text(console.export_text(styles=True), encoding="utf-8")


def run(folder: Path, values: Values) -> None:
    """An offline run of Weights & Biases, whose settings hold the values."""
    import wandb

    settings = wandb.Settings(mode="offline", silent=True, console="off", x_disable_meta=True, x_disable_stats=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        made = wandb.init(project="p", dir=name, settings=settings, config=values)
        made.log({"loss": 0.5})
        made.finish()
        wandb.teardown()  # the process that writes ends with all of it on the disk
        (written,) = Path(name).glob("wandb/offline-run-*/*.wandb")
        (folder / "run-1.wandb").write_bytes(written.read_bytes())


def executed(folder: Path, values: Values) -> None:
    """Notebooks that a kernel ran: a file that was printed, and widgets whose state was saved."""
    from nbclient import NotebookClient
    from nbformat import v4, write

    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "values.json").write_text(json.dumps(values), encoding="utf-8")
        (Path(name) / ".env").write_text("\n".join(values.values()), encoding="utf-8")
        sources = {
            "printed": "print(open('.env').read())",
            "shown": "import json, ipywidgets\nlabels = [ipywidgets.Label(t) for t in json.load(open('values.json')).values()]",
        }
        for stem, source in sources.items():
            book = v4.new_notebook(cells=[v4.new_code_cell(source)])
            where = {"metadata": {"path": name}}
            NotebookClient(book, timeout=120, kernel_name="python3", store_widget_state=True, resources=where).execute()
            write(book, folder / f"{stem}.ipynb")


def notebooks(folder: Path, values: Values) -> None:
    from nbformat import v4, write

    texts = list(values.values())
    lines = "\n".join(texts)
    widget = {"state": {"a1": {"model_name": "TextModel", "state": values}}, "version_major": 2, "version_minor": 0}
    places = {
        "source": {"source": f"import os\nx = '''\n{lines}\n'''"},
        "stream": {"outputs": [v4.new_output("stream", text=f"started\n{lines}\n")]},
        "html": {
            "outputs": [v4.new_output("display_data", {"image/png": "aGk=" * 900, "text/html": f"<p>\n{lines}\n"})]
        },
        "error": {"outputs": [v4.new_output("error", traceback=[f"\x1b[0;31m{text}\x1b[0m" for text in texts])]},
        "json": {"outputs": [v4.new_output("execute_result", {"application/json": values})]},
        "widget": {"metadata": {"widgets": {"application/vnd.jupyter.widget-state+json": widget}}},
        "parameters": {"metadata": {"papermill": {"parameters": values}}},
    }
    for name, fields in places.items():
        metadata = fields.pop("metadata", {})
        cells = [v4.new_markdown_cell("# \u00e9\n"), v4.new_code_cell(**fields)]
        write(v4.new_notebook(cells=cells, metadata=metadata), folder / f"{name}.ipynb")


WRITERS = (
    safetensors,
    gguf,
    onnx,
    hdf5,
    pickles,
    joblib,
    arrays,
    torch,
    training_arguments,
    others,
    terminal,
    consoles,
    run,
    executed,
    notebooks,
    *media.WRITERS,
    *written_pdf.WRITERS,
    *written_rows.WRITERS,
)

if __name__ == "__main__":
    texts = json.load(sys.stdin)
    for writer in WRITERS:
        writer(Path(sys.argv[1]), texts)
