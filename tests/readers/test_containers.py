"""Each container kind with each planted leak, written by its own library: found once, at its place, by its name."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

import pytest

from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Finding, Report
from readers.places import AS_TEXT, CONTAINERS

pytestmark = pytest.mark.xdist_group("readers")
RULE_OF = {
    "hub_token": "hf-token",
    "ci_token": "github-token",
    "output_dir": "home-path",
    "author": "email-address",
    "source_url": "presigned-s3-url",
}


def scan(path: Path, settings: engine.Settings = engine.Settings()) -> Report:  # noqa: B008
    blob = disk.blob(str(path), path.name, path.stat().st_size)
    return engine.scan([blob], RULES, reader_for, policy.DEFAULT, settings)


def leaks(report: Report) -> dict[str, Finding]:
    """The findings of the planted leaks by rule; each must be there once."""
    found = [f for f in report.findings if f.rule in RULE_OF.values()]
    assert sorted(f.rule for f in found) == sorted(RULE_OF.values())
    return {f.rule: f for f in found}


@pytest.mark.parametrize("name", CONTAINERS)
def test_leaks_are_found_at_their_places(name: str, written: Path, planted: dict[str, str]) -> None:
    stands, data = CONTAINERS[name], (written / name).read_bytes()
    report = scan(written / name)
    assert report.unread == ()
    found = leaks(report)
    for number, (attribute, rule) in enumerate(RULE_OF.items()):
        finding = found[rule]
        assert finding.count == 1
        assert finding.at.path == name + stands.inside
        assert finding.at.place == stands.place.format(name=attribute, NAME=attribute.upper())
        if stands.key is not None:
            assert finding.at.key == stands.key.format(name=attribute, NAME=attribute.upper())
        if stands.row is not None:
            assert finding.at.start.row == stands.row + number
        if stands.line is not None:
            assert finding.at.start.line == stands.line + number
        if stands.at:
            assert finding.at.start.raw is not None
            first, last = finding.at.start.raw
            assert planted[attribute].encode().endswith(data[first:last])
    assert not any(value in repr(report) for value in planted.values())


@pytest.mark.parametrize("name", AS_TEXT)
def test_formats_that_are_not_interpreted_are_searched_as_text(
    name: str, written: Path, planted: dict[str, str]
) -> None:
    report = scan(written / name)
    assert {f.rule for f in report.findings if f.rule in RULE_OF.values()} == set(RULE_OF.values()) - AS_TEXT[name]
    assert [u.cause for u in report.unread] == ["limit"]
    assert "only what stands in" in report.unread[0].hint
    assert not any(value in repr(report) for value in planted.values())


@pytest.mark.parametrize("name", ["training_args.bin", "old_args.bin"])
def test_training_arguments_name_the_attribute(name: str, written: Path) -> None:
    found = leaks(scan(written / name))
    attributes = ("hub_token", "hub_model_id", "output_dir", "run_name", "project")
    assert {rule: f.at.key for rule, f in found.items()} == dict(zip(RULE_OF.values(), attributes, strict=True))


def test_a_pickle_in_a_pickle_is_a_member(written: Path) -> None:
    found = leaks(scan(written / "inside.pkl"))
    assert all(f.at.path.startswith("inside.pkl!/args at ") for f in found.values())


def test_a_pickle_of_many_strings_keeps_names(tmp_path: Path, planted: dict[str, str]) -> None:
    words = {f"word{n}": n for n in range(200_000)}
    made = {"hub_token": planted["hub_token"], "vocabulary": words, "args": {"output_dir": planted["output_dir"]}}
    (tmp_path / "vectorizer.pkl").write_bytes(pickle.dumps(made))
    report = scan(tmp_path / "vectorizer.pkl")
    assert report.unread == ()
    found = {f.rule: f.at.key for f in report.findings if f.family != "files"}
    assert found == {"hf-token": "hub_token", "home-path": "output_dir"}


def test_both_parts_of_a_keras_file(written: Path) -> None:
    report = scan(written / "model.keras")
    paths = {f.at.path for f in report.findings if f.rule == "hf-token"}
    assert paths == {"model.keras!/config.json", "model.keras!/model.weights.h5"}


def test_half_a_gibibyte_of_tensors_is_not_read(tmp_path: Path, written: Path) -> None:
    large = tmp_path / "large.safetensors"
    size = 512 << 20
    start = (written / "model.safetensors").read_bytes()
    header = start[8 : 8 + int.from_bytes(start[:8], "little")].rstrip()
    header = header[:-1] + b',"big":{"dtype":"U8","shape":[%d],"data_offsets":[256,%d]}}' % (size, size + 256)
    large.write_bytes(len(header).to_bytes(8, "little") + header)
    with large.open("r+b") as file:
        file.truncate(8 + len(header) + 256 + size)
    coverage = scan(large).coverage
    assert coverage.bytes_read < 16 << 10
    assert coverage.bytes_opaque > (511 << 20)


def test_what_stands_behind_the_tensors_is_searched(tmp_path: Path, written: Path, planted: dict[str, str]) -> None:
    long = tmp_path / "long.safetensors"
    long.write_bytes((written / "model.safetensors").read_bytes())
    with long.open("r+b") as file:
        file.truncate(512 << 20)
        file.seek(-100, 2)
        file.write(b"token = " + planted["hub_token"].encode() + b"\n")
    report = scan(long)
    assert "behind the tensors" in {f.at.place for f in report.findings}
    assert report.coverage.bytes_read < 4 << 20
    assert [(u.cause, u.place) for u in report.unread] == [("damaged", "behind the tensors")]


def test_storages_of_a_torch_file_are_not_read(tmp_path: Path, written: Path) -> None:
    with (
        zipfile.ZipFile(written / "model.pt") as source,
        zipfile.ZipFile(tmp_path / "large.pt", "w") as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
        with target.open("model/data/1", "w") as storage:
            for _ in range(64):
                storage.write(bytes(1 << 20))
    report = scan(tmp_path / "large.pt")
    assert set(leaks(report)) == set(RULE_OF.values())
    assert report.coverage.bytes_read < 64 << 10
    assert report.coverage.bytes_opaque >= 64 << 20


def test_only_numbers_are_tensors_of_a_torch_file(tmp_path: Path, planted: dict[str, str]) -> None:
    with zipfile.ZipFile(tmp_path / "odd.pt", "w") as archive:
        archive.writestr("odd/data.pkl", b"\x80\x02}.")
        archive.writestr("odd/data/notes.txt", planted["hub_token"])
    assert "odd.pt!/odd/data/notes.txt" in {f.at.path for f in scan(tmp_path / "odd.pt").findings}


def test_a_wrong_checksum_hides_nothing(tmp_path: Path, written: Path, planted: dict[str, str]) -> None:
    data = bytearray((written / "model.pt").read_bytes())
    at = data.find(planted["hub_token"].encode())
    data[at + 8] = ord("R") if data[at + 8] == ord("Q") else ord("Q")  # the sum of the stored member is wrong now
    (tmp_path / "model.pt").write_bytes(data)
    assert "hf-token" in {f.rule for f in scan(tmp_path / "model.pt").findings}
