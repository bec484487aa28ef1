"""`qingce demo`: the real sample that a new installation shows."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.language import say


@click.command(help=say("导入 demo/ 中的真实样例，只导入一次。", "Take the sample in demo/ in, once."))
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=say("另一份样例。", "Another sample."),
)
def demo(*, folder: Path | None) -> None:
    """Takes the sample in `demo/` in, once; a second time nothing is added."""
    from qingce.domain.records.actions import ingest

    folder = folder or settings.BASE_DIR / "demo"
    manifest = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))
    at = timezone.now()
    for entry in manifest["file"]:
        report = ingest(folder / entry["path"], mapping=entry["mapping"], by="demo", at=at)
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
