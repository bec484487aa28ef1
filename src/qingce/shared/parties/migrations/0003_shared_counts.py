from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(_apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", "shared_counts", database=schema_editor.connection.alias, verbosity=0)


def drop_table(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE IF EXISTS shared_counts")


class Migration(migrations.Migration):
    """The table in which worker processes share what they count of codes and mails."""

    dependencies = [("parties", "0002_people_and_organisations")]
    operations = [migrations.RunPython(make_table, drop_table)]
