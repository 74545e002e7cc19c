"""Many rows at once: written by COPY, which takes them twenty times as fast as INSERT."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from typing import Any, Final

from django.db import connection, models
from django.utils import timezone

IDS_AT_ONCE: Final = 2_000
SPECIAL: Final = re.compile(r"[\\\n\r\t]")


class Table:
    """The waiting rows of one model; columns that nobody named get their default."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        named = [model._meta.get_field(name) for name in columns]
        others = [field for field in model._meta.concrete_fields if field not in named and not _counts_itself(field)]
        self.table = model._meta.db_table
        self.columns = ", ".join(f'"{field.column}"' for field in [*named, *others])  # type: ignore[union-attr]
        self._rest = "".join(f"\t{copy_text(_default(field))}" for field in others)
        self._rows = StringIO()
        self._ids = _fresh_ids(self.table)

    def new_id(self) -> int:
        return next(self._ids)

    def add(self, *values: object) -> None:
        self._rows.write("\t".join(map(copy_text, values)) + self._rest + "\n")

    def flush(self) -> None:
        """Write what waits; the constraints of the database judge each row as any other."""
        self._rows.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f'COPY "{self.table}" ({self.columns}) FROM STDIN', self._rows)
        self._rows = StringIO()


def _counts_itself(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.AutoField | models.BigAutoField)


def _default(field: models.Field[Any, Any]) -> object:
    return timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()


def _fresh_ids(table: str) -> Iterator[int]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, IDS_AT_ONCE]
            )
            block = [row[0] for row in cursor.fetchall()]
        yield from block


def copy_text(value: object) -> str:
    """One value as COPY reads it."""
    plain = PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    match value:
        case bool():
            return "t" if value else "f"
        case datetime():
            return value.isoformat()
        case bytes():
            return f"\\\\x{value.hex()}"
        case dict() | list():
            return _escaped(json.dumps(value))
        case _:
            return _escaped(str(value))


def _escaped(text: str) -> str:
    if SPECIAL.search(text) is None:
        return text
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _null(_value: None) -> str:
    return "\\N"


# What nearly all of millions of values are.
PLAIN: Final[dict[type, Callable[[Any], str]]] = {str: _escaped, int: str, type(None): _null}
