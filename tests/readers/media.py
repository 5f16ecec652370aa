"""Writes pictures, sound and films as people publish them, by the libraries that write them; run by `written.py`."""

from __future__ import annotations

import io
import struct
import wave
from fractions import Fraction
from pathlib import Path

import numpy
from PIL import Image, PngImagePlugin

Values = dict[str, str]
ZURICH = {1: "N", 2: (47.0, 22.0, 36.804), 3: "E", 4: (8.0, 32.0, 30.084)}
"""Tags of the GPS folder."""


def picture(size: int = 64) -> Image.Image:
    return Image.fromarray(numpy.random.default_rng(1).integers(0, 256, (size, size, 3), "u1"))


def lines(values: Values) -> str:
    return "".join(f"{name} = {value}\n" for name, value in values.items())


def packet(values: Values) -> bytes:
    """An XMP packet."""
    about = "".join(f'<rdf:li my:{name}="{value.replace("&", "&amp;")}"/>' for name, value in values.items())
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{about}</x:xmpmeta>'.encode()


def png(folder: Path, values: Values) -> None:
    def save(name: str, info: PngImagePlugin.PngInfo | None = None, **options: object) -> None:
        picture().save(folder / name, pnginfo=info, **options)

    for kind, packed in (("tEXt", False), ("zTXt", True)):
        info = PngImagePlugin.PngInfo()
        for name, value in values.items():
            info.add_text(name, value, zip=packed)
        save(f"{kind}.png", info)
    for kind, packed in (("international", False), ("international_packed", True)):
        info = PngImagePlugin.PngInfo()
        for name, value in values.items():
            info.add_itxt(name, "é " + value, "de", "", zip=packed)
        save(f"{kind}.png", info)
    dump = lines(values).encode()
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type iptc", f"\niptc\n{len(dump):8}\n{iptc(values).hex()}\n", zip=True)
    save("magick.png", info)
    save("exif.png", exif=exif(values))
    frames = [picture(32), picture(48).resize((32, 32))]
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", lines(values))
    frames[0].save(folder / "animated.png", save_all=True, append_images=frames[1:], pnginfo=info)
    save("behind.png")
    with (folder / "behind.png").open("ab") as file:
        file.write(dump)


def exif(values: Values, wide: bool = False, where: bool = False) -> bytes:
    """EXIF with the values in its description, or in a comment as cameras and web UIs write it."""
    tags = Image.Exif()
    if wide:
        tags.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + lines(values).encode("utf-16-be")
    else:
        tags[0x010E] = lines(values)
    if where:
        tags.get_ifd(0x8825).update(ZURICH)
    return tags.tobytes()


def iptc(values: Values) -> bytes:
    """IPTC records in an image resource of Photoshop; no library writes them any more."""
    texts = b"".join(b"\x1c\2\x78" + struct.pack(">H", len(v)) + v.encode() for v in values.values())
    return b"8BIM\4\4\0\0" + struct.pack(">I", len(texts)) + texts + b"\0" * (len(texts) % 2)


