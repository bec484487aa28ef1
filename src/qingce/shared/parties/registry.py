"""What other rooms tell this one when Django starts."""

from __future__ import annotations

from qingce.shared.parties.open_work import OpenWork, register_open_work
from qingce.shared.parties.personal_data import DataSubject, PersonalPart, register_personal_data
from qingce.shared.parties.two_person import (
    Effect,
    EffectLine,
    Payload,
    ProposedSubject,
    TwoPersonAct,
    register_two_person_act,
)

__all__ = [
    "DataSubject",
    "Effect",
    "EffectLine",
    "OpenWork",
    "Payload",
    "PersonalPart",
    "ProposedSubject",
    "TwoPersonAct",
    "register_open_work",
    "register_personal_data",
    "register_two_person_act",
]
