"""Writes PDF files as people publish them, by the libraries that write them. Used by `written.py`."""

from __future__ import annotations

import io
from pathlib import Path

Values = dict[str, str]


def reportlab(folder: Path, values: Values) -> None:
    from reportlab.pdfgen import canvas

    page = canvas.Canvas(str(folder / "pages.pdf"))
    page.drawString(72, 700, "Nothing to see here")
    page.showPage()
    for number, (name, value) in enumerate(values.items()):
        page.drawString(72, 700 - 20 * number, f"{name} = {value}")
    page.save()


def pypdf(folder: Path, values: Values) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter()
    writer.add_blank_page(600, 800)
    writer.write(folder / "blank.pdf")
    writer.add_metadata({f"/{name}": value for name, value in values.items()})
    writer.write(folder / "info.pdf")

    writer = PdfWriter(clone_from=folder / "blank.pdf")
    for name, value in values.items():
        writer.add_annotation(0, FreeText(text=f"{name} = {value}", rect=(50, 550, 200, 650)))
    writer.write(folder / "annotated.pdf")

    writer = PdfWriter(clone_from=folder / "blank.pdf")
    writer.add_attachment("notes.txt", "\n".join(f"{name} = {value}" for name, value in values.items()).encode())
    writer.write(folder / "attached.pdf")

    writer = PdfWriter(folder / "pages.pdf", incremental=True)
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 72 700 Td (taken back) Tj ET")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(content)
    writer.write(folder / "updated.pdf")
    assert "taken back" in PdfReader(folder / "updated.pdf").pages[1].extract_text()
    (folder / "blank.pdf").unlink()


def fpdf(folder: Path, values: Values) -> None:
    import reportlab
    from fpdf import FPDF

    page = FPDF(format=(600, 300))
    page.add_page()
    page.add_font("Vera", fname=Path(reportlab.__file__).with_name("fonts") / "Vera.ttf")
    page.set_font("Vera", size=9)
    for name, value in values.items():
        page.cell(text=f"{name} = {value}")
        page.ln()
    page.output(folder / "glyphs.pdf")


def pikepdf(folder: Path, values: Values) -> None:
    import pikepdf

    with pikepdf.open(folder / "info.pdf") as file:
        file.save(folder / "packed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    with pikepdf.open(io.BytesIO((folder / "pages.pdf").read_bytes())) as file:
        file.save(folder / "linear.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    with pikepdf.new() as file:
        file.add_blank_page()
        with file.open_metadata(update_docinfo=False) as about:
            about["dc:description"] = "\n".join(f"{name} = {value}" for name, value in values.items())
        file.save(folder / "xmp.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)


WRITERS = (reportlab, pypdf, fpdf, pikepdf)
