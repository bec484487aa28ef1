"""Beside each piece of a name stands the name's body, so that names far from each other are told without loading them."""

from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PIECE = 5000


def note_bodies(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Notes the bodies of names that are there; a piece that no name gives any more stays without."""
    from qingce.domain.enterprises.traits import pieces_of_name
    from qingce.shared.bulk.actions import update_rows

    del schema_editor
    block_model = apps.get_model("enterprises", "NameBlock")
    blocks = block_model.objects
    names = apps.get_model("enterprises", "EnterpriseName").objects
    last = 0
    while rows := list(blocks.filter(pk__gt=last).order_by("pk")[:PIECE]):
        last = rows[-1].pk
        bodies: defaultdict[tuple[int, str], str] = defaultdict(str)
        named = names.filter(enterprise_id__in={row.enterprise_id for row in rows}).order_by("pk")
        for owner, key, division in named.values_list("enterprise_id", "name_key", "enterprise__division"):
            pieces, body = pieces_of_name(key.partition("#")[0], division=division)
            for piece in pieces:
                bodies.setdefault((owner, piece), body)
        found = [bodies[row.enterprise_id, row.block] for row in rows]
        update_rows(block_model, {"id": [row.pk for row in rows], "body": found})


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0006_statements"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="nameblock", name="nameblock_block"),
        migrations.AddField(
            model_name="nameblock",
            name="body",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Brand and trade of the whole name; empty: not worked out.",
                max_length=200,
            ),
        ),
        migrations.RunPython(note_bodies, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="nameblock",
            index=models.Index(fields=["block", "enterprise", "body"], name="nameblock_piece"),
        ),
    ]
