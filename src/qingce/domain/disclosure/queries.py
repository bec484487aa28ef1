"""What this room answers."""

from qingce.domain.disclosure.bundling import Bundle, bundle_of
from qingce.domain.disclosure.checking import Finding
from qingce.domain.disclosure.commitments import CommitmentText, commitment_text
from qingce.domain.disclosure.committing import commitments_of, holding_promise, is_truthfulness_accepted
from qingce.domain.disclosure.examples import Example, examples
from qingce.domain.disclosure.panels import panel_types
from qingce.domain.disclosure.permissions import enterprises_spoken_for, speaker_for, visible_to
from qingce.domain.disclosure.reading import (
    Line,
    Page,
    Panel,
    Stray,
    VersionRow,
    explanation_page,
    lines_of,
    panels_of,
    strays_of,
)
from qingce.domain.disclosure.reading_disclosures import (
    DisclosureDetail,
    DisclosureRow,
    LineRow,
    PaperRow,
    count_disclosures_for_office,
    disclosed_of,
    disclosures_for_office,
    explanation_of,
    get_disclosure,
    public_disclosure,
    sent_by_organisation,
    staff_disclosure,
    waiting_disclosures,
)
from qingce.domain.disclosure.reading_supports import SupportRow, obstacle_of
from qingce.domain.disclosure.reviewing_list import ReviewCheck, review_checks
from qingce.domain.disclosure.slots import Slot, SlotGroup, slot_groups, slot_named, slots_by_id
from qingce.domain.disclosure.terms import DisclosureTerms, disclosure_terms

__all__ = [
    "Bundle",
    "CommitmentText",
    "DisclosureDetail",
    "DisclosureRow",
    "DisclosureTerms",
    "Example",
    "Finding",
    "Line",
    "LineRow",
    "Page",
    "Panel",
    "PaperRow",
    "ReviewCheck",
    "Slot",
    "SlotGroup",
    "Stray",
    "SupportRow",
    "VersionRow",
    "bundle_of",
    "commitment_text",
    "commitments_of",
    "count_disclosures_for_office",
    "disclosed_of",
    "disclosure_terms",
    "disclosures_for_office",
    "enterprises_spoken_for",
    "examples",
    "explanation_of",
    "explanation_page",
    "get_disclosure",
    "holding_promise",
    "is_truthfulness_accepted",
    "lines_of",
    "obstacle_of",
    "panel_types",
    "panels_of",
    "public_disclosure",
    "review_checks",
    "sent_by_organisation",
    "slot_groups",
    "slot_named",
    "slots_by_id",
    "speaker_for",
    "staff_disclosure",
    "strays_of",
    "visible_to",
    "waiting_disclosures",
]
