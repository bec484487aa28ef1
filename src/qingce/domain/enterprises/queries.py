"""What this room answers: enterprises, their families, hints, and the questions that wait."""

from qingce.domain.enterprises.answering import QuestionNotFound
from qingce.domain.enterprises.asking import (
    Choice,
    QuestionDetail,
    QuestionRow,
    Wanted,
    count_waiting,
    next_question,
    question_detail,
    waiting_questions,
)
from qingce.domain.enterprises.errors import EnterpriseNotFound
from qingce.domain.enterprises.families import MergeRow, families_between, family_of, kin_of, merge_history
from qingce.domain.enterprises.hints import Hint, hints
from qingce.domain.enterprises.reading import (
    EnterpriseDetail,
    EnterpriseRow,
    Name,
    get_enterprise,
    id_span,
    industry,
    other_names,
    region,
    rows_between,
    rows_by_ids,
    rows_named,
)

__all__ = [
    "Choice",
    "EnterpriseDetail",
    "EnterpriseNotFound",
    "EnterpriseRow",
    "Hint",
    "MergeRow",
    "Name",
    "QuestionDetail",
    "QuestionNotFound",
    "QuestionRow",
    "Wanted",
    "count_waiting",
    "families_between",
    "family_of",
    "get_enterprise",
    "hints",
    "id_span",
    "industry",
    "kin_of",
    "merge_history",
    "next_question",
    "other_names",
    "question_detail",
    "region",
    "rows_between",
    "rows_by_ids",
    "rows_named",
    "waiting_questions",
]
