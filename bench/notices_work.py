"""What the bench of the notice board measures, in a process of its own in which Django is set up.

`main` fills the home's database by the room's own acts and prints what each page took as JSON: page → queries,
milliseconds of the processor.
"""

from __future__ import annotations

import json
import statistics
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingce.pure.rules.library import read_library
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.notices.actions import publish_notice
from qingce.shared.notices.enums import About, NoticeText, ObjectionCame
from qingce.shared.notices.models import Notice, Objection
from qingce.shared.notices.registry import NoticeKind, NoticeTerm, register_notice_kind
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import rulebook_folder

RUNS = 9
KIND = NoticeKind("bench", "样例公示", "样例", term=NoticeTerm("removal", "alliance-notice"), takes_objections=True)
PLACES = ("330603", "320505", "440106", "110105", "310116")
PAGES = {
    "board": "/notices/",
    "board, open ones": "/notices/?state=open",
    "board, ending soonest": "/notices/?order=ending",
    "board, last page": "/notices/?page={last}",
    "board, a province": "/notices/?area=330000",
    "board, words": "/notices/?q=有限公司7",
    "board, a thing": "/notices/?about=enterprise/7",
    "notice with half of the objections": "/notices/{busy}/",
    "… their last page": "/notices/{busy}/?page=100",
    "form to object": "/notices/{busy}/objection/",
    "Atom feed": "/notices/feed.atom",
    "calendar": "/notices/calendar.ics",
}


def main(notices: str, objections: str) -> None:
    """Fills the database and measures every page."""
    settings.ALLOWED_HOSTS = ["*"]
    register_notice_kind(KIND)
    busy = fill(int(notices), int(objections))
    client = Client(SERVER_NAME="127.0.0.1")
    last = -(-int(notices) // 50)
    print(json.dumps({name: measured(client, path.format(busy=busy, last=last)) for name, path in PAGES.items()}))


def fill(notices: int, objections: int) -> int:
    """Publishes notices and puts objections in: half of them against one. Returns: the number of that one."""
    at = timezone.now() - timedelta(days=1)
    release_book(read_library(rulebook_folder()).versions("removal")[-1], by=PLATFORM, at=at)
    for place in range(notices):
        name = f"样例印染有限公司{place}"
        text = NoticeText(
            kind=KIND.name,
            key=f"bench/{place}",
            title_zh=f"审核报告公示：{name}",
            title_en=f"Audit report: {name}",
            body_zh="现将审核报告予以公示。" * 40,
            area=PLACES[place % len(PLACES)],
            about=(About("enterprise", place, name), About("record", place, "废水超标排放行政处罚决定")),
        )
        publish_notice(text, by=THE_PLATFORM, at=at)
    numbers = list(Notice.objects.order_by("pk").values_list("pk", flat=True))
    busy = numbers[-1]
    places = dict.fromkeys(numbers, 0)
    rows = []
    for each in range(objections):
        notice = busy if each % 2 else numbers[each // 2 % len(numbers)]
        places[notice] += 1
        rows.append(_objection(notice, places[notice], each))
    Objection.objects.bulk_create(rows, batch_size=1_000)
    return busy


def _objection(notice: int, place: int, each: int) -> Objection:
    return Objection(
        notice_id=notice,
        place=place,
        came=ObjectionCame.ACCOUNT,
        statement="报告第三页的流量数据与在线监测不符。" * 5,
        salt=f"{each:032x}",
        link_sha256=each.to_bytes(32, "big"),
        received_at=timezone.now(),
        shown="报告第三页的流量数据与在线监测不符。" * 5,
        state="looked-at",
    )


def measured(client: Client, path: str) -> tuple[int, float]:
    """Queries, and milliseconds of the processor: the median, after a first time that makes what is kept."""
    answer = client.get(path)
    if answer.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"{path}: {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    queries = len(asked)  # the next request forgets them
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        client.get(path)
        spent.append((time.process_time() - began) * 1_000)
    return queries, statistics.median(spent)
