"""What this room answers."""

from qingce.domain.disclosure.commitments import CommitmentText, commitment_text
from qingce.domain.disclosure.committing import commitments_of, holding_promise, is_truthfulness_accepted
from qingce.domain.disclosure.examples import Example, examples
from qingce.domain.disclosure.panels import panel_types
from qingce.domain.disclosure.permissions import enterprises_spoken_for, speaker_for
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
from qingce.domain.disclosure.terms import DisclosureTerms, disclosure_terms

__all__ = [
    "CommitmentText",
    "DisclosureTerms",
    "Example",
    "Line",
    "Page",
    "Panel",
    "Stray",
    "VersionRow",
    "commitment_text",
    "commitments_of",
    "disclosure_terms",
    "enterprises_spoken_for",
    "examples",
    "explanation_page",
    "holding_promise",
    "is_truthfulness_accepted",
    "lines_of",
    "panel_types",
    "panels_of",
    "speaker_for",
    "strays_of",
]
