"""`qingce merge`, `split`: enterprises that are one, and apart again."""

from __future__ import annotations

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.change import by_option, reason_option
from qingce.doors.cli.deciding import deciding
from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

yes_option = click.option("--yes", is_flag=True, help=say("不再询问。", "Do not ask."))


@serves("REC-4")
@click.command(
    help=say(
        "认定 ENTERPRISE 就是另一家企业：其记录、名称都归到那一家；可以拆分恢复。",
        "Say that ENTERPRISE is another one: its records and names are found there; it can be split again.",
    )
)
@click.argument("enterprise", type=int)
@click.option("--into", required=True, type=int, help=say("保留的企业编号。", "Number of the enterprise that stays."))
@by_option
@reason_option
@click.option(
    "--despite-codes",
    is_flag=True,
    help=say("两家的有效代码不同也合并，须在理由中说明。", "Also with two different valid codes; the reason says why."),
)
@yes_option
def merge(enterprise: int, *, into: int, by: str, reason: str, despite_codes: bool, yes: bool) -> None:
    """Says that ENTERPRISE is another one."""
    from qingce.domain.enterprises.actions import merge_enterprises

    _tell(enterprise, into)
    if not yes:
        click.confirm(_("Merge the first into the second?"), abort=True)
    canonical = merge_enterprises(
        enterprise, into=into, actor=deciding(by), reason=reason, at=timezone.now(), despite_codes=despite_codes
    )
    click.echo(_("Enterprise %(number)d is shown as %(canonical)d.") % {"number": enterprise, "canonical": canonical})


@serves("REC-4")
@click.command(help=say("把并入其他企业的 ENTERPRISE 重新拆分出来。", "Set ENTERPRISE apart again that was merged."))
@click.argument("enterprise", type=int)
@by_option
@reason_option
@yes_option
def split(enterprise: int, *, by: str, reason: str, yes: bool) -> None:
    """Sets ENTERPRISE apart again that was merged."""
    from qingce.domain.enterprises.actions import split_enterprise

    _tell(enterprise)
    if not yes:
        click.confirm(_("Set it apart?"), abort=True)
    split_enterprise(enterprise, actor=deciding(by), reason=reason, at=timezone.now())
    click.echo(_("Enterprise %(number)d stands for itself again.") % {"number": enterprise})


def _tell(*numbers: int) -> None:
    """Says who they are and how many records each has."""
    from qingce.domain.enterprises.queries import get_enterprise
    from qingce.domain.records.queries import count_records_of
    from qingce.shared.parties.enums import NOBODY

    counts = count_records_of(numbers, actor=NOBODY)
    for number in numbers:
        row = get_enterprise(number, actor=NOBODY).row
        line = _("%(number)d %(name)s (%(code)s): %(count)d records")
        told = {"number": number, "name": row.name, "code": row.uscc or "—", "count": counts.get(number, 0)}
        click.echo(line % told)
