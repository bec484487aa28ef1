"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """The room `enterprises`."""

    name = "qingce.domain.enterprises"
    label = "enterprises"

    def ready(self) -> None:
        """Names the room's acts and letters, and what becomes of them when somebody leaves or is erased."""
        from qingce.domain.enterprises.acts import ACTS, PUBLIC_ACTS
        from qingce.domain.enterprises.claims.handing_over import CLAIMS
        from qingce.domain.enterprises.claims.noting import ACTS as CLAIM_ACTS
        from qingce.domain.enterprises.claims.noting import LETTERS
        from qingce.domain.enterprises.claims.personal import CLAIMS_OF_PERSON
        from qingce.domain.enterprises.claims.transitions import CLAIMS as CLAIMS_MACHINE
        from qingce.domain.enterprises.statements import last_number, present
        from qingce.shared.ledger.registry import (
            Audited,
            register_acts,
            register_audited,
            register_machine,
            register_public_acts,
        )
        from qingce.shared.mail.registry import register_mail
        from qingce.shared.parties.registry import register_open_work, register_personal_data

        register_acts(ACTS | CLAIM_ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_audited(Audited("enterprise", present, last_number))
        for letter in LETTERS:
            register_mail(letter)
        register_machine(CLAIMS_MACHINE)
        register_open_work(CLAIMS)
        register_personal_data(CLAIMS_OF_PERSON)
