"""The command that judges a file of cases."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.warranty.cases import FILE, vectors

HEAD = "id,policy,model,serial_status,buyer,country,sold_on,installed_on,evidence,reported_at,expect_decision"
GOOD = "A,POL-CA,HALO,ok,business,SE,2025-02-20,2025-03-01,invoice|install_cert,2026-11-23T10:00:00Z,in_warranty"


def check(path: Path, **options: bool) -> str:
    said = StringIO()
    call_command("warranty_check", str(path), stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path):
    def write(*rows: str) -> Path:
        path = tmp_path / "cases.csv"
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    return write


def test_answers_each_row_with_verdict_trace_and_a_paragraph_and_needs_no_database():
    rows = json.loads(check(FILE, json=True))

    assert len(rows) == len(vectors())
    assert all(row["differences"] == [] and row["trace"] and row["explanation"] for row in rows)
    first = rows[0]
    assert (first["decision"], first["basis"], first["reason"]) == ("in_warranty", "both", "START_INSTALL")
    assert (first["start"], first["end_commercial"]) == ("2025-05-20", "2030-05-20")
    assert (first["end_statutory"], first["burden_until"], first["flags"]) == ("2027-05-12", "2027-05-12", [])
    assert "20 May 2030" in first["explanation"]
    assert "12 May 2027" in first["explanation"]


def test_names_the_columns_that_differ_and_fails(file):
    path = file(HEAD + ",expect_reason,expect_flags", GOOD.replace(",in_warranty", ",void,EXPIRED,SAFETY_LANE"))

    with pytest.raises(CommandError, match="1 of 1 rows differ"):
        check(path)


def test_a_file_without_expectations_is_only_judged(file):
    path = file(HEAD.removesuffix(",expect_decision"), GOOD.removesuffix(",in_warranty"))

    assert check(path) == "A: in_warranty START_INSTALL\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("2025-02-20", "2025-02-30"), "line 2, sold_on: “2025-02-30” cannot be read."),
        (GOOD.replace("business", "robot"), "line 2, buyer: “robot” cannot be read."),
        (GOOD.replace("install_cert", "hearsay"), "line 2, evidence: “hearsay” cannot be read."),
        (GOOD.replace("2026-11-23T10:00:00Z", ""), "line 2, reported_at: It is missing."),
        (GOOD.replace("POL-CA", "POL-X"), "There is no policy “POL-X”."),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_are_judged(file, row: str, said: str):
    path, answer = file(HEAD, row, GOOD.replace("A,", "B,", 1)), StringIO()

    with pytest.raises(CommandError, match="1 of 2 rows"):
        call_command("warranty_check", str(path), stdout=answer)

    assert answer.getvalue() == f"A: {said}\nB: in_warranty START_INSTALL\n"


@pytest.mark.parametrize("content", [b"", b"id,title\n1,2\n", b"\xff\xfe\x00", b"id,policy\n" + b"x" * 200_000])
def test_what_is_no_such_file_gets_a_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "cases.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=r"cases\.csv: The file"):
        check(path)


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        check(tmp_path / "none.csv")
