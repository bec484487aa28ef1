"""Asking every address as every kind of user, and saying in a word what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from qingce.shared.parties.enums import StaffRole
from tests.access.world import World
from tests.doors.web.addresses import every_address

METHODS = ("GET", "POST")
BY_STATUS = {400: "wrong", 401: "wrong", 403: "refused", 404: "none", 405: "no method", 412: "wrong", 422: "wrong"}
AGAIN = ("/account/reauthenticate/", "/account/2fa/reauthenticate/")
REDACTION = {"act": "redact", "reason": "隐私", "page": "1", "left": "0", "top": "0", "width": "9", "height": "9"}
# What is sent so that somebody who may would really write; other forms are sent empty.
SAID: dict[str, dict[str, str]] = {
    "web:account": {"name": "新名字", "language": "zh"},
    "web:organisation": {"act": "invite", "email": "new@example.org", "role": "reader"},
    "web:invitation": {"act": "accept"},
    "web:import": {"act": "discard"},
    "web:import-restore": {"reason": "确认无误"},
    "web:import-undo": {"reason": "发错了"},
    "web:office-request": {"act": "answer", "outcome": "declined", "text": "原文如此", "seen": "0.0.0."},
    "web:office-request-file-redact": REDACTION,
    "web:document-file-redact": REDACTION,
    "web:office-request-release": {"statement": "公开"},
    "web:office-person": {"act": "give", "role": "brand-liaison", "area": "320500"},
    "web:office-organisation": {"act": "close", "reason": "停办"},
    "web:office-claim": {"act": "refuse", "reason": "材料不全", "grounds": "x"},
    "web:office-record": {"act": "withdraw", "reason": "判决撤销"},
    "web:decision": {"act": "confirm"},
    "web:office-draw": {"act": "void", "reason": "名单有误"},
    "web:office-draw-new": {"act": "check"},
    "web:claim": {"act": "withdraw"},
    "web:document": {"act": "audience", "audience": "parties", "reason": "案件需要"},
    "web:document-version": {"reason": "延续", "seen": "1"},
    "web:explain": {"answer": "accept", "version": "2026-11"},
    "web:explain-send": {"answer": "decline", "version": "2026-11"},
    "web:monitoring": {"act": "begin"},
    "web:monitoring-send": {"answer": "decline", "version": "2026-11"},
    "web:monitoring-note": {"outlet": "DW001", "revision": "1"},
    "web:my-disclosure": {"act": "take-back"},
    "web:my-disclosure-supports": {"act": "other"},
    "web:office-disclosure": {"act": "return", "note": "请重新扫描"},
    "web:office-disclosure-redact": {
        "act": "redact",
        "reason": "隐私",
        "page": "1",
        "left": "0",
        "top": "0",
        "width": "9",
        "height": "9",
    },
    "web:my-stakeholders": {"act": "end", "brand": "1"},
    "web:my-filing": {"act": "refuse", "reason": "不是我们寄出的"},
    "web:office-filing": {"reason": "登记有误"},
    "web:office-letter": {"act": "write", "addressee": "样例厅", "advice_zh": "请公开。"},
    "web:office-sample": {
        "act": "note",
        "kind": "search",
        "outcome": "not-found",
        "where": "某网站",
        "words": "样例",
        "happened_on": "2026-11-19",
    },
    "web:office-cleaner-cell": {"state": "published", "how_found": "web", "source": "样例公告", "grounds": ""},
    "web:office-audit-published": {
        "kind": "results",
        "published_on": "2024-09-02",
        "place": "样例日报",
        "is_all": "yes",
    },
    "web:my-publication": {"reason": "登记错了企业"},
    "web:office-publication": {"reason": "登记错了企业"},
    "web:office-publication-file": {"reason": "登记错了企业"},
    "web:my-audit-publication": {"kind": "fields", "address": "样例路1号"},
    "web:office-roster-columns": {"column-2": "enterprise_name"},
    "web:office-promise": {"told_on": "2026-11-20", "reason": "函告"},
    "web:audit-form-item": {"act": "confirm", "revision": "1"},
    "web:my-audit": {"act": "withdraw", "reason": "改期"},
    "web:my-quote": {"act": "decline"},
    "web:office-audit": {"act": "tick", "duty": "platform-keep-confidential", "note": "已告知同事"},
    "web:my-accreditation": {"act": "begin"},
    "web:my-alliance": {"act": "claim", "key": "wild-china"},
    "web:office-alliance": {"act": "regions", "key": "wild-china", "regions": "320000"},
    "web:office-accreditation": {"act": "suspend", "text": "核查", "seen": "4"},
    "web:my-case": {"act": "withdraw", "reason": "以后再申请"},
    "web:office-case": {"act": "say", "text": "请说明复测日期"},
    "web:office-case-restore": {"text": "监测报告系伪造"},
    "web:office-desks": {"act": "end", "absence": "1"},
    "web:explain-record": {"violation": "超标", "revision": "0"},
    "web:office-notice": {"act": "extend", "days": "1", "reason": "延长", "seen": "open.0"},
    "web:office-objection": {"act": "whole", "seen": "0"},
    "web:question": {"act": "new"},
    "web:facts-of": {"act": "confirm", "count": "1", "v1-matters": "exceedance"},
    "web:family": {"act": "merge", "other": "999999", "reason": "同一家"},
}


# To the pages of log-in, who is like whom; the others are asked.
MEMBERS = ("reader", "editor", "admin", "enterprise", "brand", "ngo", "government")
STAFF = tuple(f"{role}{area}" for role in StaffRole for area in ("", " here"))
# What nobody in particular gets is asked of a few more: the most and the least that a person can be.
OPEN_TO = ("nobody", "person", "administrator", "without factor")
# On the second database the pages are asked by few: whom its questions tell apart, by seat, by area and by role.
AGAIN_BY = ("nobody", "person", "admin", "government", "reviewer here", "administrator")
ALIKE = dict.fromkeys(MEMBERS, "person") | dict.fromkeys(STAFF, "administrator")


@dataclass(frozen=True)
class Asked:
    """A row of the table: a view asked in one way, about one object."""

    view: str
    method: str
    relation: str


def rows(world: World) -> Iterator[tuple[Asked, str]]:
    """Every row that the table must have, with the address to ask."""
    for each in every_address():
        for relation, kwargs in world.relations(each.name).items():
            path = each.path
            if kwargs:
                with override("zh-hans"):
                    path = reverse(each.name, kwargs=kwargs)
            for method in METHODS:
                yield Asked(each.name, method, relation), path


def asked(client: Client, row: Asked, path: str) -> HttpResponseBase:
    """What comes back; nothing that the request wrote stays."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        sent = client.get(path) if row.method == "GET" else client.post(path, SAID.get(row.view, {}))
        if sent.streaming:
            # Read to its end, the client closes it with its file; closed by hand, it would give a pooled connection
            # back in the midst of this transaction.
            sent.getvalue()
        transaction.set_rollback(True)
    client.cookies = cookies  # who logged out is in again
    return sent  # type: ignore[return-value]  # the client's own kind of answer


