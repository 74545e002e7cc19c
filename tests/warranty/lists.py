"""Lists of units as the tests write them, and the command that takes them in."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from warranty.models import Unit, UnitList

HEAD = "serial,product,revision,lot,firmware,manufactured_on,shipped_on,distributor,reseller,sold_on,first_online_on\n"
ROW = "2512004713H,HALO,B,L2512A,5.1.0,2025-03-20,2025-04-01,NORD,R1,2025-04-20,2025-04-21\n"


def take_in(path: Path, content: str | bytes, **options: object) -> str:
    """What the command says on stdout."""
    out = StringIO()
    call_command("import_units", str(_written(path, content)), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(path: Path, content: str | bytes, **options: object) -> str:
    """What the command says of a list that it does not take in; nothing of it may be left."""
    before, err = list(Unit.objects.order_by("pk").values()), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_units", str(_written(path, content)), stdout=StringIO(), stderr=err, **options)
    assert list(Unit.objects.order_by("pk").values()) == before
    assert UnitList.objects.exists() is False
    return f"{err.getvalue()}{caught.value}"


def spreadsheet(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def serials(count: int, letter: str = "H") -> str:
    return "".join(f"2512{number:06}{letter}\n" for number in range(count))


def _written(path: Path, content: str | bytes) -> Path:
    file = path / "units.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file
