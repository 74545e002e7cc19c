import pytest

from rma_portal.embedded.environment import CHECKOUT
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.setup import preflight
from rma_portal.embedded.setup.fingerprint import fingerprint
from rma_portal.embedded.setup.install import explain


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("WARNING: Retrying … Temporary failure in name resolution", "package index does not answer"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was pinned"),
        ("ERROR: No matching distribution found for x==1", "ERROR: No matching distribution found for x==1"),
        ("", "pip failed"),
    ],
)
def test_a_failure_is_told_in_plain_words(tmp_path, output, sentence):
    assert sentence in explain(output, tmp_path / "install.log")


def test_a_full_disk_is_noticed_before_anything_is_begun(tmp_path, monkeypatch):
    monkeypatch.setattr(
        preflight.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 5 * preflight.MEGABYTE})
    )

    with pytest.raises(SetupError, match="The disk is full: 5 MB are free at .* 700 MB are needed"):
        preflight.require_room(tmp_path / "not" / "there yet", 700)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_by_hash_and_names_no_index(name):
    text = (CHECKOUT / name).read_text()

    assert "--hash=sha256:" in text
    assert "://" not in text
    assert all("==" in line for line in text.splitlines() if line and line[0].isalnum())


def test_preparation_is_due_when_a_migration_a_setting_or_the_database_changes(tmp_path, monkeypatch):
    (tmp_path / "mail/migrations").mkdir(parents=True)
    (tmp_path / "rma_portal/settings").mkdir(parents=True)
    (tmp_path / "rma_portal/settings/base.py").write_text('BRAND = env("BRAND_NAME")')
    before = fingerprint(tmp_path, {"DATABASE_URL": "postgres://a"})
    assert fingerprint(tmp_path, {"DATABASE_URL": "postgres://a"}) == before

    (tmp_path / "mail/migrations/0001_initial.py").write_text("one")
    migrated = fingerprint(tmp_path, {"DATABASE_URL": "postgres://a"})
    monkeypatch.setenv("BRAND_NAME", "Other")
    branded = fingerprint(tmp_path, {"DATABASE_URL": "postgres://a"})
    monkeypatch.setenv("UNRELATED", "1")

    assert len({before, migrated, branded}) == 3
    assert fingerprint(tmp_path, {"DATABASE_URL": "postgres://a"}) == branded
