"""Coins: what tournaments award, by which policy, and the entry fees that they refund."""

from ledger.awards.operations import award_participation, award_placements

__all__ = ["award_participation", "award_placements"]
