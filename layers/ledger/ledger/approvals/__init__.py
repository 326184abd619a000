"""Approvals: operations that make or redirect value and need two people, where the tenant's policy says so.

A handler calls `pending` before its use case, or `pending_if_refused` around it. `proposals` lists the operations,
`policies` has from which amount each needs two people, and `decisions` executes what a second person approves.
"""

from ledger.approvals.requests import PendingApproval, pending, pending_erasure, pending_if_refused

__all__ = ["PendingApproval", "pending", "pending_erasure", "pending_if_refused"]
