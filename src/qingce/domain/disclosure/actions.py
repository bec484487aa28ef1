"""What is done in this room."""

from qingce.domain.disclosure.committing import answer_commitment
from qingce.domain.disclosure.explaining import Saving, save_texts

__all__ = ["Saving", "answer_commitment", "save_texts"]
