"""How Django finds this room, and what it tells the rooms below."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The room `records`."""

    name = "qingce.domain.records"
    label = "records"

    def ready(self) -> None:
        """Names the room's acts; has records and enterprises searched, and those who asked forgotten in time."""
        from qingce.domain.records.acts import ACTS, PUBLIC_ACTS
        from qingce.domain.records.entering import enter_what_was_there
        from qingce.domain.records.erasing import erase_contacts
        from qingce.domain.records.search import register_search
        from qingce.domain.records.statements import last_number, present
        from qingce.domain.records.transitions import MACHINES
        from qingce.domain.records.two_people import TWO_PERSON_ACTS
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import (
            Audited,
            register_acts,
            register_audited,
            register_inventory,
            register_machine,
            register_public_acts,
        )
        from qingce.shared.parties.registry import register_two_person_act

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_audited(Audited("record", present, last_number))
        register_inventory(enter_what_was_there)
        for machine in MACHINES:
            register_machine(machine)
        for act in TWO_PERSON_ACTS:
            register_two_person_act(act)
        register_search()
        register_scheduled(Scheduled("erase old contacts", timedelta(days=1), erase_contacts))
