"""Photos of plates as customers take them, made in memory."""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageFilter

CODE_128 = zxingcpp.BarcodeFormat.Code128
QR = zxingcpp.BarcodeFormat.QRCode
DATA_MATRIX = zxingcpp.BarcodeFormat.DataMatrix


def code(text: str, kind: zxingcpp.BarcodeFormat = CODE_128, *, scale: int = 4) -> Image.Image:
    """The code as it is printed."""
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=scale)
    height, width = drawn.shape
    return Image.frombytes("L", (width, height), bytes(memoryview(drawn)))


def plate(*codes: Image.Image, turned: float = 0, blurred: float = 0, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A photo of a plate with these codes one below the other."""
    photo, top = Image.new("L", size, 215), 120
    for drawn in codes:
        photo.paste(drawn, (200, top))
        top += drawn.height + 80
    photo = photo.rotate(turned, expand=True, fillcolor=215).filter(ImageFilter.GaussianBlur(blurred))
    out = BytesIO()
    photo.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
