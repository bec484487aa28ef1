"""`qingce mappings`: what `qingce ingest --mapping` may be given."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from qingce.doors.cli.language import language, say
from qingce.pure.kernel.requirements import serves


@serves("REC-3")
@click.command(
    help=say("列出列对应关系：系统自带的和已保存的。", "List the mappings: those of the house, and saved ones.")
)
def mappings() -> None:
    """Lists the mappings: those of the house, and saved ones."""
    from qingce.domain.records.queries import house_mappings
    from qingce.shared.intake.queries import saved_mappings

    for each in house_mappings():
        click.echo(f"{each.name}\t{each.titles[language()]}")
    for row in saved_mappings():
        kept = _("version %(version)d, saved by %(name)s") % {"version": row.version, "name": row.saved_by}
        click.echo(f"{row.name}\t{row.title}\t{kept}")
