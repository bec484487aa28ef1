"""`qingce correct`, `move`, `withdraw`, `republish`, `rename`: changes of what is public, each with who and why."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.deciding import deciding, deciding_together
from qingce.doors.cli.errors import NotAnAssignment
from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

by_option = click.option("--by", required=True, help=say("决定人，公开显示。", "Who decides; shown in public."))
second_option = click.option(
    "--second", required=True, help=say("确认的第二人，公开显示。", "Who confirms, another person; shown in public.")
)
reason_option = click.option("--reason", required=True, help=say("理由，公开显示。", "Why; shown in public."))
clause_option = click.option(
    "--clause", default="", help=say("所依据的条款（如有）。", "Clause the decision rests on, if any.")
)


@serves("REC-2", "REC-10")
@click.command(
    help=say("更正一条记录的字段；原值保留在记录页。", "Correct fields of RECORD; the former values stay on its page.")
)
@click.argument("record", type=int)
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@by_option
@reason_option
def correct(record: int, values: tuple[str, ...], *, by: str, reason: str) -> None:
    """Corrects fields of RECORD; the former values stay on its page."""
    from qingce.domain.records.actions import correct_record

    correct_record(record, dict(map(_pair, values)), actor=deciding(by), reason=reason, at=timezone.now())
    click.echo(_("Record %(number)d is corrected.") % {"number": record})


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise NotAnAssignment(text)
    return name, value


@serves("REC-2", "REC-4")
@click.command(
    help=say(
        "把归错企业的记录移到另一企业；原企业保留在记录页。",
        "Put a RECORD of the wrong enterprise to another; the former one stays on its page.",
    )
)
@click.argument("record", type=int)
@click.option("--to", required=True, type=int, help=say("企业编号。", "Number of the enterprise."))
@by_option
@reason_option
def move(record: int, *, to: int, by: str, reason: str) -> None:
    """Puts a RECORD of the wrong enterprise to another; the former one stays on its page."""
    from qingce.domain.records.actions import move_record

    move_record(record, to=to, actor=deciding(by), reason=reason, at=timezone.now())
    click.echo(_("Record %(number)d now belongs to enterprise %(to)d.") % {"number": record, "to": to})


@serves("REC-10")
@click.command(
    help=say(
        "把一条记录移出公开列表；其编号仍说明理由。",
        "Take RECORD off the public list; its number goes on answering with why.",
    )
)
@click.argument("record", type=int)
@by_option
@second_option
@reason_option
@clause_option
def withdraw(record: int, *, by: str, second: str, reason: str, clause: str) -> None:
    """Takes RECORD off the public list; its number goes on answering with why."""
    from qingce.domain.records.actions import withdraw_record

    withdraw_record(record, actor=deciding_together(by, second), reason=reason, clause=clause, at=timezone.now())
    click.echo(_("Record %(number)d is withdrawn.") % {"number": record})


@serves("REC-10")
@click.command(help=say("把撤下的记录重新列入公开列表。", "Put a withdrawn RECORD back on the public list."))
@click.argument("record", type=int)
@by_option
@second_option
@reason_option
@clause_option
def republish(record: int, *, by: str, second: str, reason: str, clause: str) -> None:
    """Puts a withdrawn RECORD back on the public list."""
    from qingce.domain.records.actions import republish_record

    republish_record(record, actor=deciding_together(by, second), reason=reason, clause=clause, at=timezone.now())
    click.echo(_("Record %(number)d is public again.") % {"number": record})


@serves("REC-7")
@click.command(
    help=say("登记企业的新名称；原名称仍可检索。", "Give ENTERPRISE its new NAME; the former one stays findable.")
)
@click.argument("enterprise", type=int)
@click.argument("name")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help=say("新名称启用日（如已知）。", "First day of the new name, if known."),
)
@click.option(
    "--source", required=True, help=say("新名称的出处，公开显示。", "Where the new name is stated; shown in public.")
)
def rename(enterprise: int, name: str, *, since: datetime | None, source: str) -> None:
    """Gives ENTERPRISE its new NAME; the former one stays findable."""
    from qingce.domain.enterprises.actions import rename_enterprise

    changed_on = since.date() if since else None
    rename_enterprise(enterprise, name=name, changed_on=changed_on, stated_by=source, at=timezone.now())
    click.echo(_("Enterprise %(number)d is now called %(name)s.") % {"number": enterprise, "name": name})
