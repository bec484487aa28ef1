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
from qingce.domain.enterprises.claims.holding import (
    Holder,
    enterprises_held_by,
    holder_of,
    holders_by_enterprise,
    holders_of,
)
from qingce.domain.enterprises.claims.reading import (
    claim_in_area,
    claims_for_office,
    claims_of_area,
    claims_of_own,
    count_claims_for_office,
    count_claims_of_area,
    own_claim,
    staff_claim,
    waiting_claims,
)
from qingce.domain.enterprises.claims.shown import ClaimRow, CodeStatus, OwnClaim, StaffClaim
from qingce.domain.enterprises.claims.terms import ClaimTerms, claim_terms
from qingce.domain.enterprises.errors import EnterpriseNotFound
from qingce.domain.enterprises.families import MergeRow, families_between, family_of, kin_of, merge_history
from qingce.domain.enterprises.hints import Hint, hints
from qingce.domain.enterprises.permissions import claims_visible_to
from qingce.domain.enterprises.reading import (
    EnterpriseDetail,
    EnterpriseRow,
    Name,
    get_enterprise,
    holds_real_enterprises,
    id_span,
    industry,
    other_names,
    region,
    rows_between,
    rows_by_ids,
    rows_named,
)
from qingce.domain.enterprises.statements import statement_of

__all__ = [
    "Choice",
    "ClaimRow",
    "ClaimTerms",
    "CodeStatus",
    "EnterpriseDetail",
    "EnterpriseNotFound",
    "EnterpriseRow",
    "Hint",
    "Holder",
    "MergeRow",
    "Name",
    "OwnClaim",
    "QuestionDetail",
    "QuestionNotFound",
    "QuestionRow",
    "StaffClaim",
    "Wanted",
    "claim_in_area",
    "claim_terms",
    "claims_for_office",
    "claims_of_area",
    "claims_of_own",
    "claims_visible_to",
    "count_claims_for_office",
    "count_claims_of_area",
    "count_waiting",
    "enterprises_held_by",
    "families_between",
    "family_of",
    "get_enterprise",
    "hints",
    "holder_of",
    "holders_by_enterprise",
    "holders_of",
    "holds_real_enterprises",
    "id_span",
    "industry",
    "kin_of",
    "merge_history",
    "next_question",
    "other_names",
    "own_claim",
    "question_detail",
    "region",
    "rows_between",
    "rows_by_ids",
    "rows_named",
    "staff_claim",
    "statement_of",
    "waiting_claims",
    "waiting_questions",
]
