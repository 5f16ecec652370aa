"""Where each leak stands in each of the files that `written.py` writes."""

from __future__ import annotations

from typing import NamedTuple


class Stands(NamedTuple):
    """Where the leak called `{name}` stands in a file: the member, the place, the key, the row or line."""

    inside: str = ""
    place: str = ""
    key: str | None = ""
    """None: whatever its line says."""
    row: int | None = None
    """Row of the first leak."""
    line: int | None = None
    """Line of the first leak."""
    at: bool = False
    """Whether it stands in the file as it is, so that its byte range is known."""


NAMED = Stands(key="{name}", at=True)
LOOSE = Stands(key=None, at=True)
CONTAINERS = {
    "model.safetensors": Stands(place="__metadata__.{name}", key="{name}", at=True),
    "names.safetensors": Stands(place="tensor names", key=None),
    "model.gguf": Stands(place="general.{name}", key="general.{name}", at=True),
    "model.onnx": Stands(place="metadata_props.{name}", key="{name}", at=True),
    "documented.onnx": Stands(place="node.doc_string", key=None, at=True),
    "model.h5": Stands(place="@{name}", key="{name}"),
    "texts.h5": Stands(place="/group/{name}", key=None),
    "model.skops": Stands("!/schema.json", key="{name}"),
    "protocol0.pkl": NAMED,
    "protocol1.pkl": NAMED,
    "protocol2.pkl": NAMED,
    "protocol3.pkl": NAMED,
    "protocol4.pkl": NAMED,
    "protocol5.pkl": NAMED,
    "objects.pkl": Stands(key="{name}"),
    "model.joblib": NAMED,
    "zlib.joblib": Stands("!/zlib.joblib.unpacked", key="{name}"),
    "gzip.joblib": Stands("!/gzip.joblib.unpacked", key="{name}"),
    "bz2.joblib": Stands("!/bz2.joblib.unpacked", key="{name}"),
    "lzma.joblib": Stands("!/lzma.joblib.unpacked", key="{name}"),
    "xz.joblib": Stands("!/xz.joblib.unpacked", key="{name}"),
    "lz4.joblib": Stands("!/lz4.joblib.unpacked", key="{name}"),
    "texts.npy": Stands(key=None, row=1),
    "bytes.npy": Stands(key=None, row=1),
    "objects.npy": NAMED,
    "arrays.npz": Stands("!/o.npy", key="{name}"),
    "packed.npz": Stands("!/o.npy", key="{name}"),
    "model.pt": Stands("!/model/data.pkl", key="{name}"),
    "packed.pt": Stands("!/model/data.pkl", key="{name}"),
    "legacy.pt": NAMED,
    "model.mar": Stands("!/model.pt!/model/data.pkl", key="{name}"),
    "events.out.tfevents.1700000000.box.1.0": Stands(place="{name}/text_summary", key="{name}/text_summary", at=True),
    "flax_model.msgpack": NAMED,
    "saved_model.pb": LOOSE,
    "settings.pyc": LOOSE,
    "model.tflite": LOOSE,
    "source.ipynb": Stands(place="cell 2", key=None, line=20, at=True),
    "stream.ipynb": Stands(place="cell 2 output 1", key=None, line=22, at=True),
    "html.ipynb": Stands(place="cell 2 output 1", key=None, line=22, at=True),
    "error.ipynb": Stands(place="cell 2 output 1", key=None, line=22, at=True),
    "json.ipynb": Stands(place="cell 2 output 1", key="data.application/json.{name}", at=True),
    "widget.ipynb": Stands(place="metadata", key="a1.state.{name}", at=True),
    "parameters.ipynb": Stands(place="metadata", key="papermill.parameters.{name}", at=True),
}
