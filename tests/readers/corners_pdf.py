"""Writes PDF files whose leaks stand in the odd corners of the format. Used by `corners.py`."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

Texts = list[str]


def escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()


def lines(texts: Texts, show: Callable[[str, int], bytes]) -> bytes:
    """A content stream with a line for each text, drawn by `show`, which is told its height."""
    heights = range(700, 0, -20)
    rows = [b"BT /F1 8 Tf 1 0 0 1 40 %d Tm %s ET" % (y, show(text, y)) for text, y in zip(texts, heights, strict=False)]
    return b"\n".join(rows)


def plain(text: str, _y: int = 0) -> bytes:
    return b"(%s) Tj" % escaped(text)


def courier(**more: object) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, **more)


def file(content: bytes, font: object = None, **page: object) -> Pdf:
    """One page that draws `content`."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(1200, 800))
    fonts = Dictionary(F1=pdf.make_indirect(font or courier()))
    pdf.pages[0].Resources = Dictionary(Font=fonts)
    pdf.pages[0].Contents = pdf.make_stream(content)
    for key, value in page.items():
        pdf.pages[0][f"/{key}"] = value
    return pdf


def runs(text: str, y: int) -> bytes:
    """Seven letters at a time, each run where the one before ends; Courier is 0.6 wide."""
    parts = [(40 + n * 4.8, escaped(text[n : n + 7])) for n in range(0, len(text), 7)]
    return b" ET BT ".join(b"1 0 0 1 %.2f %d Tm (%s) Tj" % (x, y, part) for x, part in parts)


def ruled(text: str, y: int) -> bytes:
    """Underscores as LaTeX draws them in its first encoding: as rules."""
    first, *rest = text.split("_")
    out, at = [plain(first)], 40 + len(first) * 4.8
    for part in rest:
        out.append(b"ET\nq\n1 0 0 1 %.3f %d.2 cm\n[]0 d 0 J 0.398 w 0 0 m 2.4 0 l S\nQ\nBT" % (at, y))
        at += 2.4
        out.append(b"1 0 0 1 %.3f %d Tm %s" % (at, y, plain(part)))
        at += len(part) * 4.8
    return b" ".join(out)


def drawn(folder: Path, texts: Texts) -> None:
    """Text that stands in pieces."""
    made = {"runs": runs, "ruled": ruled}
    made["kerned"] = lambda text, _y: b"[%s] TJ" % b"-12.5".join(b"(%s)" % escaped(c) for c in text)
    made["hexed"] = lambda text, _y: b"<%s> Tj" % text.encode().hex(" ").encode()
    made["quoted"] = lambda text, _y: b'14 TL 0 0 (%s) "' % escaped(text)
    made["octal"] = lambda text, _y: b"(%s) Tj" % b"".join(b"\\%03o" % c for c in text.encode())
    made["spoken"] = lambda text, _y: b"/Span <</ActualText (%s)>> BDC (x) Tj EMC" % escaped(text)
    made["pictured"] = lambda text, _y: (
        b"ET BI /W 9 /H 1 /BPC 8 /CS /G ID (\x00\xff[<ET) EI BT /F1 8 Tf 1 0 0 1 40 400 Tm " + plain(text)
    )
    for name, show in made.items():
        file(lines(texts, show)).save(folder / f"{name}.pdf")
    flipped = b"q 0.1 0 0 -0.1 0 800 cm " + lines(texts, plain).replace(b" 8 Tf 1 0 0 1", b" 80 Tf 1 0 0 -1") + b" Q"
    file(flipped).save(folder / "flipped.pdf")
    full = "so on and so on and so on and so on and so on and so on and so "
    rows = [(full + text, 90) for text in texts if "@" not in text]
    wrapped = [row[at : at + width] for row, width in rows for at in range(0, len(row), width)]
    file(lines([*wrapped, *[t for t in texts if "@" in t], full + full[:27]], plain)).save(folder / "wrapped.pdf")


def packed(data: bytes) -> bytes:
    """LZW that never uses its table: nine bits a byte, and a new table in time."""
    codes = [code for n in range(0, len(data), 200) for code in (256, *data[n : n + 200])]
    bits = "".join(f"{code:09b}" for code in (*codes, 257))
    return bytes(int(bits[n : n + 8].ljust(8, "0"), 2) for n in range(0, len(bits), 8))


