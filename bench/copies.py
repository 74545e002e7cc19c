"""The same rows without the portal: one real mail's rows, written again and again by psycopg2 alone."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812
from psycopg2.extras import Json

Row = dict[str, Any]
# What must differ in each copy, by table.
FRESH: dict[str, dict[str, Callable[[int], Any]]] = {
    "mail_incomingmail": {"message_id": lambda n: f"<bare-{n}@x>", "fingerprint": lambda _n: secrets.token_hex(32)},
    "tickets_ticket": {"number": lambda n: f"9{n:09}"},
    "tickets_caselink": {"nonce": lambda _n: secrets.token_hex(12)},
    "mail_outgoingmail": {"message_id": lambda n: f"<bare-out-{n}@x>"},
}
# Where each table's rows hang: column -> the table whose new row it names.
HANGS_ON: dict[str, dict[str, str]] = {
    "tickets_message": {"ticket_id": "tickets_ticket", "incoming_id": "mail_incomingmail"},
    "tickets_ticketline": {"ticket_id": "tickets_ticket", "claim_id": "warranty_claim"},
    "tickets_event": {"ticket_id": "tickets_ticket"},
    "tickets_caselink": {"ticket_id": "tickets_ticket"},
    "mail_delivery": {"mail_id": "mail_outgoingmail"},
}
SAMPLES = {
    "mail_incomingmail": (
        "SELECT * FROM mail_incomingmail WHERE id = (SELECT incoming_id FROM tickets_message WHERE ticket_id = %s)"
    ),
    "tickets_ticket": "SELECT * FROM tickets_ticket WHERE id = %s",
    "tickets_message": "SELECT * FROM tickets_message WHERE ticket_id = %s",
    "warranty_claim": (
        "SELECT * FROM warranty_claim WHERE id IN (SELECT claim_id FROM tickets_ticketline WHERE ticket_id = %s)"
    ),
    "tickets_ticketline": "SELECT * FROM tickets_ticketline WHERE ticket_id = %s",
    "tickets_event": "SELECT * FROM tickets_event WHERE ticket_id = %s",
    "tickets_caselink": "SELECT * FROM tickets_caselink WHERE ticket_id = %s",
    "mail_outgoingmail": "SELECT * FROM mail_outgoingmail WHERE topic = 'ticket:' || %s",
    "mail_delivery": "SELECT * FROM mail_delivery WHERE topic = 'ticket:' || %s",
}
_numbers = count(secrets.randbelow(10**8))


@dataclass(frozen=True)
class Sample:
    """The rows of one case that came by mail, by table, in the order in which they were written."""

    rows: dict[str, Row]

    def write(self, connection: Connection) -> None:
        """Commit them once more in two transactions: the raw mail, then everything that it became."""
        number, ids = next(_numbers), {}
        with connection.cursor() as cursor:
            for table, row in self.rows.items():
                ids[table] = _insert(cursor, table, row, number, ids)
                if table == "mail_incomingmail":
                    connection.commit()
            raw = ids["mail_incomingmail"]
            cursor.execute("UPDATE mail_incomingmail SET outcome = 'ticket', sorted_at = now() WHERE id = %s", [raw])
            connection.commit()


def sample(connection: Connection, ticket: int) -> Sample:
    """Read a real case's rows."""
    with connection.cursor() as cursor:
        return Sample({table: row for table, sql in SAMPLES.items() for row in _rows(cursor, sql, ticket)})


def _rows(cursor: Cursor, sql: str, ticket: int) -> Iterator[Row]:
    cursor.execute(sql, [ticket])
    names = [column.name for column in cursor.description or ()]
    for values in cursor.fetchall()[:1]:
        yield dict(zip(names, values, strict=True))


def _insert(cursor: Cursor, table: str, row: Row, number: int, ids: dict[str, int]) -> int:
    fresh = {column: make(number) for column, make in FRESH.get(table, {}).items()}
    hung = {column: ids[other] for column, other in HANGS_ON.get(table, {}).items()}
    values = {column: value for column, value in (row | fresh | hung).items() if column != "id"}
    columns, places = ", ".join(f'"{column}"' for column in values), ", ".join(["%s"] * len(values))
    cursor.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING id",  # noqa: S608  names from the catalogue
        [Json(value) if isinstance(value, dict) else value for value in values.values()],
    )
    return int(cursor.fetchone()[0])  # type: ignore[index]
