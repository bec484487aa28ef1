"""Suggestions as facts to confirm, and facts that a record gives itself."""

from __future__ import annotations

from decimal import Decimal

from qingce.domain.removal.suggesting import Suggestion, facts_of, suggest


def test_matters_are_the_set_found_and_nothing_is_denied() -> None:
    found = suggest("私设暗管，超标排放；倾倒危险废物3吨")
    assert facts_of(found) == {
        "matters": ["exceedance", "hidden-outlet", "waste-illegal-disposal"],
        "waste_t": Decimal(3),
    }


def test_nothing_found_leaves_matters_unknown() -> None:
    assert facts_of(suggest("未批先建")) == {}


def test_suggestions_below_a_confidence_are_left_out() -> None:
    found = suggest("厂界噪声超标")
    assert facts_of(found) == {"matters": ["noise-disturbance"]}
    assert facts_of(found, least=Decimal("0.6")) == {}


def test_of_two_amounts_the_surest_counts() -> None:
    def amount(value: int, confidence: str) -> Suggestion:
        return Suggestion("waste_t", Decimal(value), (0, 1), "…", Decimal(confidence), "waste-amount")

    assert facts_of([amount(3, "0.7"), amount(4, "0.85")]) == {"waste_t": Decimal(4)}
