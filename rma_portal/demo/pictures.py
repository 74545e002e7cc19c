"""Photos of type plates and invoices, drawn on the spot: the demo carries no file of anybody."""

from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (900, 640)
PLATE: Final = (90, 120, 810, 520)


def draw_plate(product: str, serial: str, rng: Random) -> bytes:
    """A type plate as a phone sees it, a little askew."""
    wall = (rng.randrange(150, 220), rng.randrange(150, 220), rng.randrange(150, 220))
    picture = Image.new("RGB", SIZE, wall)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(PLATE, radius=24, fill=(28, 31, 34), outline=(90, 94, 98), width=4)
    for row, (text, size) in enumerate(((product, 72), ("400 V 3~  32 A  22 kW  IP66", 34), (f"S/N {serial}", 52))):
        pen.text((140, 160 + row * 110), text, fill=(235, 235, 230), font=ImageFont.load_default(size))
    askew = picture.rotate(rng.uniform(-4, 4), fillcolor=wall, resample=Image.Resampling.BILINEAR)
    out = BytesIO()
    askew.save(out, "JPEG", quality=80)
    return out.getvalue()


def draw_invoice(lines: Sequence[str]) -> bytes:
    """One page that says who sold what to whom for how much, in letters that a machine can read."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in ("Invoice", "", *lines))
    content = f"BT /F1 14 Tf 60 780 Td 24 TL\n{shown}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _bound(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _bound(objects: Sequence[bytes]) -> bytes:
    """The file with the table of where each object begins."""
    out, begins = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        begins.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + trailer
