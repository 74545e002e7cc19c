"""Files as people send them, made in memory."""

import zipfile
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(format_: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    out = BytesIO()
    mode = "RGB" if format_ == "JPEG" else "RGBA"
    Image.new(mode, size, "orange").save(out, format_, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    """As a phone takes it: lying on its side, with maker and place."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (59.0, 21.0, 33.0)
    return picture(exif=exif)


def archive(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4) + kind + content


def film(brand: bytes = b"isom") -> bytes:
    place = box(b"udta", box(b"\xa9xyz", b"+59.3293+018.0686/"))
    return (
        box(b"ftyp", brand + bytes(4)) + box(b"moov", box(b"mvhd", bytes(20)) + place) + box(b"mdat", b"pictures" * 4)
    )
