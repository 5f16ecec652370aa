"""Where each leak stands in each of the files that `written.py` writes."""

from __future__ import annotations

from typing import NamedTuple


class Stands(NamedTuple):
    """Where the leak called `{name}` stands in a file: the member, the place, the key, the row or line.

    `{NAME}` is the same in capitals, as some formats write names.
    """

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
    "exported.weights": Stands(place="metadata_props.{name}", key="{name}", at=True),
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
    "graph.frozen": LOOSE,
    "rich.log": Stands(key=None, line=1),
    "rich.txt": Stands(key=None, line=1),
    "console.html": Stands(key=None),
    "inline.html": Stands(key=None),
    "console.svg": Stands(key=None),
    "console.ans": Stands(key="{name}", line=1),
    "run-1.wandb": Stands(place="config.{name}", key="{name}", at=True),
    "printed.ipynb": Stands(place="cell 1 output 1", key=None),
    "shown.ipynb": Stands(place="metadata", key=None, at=True),
    "settings.pyc": LOOSE,
    "model.tflite": LOOSE,
    "pages.pdf": Stands(place="page 2", key="{name}"),
    "info.pdf": Stands(place="document info {name}", key="{name}"),
    "annotated.pdf": Stands(place="page 1 annotations", key="Contents"),
    "attached.pdf": Stands("!/notes.txt", key="{name}"),
    "updated.pdf": Stands(place="page 2, older version", key="{name}"),
    "glyphs.pdf": Stands(place="page 1", key="{name}"),
    "packed.pdf": Stands(place="document info {name}", key="{name}"),
    "linear.pdf": Stands(place="page 2", key="{name}"),
    "xmp.pdf": Stands(place="XMP", key=None),
    "source.ipynb": Stands(place="cell 2", key=None, line=20, at=True),
    "stream.ipynb": Stands(place="cell 2 output 1", key=None, line=22, at=True),
    "html.ipynb": Stands(place="cell 2 output 1", key=None, line=22, at=True),
    "error.ipynb": Stands(place="cell 2 output 1", key=None, line=22, at=True),
    "json.ipynb": Stands(place="cell 2 output 1", key="data.application/json.{name}", at=True),
    "widget.ipynb": Stands(place="metadata", key="a1.state.{name}", at=True),
    "parameters.ipynb": Stands(place="metadata", key="papermill.parameters.{name}", at=True),
    "tEXt.png": Stands(place="tEXt {name}", key="{name}", at=True),
    "zTXt.png": Stands(place="zTXt {name}", key="{name}"),
    "international.png": Stands(place="iTXt {name}", key="{name}", at=True),
    "international_packed.png": Stands(place="iTXt {name}", key="{name}"),
    "magick.png": Stands(place="zTXt Raw profile type iptc"),
    "exif.png": Stands(place="EXIF ImageDescription", key="ImageDescription", at=True),
    "animated.png": Stands(place="tEXt parameters", key="parameters", at=True),
    "behind.png": Stands(place="behind the end", key="{name}", at=True),
    "exif.jpg": Stands(place="EXIF ImageDescription", key="ImageDescription", at=True),
    "wide.jpg": Stands(place="EXIF UserComment", key="UserComment"),
    "comment.jpg": Stands(place="comment", key="comment", at=True),
    "xmp.jpg": Stands(place="XMP", key=None),
    "extended.jpg": Stands(place="XMP", key=None),
    "iptc.jpg": Stands(place="APP13", at=True),
    "second.jpg": Stands(place="EXIF ImageDescription", key="ImageDescription", at=True),
    "exif.webp": Stands(place="EXIF ImageDescription", key="ImageDescription", at=True),
    "exif.avif": Stands(place="EXIF ImageDescription", key="ImageDescription", at=True),
    "exif.heic": Stands(place="EXIF ImageDescription", key="ImageDescription", at=True),
    "xmp.webp": Stands(place="XMP", key=None),
    "xmp.avif": Stands(place="XMP", key=None),
    "xmp.heic": Stands(place="XMP", key=None),
    "xmp.tif": Stands(place="XMP", key=None),
    "xmp.gif": Stands(place="XMP", key=None),
    "pages.tif": Stands(place="TIFF page 2 ImageDescription", key="ImageDescription", at=True),
    "big.tif": Stands(place="TIFF ImageDescription", key="ImageDescription", at=True),
    "comment.jp2": Stands(place="codestream", key=None, at=True),
    "comment.j2k": Stands(place="codestream", key=None, at=True),
    "comment.gif": Stands(place="comment", key="comment"),
    "info.wav": Stands(place="INFO ICMT", key=None, at=True),
    "broadcast.wav": Stands(place="bext", key=None, at=True),
    "tagged.wav": Stands(place="ID3 TXXX", at=True),
    "tagged.aiff": Stands(place="ID3 TXXX", at=True),
    "v23.mp3": Stands(place="ID3 COMM"),
    "v24.mp3": Stands(place="ID3 COMM", at=True),
    "ape.mp3": Stands(place="APEv2 {name}", key="{name}", at=True),
    "tagged.flac": Stands(place="comments", key=None, at=True),
    "sound.ogg": Stands(place="comments", key=None, at=True),
    "sound.opus": Stands(place="comments", key=None, at=True),
    "sound.m4a": Stands(place="ilst cmt", key=None, at=True),
    "tagged.m4a": Stands(place="---- data", at=True),
    "film.mp4": Stands(place="ilst cmt", key=None, at=True),
    "film.mov": Stands(place="ilst", at=True),
    "film.mkv": Stands(place="tag {NAME}", key="{NAME}", at=True),
    "film.webm": Stands(place="tag {NAME}", key="{NAME}", at=True),
    "train.tfrecord": Stands(place="{name}", key="{name}"),
    "packed.tfrecord": Stands("!/packed.tfrecord.unpacked", place="{name}", key="{name}"),
    "sequence-00000-of-00001": Stands(place="{name}", key="{name}"),
    "null.avro": Stands(place="{name}", key="{name}"),
    "deflate.avro": Stands(place="{name}", key="{name}"),
    "snappy.avro": Stands(place="{name}", key="{name}"),
    "bzip2.avro": Stands(place="{name}", key="{name}"),
    "xz.avro": Stands(place="{name}", key="{name}"),
    "plain.mat": LOOSE,
    "new.mat": Stands(place="/{name}", key="{name}"),
}
AS_TEXT: dict[str, frozenset[str]] = {
    "packed.mat": frozenset(),
    "old.mat": frozenset(("hf-token", "email-address")),
    "frame.rds": frozenset(),
    "frame.RData": frozenset(),
    "rows.lmdb": frozenset(("hf-token", "github-token", "home-path")),
}
"""File whose format is not interpreted -> rules whose leaks stand beside letters that are no part of them, so that a
search of its plain texts does not find them."""
