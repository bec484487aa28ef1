"""`qingce staff`: who works in the office."""

from __future__ import annotations

import sys

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

ROLES = ("reviewer", "senior-reviewer", "administrator", "brand-liaison")
by_option = click.option("--by", default="command line", help=say("由谁办理。", "Who does it."))
from_input = click.option(
    "--password-stdin", is_flag=True, help=say("从标准输入读取密码。", "Read the password from standard input.")
)


@click.group(help=say("管理工作人员。", "Who works in the office."))
def staff() -> None:
    """Who works in the office."""


@serves("ACC-1")
@staff.command(
    "add", help=say("给一个人一个角色；新的人得到账号。", "Give EMAIL a role; somebody new gets an account.")
)
@click.argument("email")
@click.option("--name", default="", help=say("姓名，显示在其决定旁。", "Name; stands beside what the person decides."))
@click.option("--role", type=click.Choice(ROLES), default="reviewer", show_default=True)
@click.option(
    "--area",
    default="",
    help=say(
        "角色所及的行政区划代码；不填为全国。", "Code of the area that the role reaches; none: the whole country."
    ),
)
@by_option
@from_input
def add(email: str, *, name: str, role: str, area: str, by: str, password_stdin: bool) -> None:
    """Gives EMAIL a role; somebody new gets an account with the password that is asked for."""
    from qingce.shared.parties.actions import add_staff
    from qingce.shared.parties.enums import StaffRole
    from qingce.shared.parties.queries import staff as all_staff

    is_known = email.strip().lower() in {row.email for row in all_staff()}
    password = "" if is_known else _password(from_stdin=password_stdin)
    add_staff(email, name=name, role=StaffRole(role), password=password, by=by, at=timezone.now(), area=area)
    click.echo(_("%(email)s is %(role)s.") % {"email": email, "role": StaffRole(role).label})


@serves("ACC-1")
@staff.command("list", help=say("列出工作人员。", "List the staff."))
def list_staff() -> None:
    """Lists the staff with the roles held now."""
    from qingce.shared.parties.queries import staff as all_staff

    for row in all_staff():
        roles = ", ".join(str(role.label) for role in row.roles) or _("ended")
        click.echo(f"{row.email}\t{row.name}\t{roles}")


@serves("ACC-1")
@staff.command("end", help=say("结束一个人的全部角色。", "End all roles of EMAIL."))
@click.argument("email")
@by_option
def end(email: str, *, by: str) -> None:
    """Ends all roles of EMAIL."""
    from qingce.shared.parties.actions import end_staff

    end_staff(email, by=by, at=timezone.now())
    click.echo(_("%(email)s has no role any more.") % {"email": email})


@serves("ACC-1")
@staff.command("password", help=say("为一个账号设置新密码。", "Give the account EMAIL a new password."))
@click.argument("email")
@from_input
def password(email: str, *, password_stdin: bool) -> None:
    """Gives the account EMAIL a new password."""
    from qingce.shared.parties.actions import set_password

    set_password(email, _password(from_stdin=password_stdin), at=timezone.now())
    click.echo(_("The password of %(email)s is changed.") % {"email": email})


def _password(*, from_stdin: bool) -> str:
    """A password that never stands in a list of processes or commands."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True))
