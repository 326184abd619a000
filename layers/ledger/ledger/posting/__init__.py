"""The kernel: transactions are posted here, and nowhere else. `accounts` names the wallets that take part."""

from ledger.posting.transaction import GUARDED, Leg, Movement, Owner, OwnerKind, Posted, PostedLeg, post

__all__ = ["GUARDED", "Leg", "Movement", "Owner", "OwnerKind", "Posted", "PostedLeg", "post"]
