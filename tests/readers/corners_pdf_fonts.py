"""Writes PDF files whose text is coded by their fonts. Used by `corners.py`."""

from __future__ import annotations

from pathlib import Path

from corners_pdf import Texts, courier, file, lines
from pikepdf import Array, Dictionary, Name, Stream


def type1(rows: list[bytes]) -> tuple[bytes, list[int]]:
    """A font of reportlab that has an encoding of our own built in, and the sizes of its three parts."""
    import reportlab

    data, parts = Path(reportlab.__file__).with_name("fonts").joinpath("com_____.pfb").read_bytes(), []
    while data[1] != 3:
        size = int.from_bytes(data[2:6], "little")
        parts.append(data[6 : 6 + size])
        data = data[6 + size :]
    built_in = b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n" + b"".join(rows) + b"readonly def"
    parts[0] = parts[0].replace(b"/Encoding StandardEncoding def", built_in)
    assert built_in in parts[0]
    return b"".join(parts), [len(part) for part in parts]


def fonts(folder: Path, texts: Texts) -> None:
    """Codes that are no ASCII."""
    from reportlab.pdfbase._fontdata import encodings

    used = sorted({c for text in texts for c in text})
    code = {c: n + 1 for n, c in enumerate(used)}
    names = [encodings["WinAnsiEncoding"][ord(c)] for c in used]
    coded = lines(texts, lambda text, _y: b"<%s> Tj" % bytes(code[c] for c in text).hex().encode())
    differences = Array([1, *[Name("/" + name) for name in names]])
    file(coded, courier(Encoding=Dictionary(Differences=differences))).save(folder / "differences.pdf")
    built_in = file(coded)
    program, sizes = type1([b"dup %d /%s put\n" % (n + 1, name.encode()) for n, name in enumerate(names)])
    lengths = {f"Length{n}": size for n, size in enumerate(sizes, 1)}
    about = Dictionary(Type=Name.FontDescriptor, FontName=Name.Courier, Flags=4)
    about.FontFile = Stream(built_in, program, **lengths)
    built_in.pages[0].Resources.Font.F1 = courier(FontDescriptor=built_in.make_indirect(about))
    built_in.save(folder / "built_in.pdf")
    far = lines(texts, lambda text, _y: b"<%s> Tj" % "".join(f"{ord(c) + 1000:04x}" for c in text).encode())
    ranges = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n2 beginbfrange\n<0400> <0449> <0018>\n"
    ranges += b"<044a> <0466> [" + b" ".join(b"<%04x>" % c for c in range(0x62, 0x7F)) + b"]\nendbfrange endcmap"

    def below() -> Array:
        return Array([Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.X, DW=600)])

    wide = Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"), DescendantFonts=below())
    ranged = file(far)
    wide.ToUnicode = ranged.make_stream(ranges)
    ranged.pages[0].Resources.Font.F1 = wide
    ranged.save(folder / "ranges.pdf")
    unicode = Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/UniGB-UCS2-H"), DescendantFonts=below())
    utf16 = lines(texts, lambda text, _y: b"<%s> Tj" % text.encode("utf-16-be").hex().encode())
    file(utf16, unicode).save(folder / "unicode.pdf")
    bare = file(coded)
    del bare.pages[0].Resources
    bare.Root.Pages.Resources = Dictionary(Font=Dictionary(F1=courier(Encoding=Dictionary(Differences=differences))))
    bare.save(folder / "inherited.pdf")


WRITERS = (fonts,)
