"""Coins: the awards of tournaments, their policies, and refunds of entry fees."""

from ledger.awards.operations import award_participation, award_placements

__all__ = ["award_participation", "award_placements"]