def word(answer: HttpResponseBase) -> str:
    """The answer in a word of the table: `docs/permissions.md` says what each means."""
    where = answer.headers.get("Location", "")
    if 300 <= answer.status_code < 400:
        if where.startswith("/account/login/"):
            return "log-in"
        if where.startswith(AGAIN):
            return "log-in again"
        return "factor" if where.startswith("/account/second-factor/") else "on"
    return "yes" if answer.status_code < 300 else BY_STATUS.get(answer.status_code, str(answer.status_code))


def answers(
    world: World, row: Asked, path: str, at_the_door: dict[str, str], *, kinds: Sequence[str]
) -> dict[str, str]:
    """What each kind of user gets, nobody first.

    Four things are asked of a few only: a method that no view takes, which is refused before anybody is looked at; what
    whoever is not logged in gets; pages of log-in, which know people and second factors, but neither roles nor
    organisations; and further objects of the office of those whom its door refused.

    Args: at_the_door: of an address of the office, who was refused for another object; those of this one are added.
    """
    found = {"nobody": word(asked(world.users["nobody"], row, path))}
    if found["nobody"] == "no method":
        same = dict.fromkeys(kinds, kinds[-1])
    elif row.view.startswith("web:") and found["nobody"] == "yes":
        same = {kind: "person" for kind in kinds if kind not in OPEN_TO}
    else:
        same = {} if row.view.startswith("web:") else ALIKE
    for kind in kinds[1:]:
        if same.get(kind, kind) == kind:
            found[kind] = at_the_door.get(kind) or word(asked(world.users[kind], row, path))
    if path.startswith("/office/"):
        at_the_door |= {kind: answer for kind, answer in found.items() if answer in ("refused", "factor")}
    return {kind: found.get(kind) or found[same[kind]] for kind in kinds}


def every_answer(world: World, kinds: Sequence[str]) -> Iterator[tuple[Asked, dict[str, str]]]:
    """Every row, with what comes back."""
    at_the_door: dict[tuple[str, str], dict[str, str]] = {}
    for row, path in rows(world):
        yield row, answers(world, row, path, at_the_door.setdefault((row.view, row.method), {}), kinds=kinds)


def row_text(row: Asked, found: dict[str, str]) -> str:
    """A row as it stands in the table."""
    return ",".join((row.view, row.method, row.relation, *found.values()))
