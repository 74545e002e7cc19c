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
    """One page that says who sold what to whom for how much."""
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    pen.text((60, 60), "Invoice", fill="black", font=ImageFont.load_default(40))
    for row, text in enumerate(lines):
        pen.text((60, 170 + row * 44), text, fill="black", font=ImageFont.load_default(22))
    out = BytesIO()
    page.save(out, "PDF", resolution=75)
    return out.getvalue()