def jpeg(folder: Path, values: Values) -> None:
    picture().save(folder / "exif.jpg", exif=exif(values))
    picture().save(folder / "wide.jpg", exif=exif(values, wide=True))
    picture().save(folder / "comment.jpg", comment=lines(values), progressive=True)
    picture().save(folder / "xmp.jpg", xmp=packet(values))
    data = io.BytesIO()
    picture().save(data, "JPEG")
    plain = data.getvalue()
    extended, guid = packet(values), b"0123456789ABCDEF" * 2
    half = len(extended) // 2
    parts = b""
    for at, text in ((half, extended[half:]), (0, extended[:half])):
        body = b"http://ns.adobe.com/xmp/extension/\0" + guid + struct.pack(">II", len(extended), at) + text
        parts += b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    (folder / "extended.jpg").write_bytes(plain[:2] + parts + plain[2:])
    body = b"Photoshop 3.0\0" + iptc(values)
    (folder / "iptc.jpg").write_bytes(plain[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + plain[2:])
    (folder / "second.jpg").write_bytes(plain + bytes(64) + (folder / "exif.jpg").read_bytes())


def pictures(folder: Path, values: Values) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    tags, about = exif(values), packet(values)
    for suffix in ("webp", "avif", "heic"):
        picture().save(folder / f"exif.{suffix}", exif=tags)
        picture().save(folder / f"xmp.{suffix}", xmp=about)
    for suffix in ("jp2", "j2k"):
        picture().save(folder / f"comment.{suffix}", comment=lines(values))
    pages = [picture(), picture(48)]
    pages[1].encoderinfo = {"tiffinfo": {270: lines(values)}}
    pages[0].save(folder / "pages.tif", save_all=True, append_images=pages[1:], tiffinfo={270: "first"})
    picture().save(folder / "big.tif", tiffinfo={270: lines(values)}, big_tiff=True, compression="tiff_lzw")
    picture().save(folder / "xmp.tif", tiffinfo={700: about})
    picture().convert("P").save(folder / "comment.gif", comment=lines(values).encode())
    frames = [picture().convert("P"), picture(48).resize((64, 64)).convert("P")]
    frames[0].save(folder / "xmp.gif", save_all=True, append_images=frames[1:])
    data = (folder / "xmp.gif").read_bytes()
    magic, head = b"\1" + bytes(range(255, -1, -1)) + b"\0", 13 + (3 << (data[10] & 7) + 1)
    (folder / "xmp.gif").write_bytes(data[:head] + b"\x21\xff\x0bXMP DataXMP" + about + magic + data[head:])


def sound(folder: Path, values: Values) -> None:
    from mutagen import aiff, apev2, flac, id3
    from mutagen import wave as tagged

    plain = folder / "tagged.wav"
    with wave.open(str(plain), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(4000))
    texts = [id3.TXXX(encoding=3, desc=name, text=[value]) for name, value in values.items()]
    (folder / "info.wav").write_bytes(with_chunk(plain.read_bytes(), b"LIST", b"INFO" + info(values)))
    bext = (
        lines(values).encode().ljust(602, b"\0") if len(lines(values)) <= 256 else bytes(602) + lines(values).encode()
    )
    (folder / "broadcast.wav").write_bytes(with_chunk(plain.read_bytes(), b"bext", bext))
    for path, kind in ((plain, tagged.WAVE), (folder / "tagged.aiff", aiff.AIFF)):
        if kind is aiff.AIFF:
            path.write_bytes(empty_aiff())
        made = kind(path)
        made.add_tags()
        for text in texts:
            made.tags.add(text)
        made.save()
    frames = (b"\xff\xfb\x90\x00" + bytes(413)) * 20
    for name, version, encoding in (("v23", 3, 1), ("v24", 4, 3)):
        path = folder / f"{name}.mp3"
        path.write_bytes(frames)
        tags = id3.ID3()
        for name_, value in values.items():
            tags.add(id3.COMM(encoding=encoding, lang="eng", desc=name_, text=[value]))
        tags.save(path, v2_version=version)
    path = folder / "ape.mp3"
    path.write_bytes(frames)
    made = apev2.APEv2()
    made.update(values)
    made.save(path)
    streaminfo = struct.pack(">HH", 4096, 4096) + bytes(6) + bytes.fromhex("0bb802f0") + bytes(20)
    path = folder / "tagged.flac"
    path.write_bytes(b"fLaC\x80" + len(streaminfo).to_bytes(3, "big") + streaminfo)
    made = flac.FLAC(path)
    made.update(values)
    made.save()


def with_chunk(data: bytes, kind: bytes, body: bytes, at: int = 36) -> bytes:
    """A RIFF with another chunk at an offset, which is that of the samples of a plain wave."""
    chunk = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return data[:4] + struct.pack("<I", len(data) - 8 + len(chunk)) + data[8:at] + chunk + data[at:]


def info(values: Values) -> bytes:
    """The chunk that Windows and audio editors keep comments in."""
    text = lines(values).encode() + b"\0"
    return b"ICMT" + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2)


def empty_aiff() -> bytes:
    rate = bytes.fromhex("400bfa00000000000000")
    common = b"COMM" + struct.pack(">IhIh", 18, 1, 100, 16) + rate
    samples = b"SSND" + struct.pack(">III", 208, 0, 0) + bytes(200)
    return b"FORM" + struct.pack(">I", 4 + len(common) + len(samples)) + b"AIFF" + common + samples


def films(folder: Path, values: Values) -> None:
    """Made by FFmpeg's libraries."""
    import av

    for name, options in (("film.mkv", {}), ("film.webm", {}), ("film.mov", {"movflags": "use_metadata_tags"})):
        codec = "libvpx" if name.endswith("webm") else "mpeg4"
        with av.open(str(folder / name), "w", options=options) as container:
            container.metadata.update(values)
            film(container, codec)
    with av.open(str(folder / "film.mp4"), "w") as container:
        container.metadata["comment"] = lines(values)
        film(container, "mpeg4")
    for name, codec in (("sound.opus", "libopus"), ("sound.ogg", "flac"), ("sound.m4a", "aac")):
        with av.open(str(folder / name), "w") as container:
            container.metadata.update({"comment": lines(values)} if name.endswith("m4a") else values)
            stream = container.add_stream(codec, rate=48000)
            stream.layout = "stereo"
            frame = av.AudioFrame.from_ndarray(numpy.zeros((2, 960), "f4"), "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
            container.mux(stream.encode(resampled(stream, frame)))
            container.mux(stream.encode(None))
    from mutagen import mp4

    (folder / "tagged.m4a").write_bytes((folder / "sound.m4a").read_bytes())
    made = mp4.MP4(folder / "tagged.m4a")
    made.delete()
    for name, value in values.items():
        made[f"----:org.lab:{name}"] = [mp4.MP4FreeForm(value.encode())]
    made.save()


def film(container: object, codec: str) -> None:
    """A few frames."""
    import av

    stream = container.add_stream(codec, rate=5)
    stream.width = stream.height = 64
    stream.pix_fmt = "yuv420p"
    for _ in range(3):
        container.mux(stream.encode(av.VideoFrame.from_ndarray(numpy.zeros((64, 64, 3), "u1"), "rgb24")))
    container.mux(stream.encode(None))


def resampled(stream: object, frame: object) -> object:
    """The frame in the format that a codec takes."""
    import av

    context = stream.codec_context
    return av.AudioResampler(format=context.format, layout=context.layout, rate=context.rate).resample(frame)[0]


WRITERS = (png, jpeg, pictures, sound, films)