def filters(folder: Path, texts: Texts) -> None:
    """Content that is packed in other ways."""
    import base64

    data = lines(texts, plain)
    in_runs = b"".join(bytes((len(data[n : n + 100]) - 1,)) + data[n : n + 100] for n in range(0, len(data), 100))
    ways = {
        "lzw": (packed(data), [Name.LZWDecode]),
        "runs_in_hex": ((in_runs + b"\x80").hex().encode() + b">", [Name.ASCIIHexDecode, Name.RunLengthDecode]),
        "lzw_in_85": (base64.a85encode(packed(data)) + b"~>", [Name("/A85"), Name("/LZW")]),
    }
    for name, (raw, names) in ways.items():
        pdf = file(b"")
        pdf.pages[0].Contents = Stream(pdf, raw, Filter=Array(names))
        pdf.save(folder / f"{name}.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def streams(folder: Path, texts: Texts) -> None:
    """Text that is drawn, or once was, by other streams than the page's."""
    data = lines(texts, plain)

    def form(pdf: Pdf, content: bytes, **more: object) -> Stream:
        return Stream(
            pdf,
            content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 900, 900]),
            Resources=more.pop("res", None) or Dictionary(Font=Dictionary(F1=courier())),
            **more,
        )

    nested = file(b"/Outer Do")
    inner = form(nested, data)
    outer = form(nested, b"q 1 0 0 1 9 9 cm /Inner Do Q", res=Dictionary(XObject=Dictionary(Inner=inner)))
    nested.pages[0].Resources = Dictionary(XObject=Dictionary(Outer=outer))
    nested.save(folder / "forms.pdf")
    seen = file(b"")
    seen.pages[0].Annots = Array(
        [
            seen.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]), AP=Dictionary(N=form(seen, data))
                )
            )
        ]
    )
    seen.save(folder / "appearance.pdf")
    lost = file(data)
    lost.Root.Lost = lost.make_indirect(lost.pages[0].obj)
    lost.add_blank_page()
    del lost.Root.Pages.Kids[0]
    lost.Root.Pages.Count = 1
    lost.save(folder / "lost.pdf")
    orphan = file(b"")
    orphan.Root.Lost = Stream(orphan, data)
    orphan.save(folder / "orphan.pdf")
    halves = file(b"")
    half = data.split(b"ET\n", 2)
    halves.pages[0].Contents = Array(
        [halves.make_stream(part) for part in (half[0] + b"ET", half[1], b"ET " + half[2])]
    )
    halves.save(folder / "halves.pdf")


def told(folder: Path, texts: Texts) -> None:
    """What is said about the document."""
    from reportlab.pdfgen import canvas

    text = "\n".join(texts)
    info = file(b"")
    info.docinfo.Subject = String("\u0142 " + text)  # as UTF-16
    info.save(folder / "wide.pdf")
    mixed = file(b"")
    mixed.docinfo.Subject = String(("\u00e9 " + text).encode("utf-8"))
    mixed.save(folder / "unmarked.pdf")
    page = canvas.Canvas(str(folder / "outline.pdf"))
    page.drawString(9, 9, "see the outline")
    for title in texts:
        page.bookmarkPage(title)
        page.addOutlineEntry(title, title)
    page.showPage()
    page.save()
    page = canvas.Canvas(str(folder / "fields.pdf"))
    for n, value in enumerate(texts):
        page.acroForm.textfield(name=f"field{n}", value=value, maxlen=999, x=9, y=9 + 50 * n)
    page.showPage()
    page.save()
    page = canvas.Canvas(str(folder / "links.pdf"))
    for target in texts:
        page.linkURL(target if "://" in target else f"https://example.org/?x= {target} ", (0, 0, 9, 9))
    page.showPage()
    page.save()
    script = file(b"")
    code = script.make_stream("\n".join(f'var x = "{t}";' for t in texts).encode())
    script.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=code)
    script.save(folder / "script.pdf")
    xmp = file(b"")
    wide = (
        f'<?xpacket begin="\ufeff"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{text.replace("&", "&amp;")}</a></x:xmpmeta>'
    )
    xmp.Root.Metadata = Stream(xmp, wide.encode("utf-16"), Type=Name.Metadata, Subtype=Name.XML)
    xmp.save(folder / "wide_xmp.pdf", fix_metadata_version=False)
    with (folder / "behind.pdf").open("wb") as out:
        file(b"").save(out)
        out.write(b"\n" + text.encode() + b"\n")
    plain_file = io.BytesIO()
    file(b"").save(plain_file)
    comments = b"".join(b"%% %s\n" % t.encode() for t in texts)
    (folder / "comments.pdf").write_bytes(plain_file.getvalue().replace(b"endobj\n", b"endobj\n" + comments, 1))


def attached(folder: Path, texts: Texts) -> None:
    """Files in files."""
    from corners import in_zip

    text = "\n".join(texts)
    for name, data in {"notes.zip": in_zip(text), "notes.txt": text.encode(), "inner.pdf": pages(texts)}.items():
        pdf = file(b"")
        pdf.attachments[name] = data
        pdf.save(folder / f"{name.replace('.', '_')}.pdf")
        pdf.save(folder / f"{name.replace('.', '_')}_plain.pdf", compress_streams=False)


def pages(texts: Texts) -> bytes:
    out = io.BytesIO()
    file(lines(texts, plain)).save(out)
    return out.getvalue()


WRITERS = (drawn, filters, streams, told, attached)
