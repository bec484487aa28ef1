"""Words of `qingce story`, in both languages, without a database: names of acts come from data made by `make docs`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

ROLES = {
    "staff": ("工作人员", "a member of the staff"),
    "two-staff": ("两名工作人员", "two members of the staff"),
    "operator": ("平台运营方（命令行）", "the operator of the platform, by a command"),
    "organisation": ("某组织的人员", "somebody for an organisation"),
    "system": ("平台自动", "the platform itself"),
}
BY = ("由", "by")
BOUND = ("附带文字的承诺值：", "bound to words by")
NOT_SHOWN = (
    (
        "附带的文字（如理由）：账本只记承诺值，各条目的证明文件里有原文，可与之核对。",
        (
            "The words that go with entries, such as reasons: the log holds commitments; the proof file of an entry "
            "gives the words, to be held against it."
        ),
    ),
    (
        "批量行为（例如最初的公开）：账本只记其各行的根，某一行是否在内，见它的证明文件。",
        (
            "Acts about many at once, such as the first publication: the log holds the root over their rows; the proof "
            "file of a record shows its row."
        ),
    ),
)


@cache
def act_titles() -> Mapping[str, tuple[str, str]]:
    """Each public act, in Chinese and English."""
    text = files("qingce.doors.cli").joinpath("data/act_titles.csv").read_text("utf-8")
    return {row["act"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}
