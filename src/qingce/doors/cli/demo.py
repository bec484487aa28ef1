"""`qingce demo`: the real sample that a new installation shows."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.errors import NoDemoLogIn
from qingce.doors.cli.language import say

LOG_IN = "demo-login.txt"  # in the home folder, for its owner only: address, password and key of the demo's account
FEWEST_SECONDS = 5  # a code that ends sooner is waited for, so that there is time to type the next one


@click.command(help=say("导入 demo/ 中的真实样例，只导入一次。", "Take the sample in demo/ in, once."))
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=say("另一份样例。", "Another sample."),
)
def demo(*, folder: Path | None) -> None:
    """Takes the sample in `demo/` in, once; a second time nothing is added."""
    from qingce.domain.cleaner_production.actions import take_in_survey
    from qingce.domain.cleaner_production.queries import is_survey_there
    from qingce.domain.records.actions import ingest
    from qingce.shared.parties.queries import operator

    folder = folder or settings.BASE_DIR / "demo"
    manifest = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))
    at = timezone.now()
    for entry in manifest["file"]:
        report = ingest(folder / entry["path"], mapping=entry["mapping"], actor=operator("demo"), at=at)
        line = _(
            "%(file)s: %(new)d new, %(known)d already known, %(held)d waiting for a person, %(rejected)d rejected."
        )
        click.echo(
            line
            % {
                "file": entry["path"],
                "new": report.rows_new,
                "known": report.rows_known,
                "held": report.rows_held,
                "rejected": report.rows_rejected,
            }
        )
    if not is_survey_there():
        count = take_in_survey(operator("demo"), at=at)
        click.echo(_("%(count)d findings of the survey taken in.") % {"count": count})


@click.command("demo-code", help=say("演示账号现在的六位动态码。", "Six digits for the log-in of the demonstration."))
def demo_code() -> None:
    """Prints what an authenticator app would show now for the account that `make run` made."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    key = _demo_key(settings.HOME / LOG_IN)
    left = 30 - time.time() % 30
    if left < FEWEST_SECONDS:
        time.sleep(left)
    click.echo(format_hotp_value(hotp_value(key, int(time.time()) // 30)))


def _demo_key(path: Path) -> str:
    """The key beside the password.

    Raises: NoDemoLogIn: there is no such file, or it was made without one.
    """
    words = path.read_text("utf-8").split() if path.is_file() else []
    if len(words) != 3:  # noqa: PLR2004  # address, password, key
        raise NoDemoLogIn(path.name)
    return words[2]
