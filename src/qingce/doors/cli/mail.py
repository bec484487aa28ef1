"""`qingce mail test` tries the mail settings; `qingce bounce` takes in what came back."""

from __future__ import annotations

import sys

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.language import language, say
from qingce.pure.kernel.requirements import serves

LARGEST_BYTES = 1_000_000
TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the report and hands it over again


@click.group(help=say("邮件设置。", "Letters by e-mail."))
def mail() -> None:
    """Letters by e-mail."""


@serves("ACC-1")
@mail.command("test", help=say("发一封测试信，检查邮件设置。", "Send a letter to ADDRESS, to try the mail settings."))
@click.argument("address")
def test(address: str) -> None:
    """Sends a letter to ADDRESS at once, in one attempt, and says what came of it."""
    from django.conf import settings

    from qingce.shared.mail.actions import send_test_mail
    from qingce.shared.mail.enums import LetterState
    from qingce.shared.mail.queries import readable_folder

    params = {"link": f"{settings.BASE_URL}/"}
    row = send_test_mail(to=address, language=language(), params=params, at=timezone.now())
    if row.state != LetterState.SENT:
        click.echo(" ".join(filter(None, [str(row.problem.label) if row.problem else "", row.reason])), err=True)
        sys.exit(2)
    folder = readable_folder()
    if folder:
        click.echo(_("There is no mail server (QINGCE_SMTP_URL): the letter lies in %(folder)s.") % {"folder": folder})
    else:
        click.echo(_("The mail server took the letter to %(address)s.") % {"address": row.to})


@serves("ACC-1")
@click.command(
    help=say("从标准输入读取一份退信报告并登记。", "Read a delivery report from standard input and note it.")
)
def bounce() -> None:
    """Reads a delivery report from standard input, as a mail server pipes it, and notes what it says."""
    from django.db import OperationalError

    from qingce.shared.mail.actions import take_bounce

    message = sys.stdin.buffer.read(LARGEST_BYTES)
    try:
        outcome = take_bounce(message, at=timezone.now())
    except OperationalError:
        click.echo(_("The database cannot be used now; hand the report over again later."), err=True)
        sys.exit(TRY_LATER)
    click.echo(outcome.label)
