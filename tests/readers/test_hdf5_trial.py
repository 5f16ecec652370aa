"""Damaged HDF5 files on which libhdf5 ends the process: the scan goes on, and says that they were not read."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from pathlib import Path

import h5py
import pytest

from conftest import Run

REFERENCES = (
    "H4sIAAAAAAACA+2azU8TXRTGz0wLjqVoC0UpIhasUPAjiuC3UhUUFcVv2Wgsoa7eyhup0eXEle5c+ie4cWVMXM7GxK0LE/8JEzeusZd57jBz8B"
    "CNGCfhngR+nHmeztwMZ6b33JkXk+PnWlNdKVLhOJSkDIVjEfFhOJpr/T5ogc/B17benljSOrE9g/0XEtHP37w+MaHciyz0cV7m9OdNrMeYnDh9"
    "VXEGeQH8aEd9Dyu16kKDT+YfzSlWWH0e+c3jZlFxvK7TVMZ+mylHDlVm5x/XG3l+0Vr6RCY4phM5/lzjx00sj+n82ekpK1TYYZ+KelVdBdWn9U"
    "L9r/1Sx9GnMQkuzNeqihgqNYH6vCYFf5Pgbxb8GwS/I/g3Cv6U4G8R/GnB3yr4Nwn+zYI/I/izgr9N8LcL/pzg7xD8WwT/VsHfKfjzgr9L8G8T"
    "/N2Cf7vg7xH8OwR/QdjeK+ynT/DvFPxFwb9L2N4v7GdA2F4S9jMo+HW8bzHfFSZMmDBhwoQJEyZMxDXU+oEVavwtdF6W5W/AslvARKMzVkq75f"
    "fITcjthG35/W5hKbeC/Sndornqg/8q9WrQNzg4TsK2v6BnTIXa7kb8/0/Ox40r0+NqzVD3n197o+siHWjURosUWl0hcttX36/ux+/2rI+6Uuup"
    "VqM6+HpqVvA7PXq9a7kYwpFneo7pQ0znp/k400tMn2IfGKbo/9eECRMmTJgwsfbx9N7uC29KFXrWNvSJvnVn367FBjUBWW1yW2KTATXtU0re+v"
    "lDtGCya/ubg0msVcNzAJc9Dnweq5OsJt/64d8g+Yv7Oi8xfYDpu5jez/QC03uZ3sf0nUwvMn0L07cyvZPpeaZ3MX0b07uZvp3pPUzfwXSb6Qmm"
    "J5nexPRmpm9gusP0jUxPMb2F6WmmtzJ9E9M3Mz3D9CzT25jezvQc0zuWrqXUT1/G2LvPz18ll5uH1V7GqA2Yyfl6Dv4yhm6ubxWjvlmKNu+Tf7"
    "xYYkXqV7+c8RnH/d7/a/X7YdDUr6nflfXbMRD1PXxcm60+Wliz+vUXt6yg7t4Uo9cHr2MT0n1g9Xmlfnlqjs0rs4UxnPsyjbTQyGIwN9DzSpvN"
    "K1t3Y3aViPO8ktfVu5KpkT+Pb2P4o4xvCzAD5sBOsBssgH1gEewHS+AQuAfcB+4HD4DD4EFwBBwFD4GHwSPgUfAYeBw8AZ4ET4FjYNmnC9Jp5C"
    "CdQQ7SWeQgjSMHaQI5SOeQg3QeOUiTyEG6gByki8hBuoQcpCnkIF1GDtIV5CBNIwfpqs8y6IIeSNeggy7ogXQdOuiCHkg3oIMu6IF0Ezrogh5I"
    "t6CDLuiBdBs66IIeSHeggy7ogTQDHXRBb6as51v8IUwa90P14CbduHdW9uNKcSi434bvz/rhQmrFfX25t9M9ne7ldA+nezfds4Xncfrl0BXjOR"
    "Cz8QzHbDwHYzaekZiNZzRm4zkUs/Ec/rfj+QHB42LPxTIAAA=="
)
"""A file of ours with bytes changed at random: references in attributes lead into nothing."""
OTHERS = (
    "H4sIAAAAAAACA+2aTU8UWRSGT1U3WDYNdkOjtAK20EKDM0QR/HZoFRQdBPyaYTOTaULPyhYjGN1ZcaU7l/MTZuPKmLisjYlbYyaZ1fwDEzausS"
    "/13qLq4CEamFgJ9yTwcOp9q+qmOF19z616Pjl+uTm1P0UqHIeSlKFwrCLeDkdzrf8BWuAz8G9bb0+saR3YnsHxC4no/rdvTkwo9yoLfZ4XOb2/"
    "iZ0YkxMXZhXnkBfAd3bUd69Sqy7V+WjxwYJihdXnqW88bxYVx+s6TWUct5Fy5FBlfvHhcj3PW9baHpngnE7k/Av1HzexPqYrl2amrFBhh30qlq"
    "uPlwv/8y91Hn0Zk+DSYq2qiKFSA6iva1LwNwj+RsG/S/A7gn+34E8J/ibBnxb8zYK/RfDvEfwZwZ8V/K2Cv03w5wR/u+DfK/j3Cf4OwZ8X/PsF"
    "/wHB3yn4uwR/t+A/KPgLwvZDwnF6BH+v4C8K/sPC9j7hOP3C9pJwnAHBr+NNk/muMGHChAkTJkyYMGEirqHWD6xQ42+h87IsfwOW3QIm6p2xUt"
    "osv0duQG4nbMvvdwtruRUcT+kWLVT/vFtZrgZ9g4PzJGz7X/SMqVDbXY/73+V63JqeGVdrhrr//Hgoui7SjkZttEih1RUit23z4+p+/LfunVFX"
    "aj3VqlcHX0/NCn6nW693rRdDOPJMzzF9kOn8Mp9leonpU2yHYYr+f02YMGHChAkT2x+Pfz9y9WWpQk9bB9/TSmf21XZsUBOQzSa3JTYZUNM+pe"
    "SffPkhWjDZtf3NwSTWquE5gMseBz6L1UVWk2/98G+A/MV9nZeY3s/0w0zvY3ohqv/3YehaRO9h+/ey/YtM38v0fUzvYHo+qq8+YfoBtn8n07uY"
    "3s30g0y3mZ5gepLpDUxvZPoupjtM3830FNObmJ5mejPTW5i+h+kZpmeZ3sr0NqbnmN6+9llKffFljB+H/Pyv5HrzsNnLGLV+MznfycFfxtDN9Z"
    "1i1DdP0eZ9csuLJVakfvXLGf/gvJ/6vq5+3w6Y+jX1u7F+2/ujvnsPa/PVB0vbVr/+4pYV1N3LYvTzwevYhHQf2HxeqV+eWmDzymxhDNe+TCNN"
    "NLIazA30vNJm88rmI5hdJeI8r+R19bpkamTrsTKGP8r4tgAzYA7sADvBAtgDFsE+sAQOgj+AQ+BR8Bg4DB4HR8BR8AR4EjwFngbPgGfBc+B58C"
    "dwDCz7dEG6gByki8hBuoQcpHHkIE0gB+kycpCuIAdpEjlIV5GDdA05SD8jB2kKOUjXkYM0jRykGeQgzfosgy7ogXQDOuiCHkg3oYMu6IF0Czro"
    "gh5It6GDLuiBdAc66IIeSL9AB13QA+lX6KALeiDNQQdd0Jsr6/kWfwiTxv1QPbhJ1++dlaP4pDgU3G/D92f9cCG14b6+3tvpnk73crqH072b7t"
    "nC8zj9cuiG8RyL2XiGYzae4zEbz0jMxjMas/GciNl4Tn7f8XwG0KnGzMUyAAA="
)
CRASHING = {"references in attributes": REFERENCES, "references in a data set": OTHERS}


@pytest.mark.parametrize("case", CRASHING)
def test_a_crash_of_the_library_is_unread(case: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.h5").write_bytes(gzip.decompress(b64decode(CRASHING[case])))
    (tmp_path / "b.json").write_text('{"output_dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    done = hubseal("scan", ".", "--format", "json", cwd=tmp_path)
    made = json.loads(done.stdout)
    assert [(u["path"], u["cause"]) for u in made["unread"]] == [("a.h5", "damaged")]
    assert [f["path"] for f in made["findings"]] == ["b.json"]
    assert done.returncode == 1


def test_a_sound_file_is_read_wherever_it_comes_from(tmp_path: Path, hubseal: Run) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.attrs["output_dir"] = "/home/tnakamura/runs"
        file["notes"] = ["/home/tnakamura/data"] * 3
    import zipfile

    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(tmp_path / "a.h5", "in/a.h5")
    made = json.loads(hubseal("scan", ".", "--format", "json", "--only", "paths", cwd=tmp_path).stdout)
    assert made["unread"] == []
    assert {f["path"] for f in made["findings"]} == {"a.h5", "b.zip!/in/a.h5"}
