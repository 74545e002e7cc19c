from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_number_sequence_and_key")]

    operations = [
        # A tsvector ends at 1 MB; a case that long is found by what was said first.
        migrations.RunSQL(
            """
            CREATE FUNCTION tickets_extend_search(document tsvector, added tsvector) RETURNS tsvector
            LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT CASE
                    WHEN document IS NULL THEN added
                    WHEN pg_column_size(document) + pg_column_size(added) > 500000 THEN document
                    ELSE document || added
                END
            $$
            """,
            "DROP FUNCTION tickets_extend_search(tsvector, tsvector)",
        )
    ]
