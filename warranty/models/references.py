"""Foreign keys of a table that takes a million rows at once, looked up once for all rows of a statement.

PostgreSQL looks up those of each row by itself, which takes twice as long as writing the rows.
"""

from collections.abc import Mapping

import pgtrigger
from django.db import models


def references_are_looked_up(references: Mapping[str, type[models.Model]]) -> list[pgtrigger.Trigger]:
    """Whatever these fields name exists, and stays until the transaction that names it is over."""
    questions = [_question(f"{name}_id", model._meta.db_table) for name, model in references.items()]
    return [
        pgtrigger.Trigger(
            name=name,
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(new="written"),  # type: ignore[no-untyped-call]
            func=" ".join([*questions, "RETURN NULL;"]),
        )
        for name, operation in (("new_references_exist", pgtrigger.Insert), ("references_exist", pgtrigger.Update))
    ]


def _question(column: str, table: str) -> str:
    # The lock is the one that PostgreSQL takes itself for a foreign key.
    return (
        f"IF EXISTS (SELECT FROM (SELECT DISTINCT {column} AS id FROM written WHERE {column} IS NOT NULL) named "  # noqa: S608
        f"LEFT JOIN LATERAL (SELECT id FROM {table} WHERE id = named.id FOR KEY SHARE) there ON true "
        f"WHERE there.id IS NULL) THEN RAISE foreign_key_violation "
        f"USING MESSAGE = '{column} names no row of {table}', CONSTRAINT = '{column}_exists'; END IF;"
    )
