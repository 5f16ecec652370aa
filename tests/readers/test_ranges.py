"""The same files through the local Hub by range requests: equal findings, few bytes."""

from __future__ import annotations

import wave
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from hubseal import engine, policy
from hubseal.app import hub
from hubseal.app.hub_request import HubRequest
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Report
from testhub import LocalHub

pytestmark = pytest.mark.xdist_group("readers")
SIZE = 16 << 20
LISTING = 4_000
"""Bytes of the answers about the repository itself."""


def seen(report: Report) -> set[tuple[str, ...]]:
    return {(f.rule, f.at.path, f.at.place, f.at.key, str(f.count)) for f in report.findings}


def test_the_hub_and_the_disk_say_the_same(
    written: Path, testhub: LocalHub, repo_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = sorted(p for p in written.rglob("*") if p.is_file())
    names = [p.relative_to(written).as_posix() for p in files]
    testhub.publish(repo_id, {name: path.read_bytes() for name, path in zip(names, files, strict=True)})
    blobs = [disk.blob(str(p), n, p.stat().st_size) for p, n in zip(files, names, strict=True)]
    here = engine.scan(blobs, RULES, reader_for, policy.DEFAULT, engine.Settings())
    there = hub.scan(HubRequest(repo_id)).report
    assert seen(there) == seen(here)
    assert len(seen(here)) > 5 * len(files) // 2


def write_safetensors(path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"w": numpy.zeros(SIZE, "u1")}, path, metadata={"note": "text"})


def write_torch(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model/data.pkl", b"\x80\x02}q\x00X\x04\x00\x00\x00noteq\x01X\x04\x00\x00\x00textq\x02s.")
        archive.writestr("model/data/0", bytes(SIZE))
        archive.writestr("model/version", "3\n")


def write_onnx(path: Path) -> None:
    import onnx.helper
    from onnx import TensorProto, save

    weights = onnx.helper.make_tensor("w", TensorProto.UINT8, [SIZE], bytes(SIZE), raw=True)
    info = [onnx.helper.make_tensor_value_info(n, TensorProto.UINT8, [SIZE]) for n in ("x", "y")]
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Add", ["x", "w"], ["y"])], "g", info[:1], info[1:], [weights]
    )
    save(onnx.helper.make_model(graph), path)


def write_hdf5(path: Path) -> None:
    import h5py

    with h5py.File(path, "w") as file:
        file.attrs["note"] = "text"
        file.create_dataset("w", data=numpy.zeros(SIZE, "u1"))


def write_gguf(path: Path) -> None:
    from gguf import GGUFWriter

    writer = GGUFWriter(path, "llama")
    writer.add_string("general.note", "text")
    writer.add_tensor("w", numpy.zeros(SIZE // 4, "f4"))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_film(path: Path) -> None:
    """The samples before what is said of them, as films are recorded."""
    words = b"\xa9cmt" + len(b"text").to_bytes(2, "big") + b"\x55\xc4text"
    udta = (12 + len(words)).to_bytes(4, "big") + b"udta" + (4 + len(words)).to_bytes(4, "big") + words
    head = b"\0\0\0\x10ftypisom\0\0\0\0" + (8 + SIZE).to_bytes(4, "big") + b"mdat"
    path.write_bytes(head + bytes(SIZE) + (8 + len(udta)).to_bytes(4, "big") + b"moov" + udta)


def write_wave(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(SIZE))


def write_tiff(path: Path) -> None:
    from PIL import Image

    Image.frombytes("L", (4096, SIZE // 4096), bytes(SIZE)).save(path, tiffinfo={270: "text"})


def write_mp3(path: Path) -> None:
    from mutagen import id3

    path.write_bytes((b"\xff\xfb\x90\x00" + bytes(413)) * (SIZE // 417))
    tags = id3.ID3()
    tags.add(id3.COMM(text=["text"]))
    tags.save(path)


def write_scan(path: Path) -> None:
    """A picture whose length stands behind it, as many programs write it, between two pages of text."""
    page = b"<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</XObject<</I 7 0 R>>>>>>"
    picture = b"<</Subtype/Image/Width 4096/Height 4096/BitsPerComponent 8/ColorSpace/DeviceGray/Length 8 0 R>>stream\n"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>", page % 5, page % 6]
    objects += [b"<</Length 25>>stream\nBT 9 9 Td (one) Tj /I Do ET\nendstream"] * 2
    objects += [picture + bytes(SIZE) + b"\nendstream", b"%d" % SIZE]
    data, starts = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(starts) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(starts) + 1, len(data))
    path.write_bytes(data + head + table + tail)


def write_mat(path: Path) -> None:
    from scipy.io import savemat

    savemat(path, {"w": numpy.zeros(SIZE, "f4")[: SIZE // 4], "note": "text"})


def write_records(path: Path) -> None:
    from tfrecord.writer import TFRecordWriter

    writer = TFRecordWriter(str(path))
    for number in range(16):
        writer.write({"image": (b"\x89PNG\r\n\x1a\n" + bytes(SIZE // 16), "byte"), "note": (b"%d" % number, "byte")})
    writer.close()


MOST: dict[str, tuple[Callable[[Path], None], int]] = {
    "model.safetensors": (write_safetensors, 98_000),
    "model.pt": (write_torch, 6_500),
    "model.onnx": (write_onnx, 150_000),
    "model.h5": (write_hdf5, 150_000),
    "model.gguf": (write_gguf, 1_500_000),
    "film.mp4": (write_film, 150_000),
    "sound.wav": (write_wave, 150_000),
    "scan.tif": (write_tiff, 200_000),
    "sound.mp3": (write_mp3, 200_000),
    "scan.pdf": (write_scan, 150_000),
    "data.mat": (write_mat, 150_000),
    "train.tfrecord": (write_records, 2_500_000),
}
"""Name -> (writer, most bytes that a scan may take of 16 MiB)."""


@pytest.mark.parametrize("name", MOST)
def test_weights_cost_their_headers(
    name: str, testhub: LocalHub, repo_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write, most = MOST[name]
    write(tmp_path / name)
    testhub.publish(repo_id, {name: (tmp_path / name).read_bytes()})
    testhub.log.clear()
    report = hub.scan(HubRequest(repo_id)).report
    assert report.unread == ()
    assert 0 < sum(answer.sent for answer in testhub.log) <= most + LISTING
