"""`qingce review`, `qingce answer`: rows of doubt that wait for a person, and what the person says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.deciding import deciding
from qingce.doors.cli.errors import EnterpriseNotSaid
from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.domain.enterprises.queries import QuestionDetail

SAME, NEW, PASS = "same", "new", "pass"


@serves("REC-4")
@click.command(
    help=say(
        "列出待确认的企业匹配问题，最可能的在前；每个候选企业附得分和理由。",
        "List the questions of the match review, likeliest first; each candidate with its score and reasons.",
    )
)
@click.option("--batch", type=int, help=say("只列某一批次的问题。", "Only those of one batch."))
@click.option(
    "--by", default="", help=say("查看人：自己转交的问题排在最后。", "Who looks; what you passed on is last.")
)
@click.option("--count", default=20, show_default=True, help=say("最多列出多少个。", "How many at most."))
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def review(*, batch: int | None, by: str, count: int, shape: str) -> None:
    """Lists the questions that wait, each with the enterprises that may be meant."""
    from qingce.domain.enterprises.queries import Wanted, question_detail, waiting_questions
    from qingce.shared.parties.queries import operator

    actor = operator(by)
    waiting = waiting_questions(Wanted(batch_id=batch), actor=actor, count=count)
    found = [question_detail(row.id, actor=actor) for row in waiting]
    if shape == "json":
        click.echo(json.dumps([_told(each) for each in found], ensure_ascii=False))
        return
    if not found:
        click.echo(_("No question waits."))
    for each in found:
        click.echo("\n".join(_lines(each)))


@serves("REC-4")
@click.command(
    help=say(
        "回答一个匹配问题：same 企业编号（已知企业）、new（新企业）或 pass（不确定，转交同事）。",
        "Answer a QUESTION: same ENTERPRISE (its number), new, or pass (not sure: on to a colleague).",
    )
)
@click.argument("question", type=int)
@click.argument("answer", type=click.Choice([SAME, NEW, PASS]))
@click.argument("enterprise", type=int, required=False)
@click.option("--by", required=True, help=say("回答人，随答案保存。", "Who answers; kept with the answer."))
@click.option("--reason", default="", help=say("理由；转交时为附言。", "Why; of pass: the note to the colleague."))
@click.option("--again", is_flag=True, help=say("更改已有的回答。", "Change an answer given before."))
def answer(question: int, answer: str, enterprise: int | None, *, by: str, reason: str, again: bool) -> None:
    """Answers a QUESTION: the rows that waited for it become records."""
    from qingce.domain.enterprises.actions import pass_on
    from qingce.domain.records.actions import answer_question

    if (enterprise is None) == (answer == SAME):
        raise EnterpriseNotSaid
    at = timezone.now()
    if answer == PASS:
        pass_on(question, note=reason, actor=deciding(by), at=at)
        click.echo(_("Question %(number)d is passed on.") % {"number": question})
        return
    number = answer_question(question, same_as=enterprise, actor=deciding(by), reason=reason, at=at, again=again)
    said = {"number": question, "enterprise": number}
    click.echo(_("Question %(number)d is answered: its rows stand under enterprise %(enterprise)d.") % said)


def _told(found: QuestionDetail) -> dict[str, object]:
    row = found.row
    return {
        "question": row.id,
        "batch": row.batch_id,
        "name": row.name,
        "code": row.uscc,
        "why": row.why.value,
        "rows": row.rows,
        "state": row.state.value,
        "note": row.note,
        "passed_on_by": row.answered_by,
        "candidates": [
            {
                "enterprise": each.enterprise.id,
                "name": each.enterprise.name,
                "code": each.enterprise.uscc or "",
                "score": str(each.score),
                "reasons": [reason.value for reason in each.reasons],
            }
            for each in found.choices
        ],
    }


def _lines(found: QuestionDetail) -> list[str]:
    row = found.row
    lines = [f"{row.id}\t{row.name}\t{row.uscc}\t{row.why.label}\t× {row.rows}"]
    if row.note:
        lines.append(f"  {row.answered_by}: {row.note}")
    for each in found.choices:
        reasons = "; ".join(str(reason.label) for reason in each.reasons)
        lines.append(f"  {each.score}\t{each.enterprise.id}\t{each.enterprise.name}\t{reasons}")
    return lines
