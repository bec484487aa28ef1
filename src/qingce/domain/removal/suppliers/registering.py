"""What suppliers tell the rooms below."""

from __future__ import annotations


def register_suppliers() -> None:
    """Names acts, letters and what is held about people."""
    from qingce.domain.removal.suppliers.acts import ACTS
    from qingce.domain.removal.suppliers.personal import SUPPLIERS_OF_PERSON
    from qingce.domain.removal.suppliers.telling import LETTER
    from qingce.shared.ledger.registry import register_acts
    from qingce.shared.mail.registry import register_mail
    from qingce.shared.parties.registry import register_personal_data

    register_acts(ACTS)
    register_mail(LETTER)
    register_personal_data(SUPPLIERS_OF_PERSON)
