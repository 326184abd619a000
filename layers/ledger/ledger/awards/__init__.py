"""Coins: what tournaments award, by which policy, and the entry fees that they refund."""

from ledger.awards.operations import (
    BATCH,
    Policy,
    PolicyRequest,
    award_participation,
    award_placements,
    get_policy,
    refund_entry_fees,
    set_policy,
)

__all__ = [
    "BATCH",
    "Policy",
    "PolicyRequest",
    "award_participation",
    "award_placements",
    "get_policy",
    "refund_entry_fees",
    "set_policy",
]
