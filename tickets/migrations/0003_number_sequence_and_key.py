import secrets

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_key(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # A function keeps the key with the data: it is in every dump, and no TRUNCATE and no changed SECRET_KEY reaches it.
    schema_editor.execute(
        "CREATE FUNCTION tickets_number_key() RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"AS $$ SELECT '\\x{secrets.token_hex(32)}'::bytea $$"
    )


def drop_key(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP FUNCTION tickets_number_key()")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE tickets_number AS bigint MINVALUE 0 MAXVALUE 899999999 START 0 NO CYCLE",
            "DROP SEQUENCE tickets_number",
        ),
        migrations.RunPython(make_key, drop_key),
    ]
