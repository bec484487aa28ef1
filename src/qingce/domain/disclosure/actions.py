"""What is done in this room."""

from qingce.domain.disclosure.committing import answer_commitment
from qingce.domain.disclosure.explaining import Saving, save_texts
from qingce.domain.disclosure.handing_in import add_kept_paper, add_paper, remove_paper, submit_disclosure
from qingce.domain.disclosure.issuing import issue_explanation
from qingce.domain.disclosure.liaison.filing import (
    MailedText,
    confirm_filing,
    file_mail,
    refuse_filing,
    take_filing_back,
)
from qingce.domain.disclosure.liaison.naming import end_stakeholder, name_liaison, name_stakeholder
from qingce.domain.disclosure.monitoring import begin_note, drop_note, save_note
from qingce.domain.disclosure.monitoring_sending import send_monitoring
from qingce.domain.disclosure.promises.reminding import remind_of_promises
from qingce.domain.disclosure.promises.settling import settle_promises
from qingce.domain.disclosure.promises.telling import note_told
from qingce.domain.disclosure.reviewing import (
    publish_disclosure,
    redact_paper,
    return_disclosure,
    withdraw_disclosure,
)
from qingce.domain.disclosure.sending import Consent, send_explanations, take_back
from qingce.domain.disclosure.supporting import Attached, add_support, attach_support, remove_support

__all__ = [
    "Attached",
    "Consent",
    "MailedText",
    "Saving",
    "add_kept_paper",
    "add_paper",
    "add_support",
    "answer_commitment",
    "attach_support",
    "begin_note",
    "confirm_filing",
    "drop_note",
    "end_stakeholder",
    "file_mail",
    "issue_explanation",
    "name_liaison",
    "name_stakeholder",
    "note_told",
    "publish_disclosure",
    "redact_paper",
    "refuse_filing",
    "remind_of_promises",
    "remove_paper",
    "remove_support",
    "return_disclosure",
    "save_note",
    "save_texts",
    "send_explanations",
    "send_monitoring",
    "settle_promises",
    "submit_disclosure",
    "take_back",
    "take_filing_back",
    "withdraw_disclosure",
]
