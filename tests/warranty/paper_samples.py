"""Invoices as PDF, made in memory."""

import zlib

FRENCH = (
    "ELEC DU SUD SARL",
    "12 rue des Lilas, 69003 Lyon",
    "Facture N° : FA-2025-0117",
    "Date de facture : 12/05/2025",
    "Échéance : 12/06/2025",
    "2 x HALO   1 190,00 EUR",
    "N° de série 2512004713H, 2512004714H",
    "Total TTC 2 380,00 EUR",
)
SWEDISH = (
    "Nordisk El AB",
    "Fakturanummer: 88123",
    "Fakturadatum 2025-05-12   Förfallodatum 2025-06-11",
    "Antal: 1  AURA  14 900 SEK",
    "Serienummer 2512004713A",
)
AMBIGUOUS = ("Watt & Co Ltd", "Invoice no. W-991", "Invoice date: 03/04/2025", "1 x HALO 990.00 GBP")


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A paper with these lines on each of its pages."""
    shown = "".join(f"({_escaped(line)}) Tj 0 -16 Td\n" for line in lines)
    return pdf_with(f"BT /F1 11 Tf 50 780 Td\n{shown}ET".encode("cp1252"), pages=pages)


def pdf_with(content: bytes, *, pages: int = 1, packed: bool = False) -> bytes:
    """A paper whose pages all draw this content."""
    body = zlib.compress(content, 9) if packed else content
    filter_ = b" /Filter /FlateDecode" if packed else b""
    kids = " ".join(f"{5 + n} 0 R" for n in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), filter_, body),
        *[page] * pages,
    ]
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
