"""How Django finds this room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The room `parties`."""

    name = "qingce.shared.parties"
    label = "parties"

    def ready(self) -> None:
        """Names the room's acts and puts its own work on the schedule."""
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import register_acts, register_machine
        from qingce.shared.mail.registry import register_mail
        from qingce.shared.parties.acts import ACTS
        from qingce.shared.parties.drawing import DRAW_ACTS
        from qingce.shared.parties.letters import LETTERS
        from qingce.shared.parties.own_data import OWN_PARTS
        from qingce.shared.parties.personal_data import register_personal_data
        from qingce.shared.parties.redacting import REDACTION
        from qingce.shared.parties.tasks import clear_ended_sessions
        from qingce.shared.parties.transitions import MACHINES
        from qingce.shared.parties.two_person import register_two_person_act

        register_acts(ACTS)
        for machine in MACHINES:
            register_machine(machine)
        for letter in LETTERS:
            register_mail(letter)
        for part in OWN_PARTS:
            register_personal_data(part)
        register_two_person_act(REDACTION)
        for act in DRAW_ACTS:
            register_two_person_act(act)
        register_scheduled(Scheduled("clear ended sessions", timedelta(days=1), clear_ended_sessions))
