"""Approvals: operations that make or redirect value and need two people, where the tenant's policy says so.

A handler calls `pending` before its use case. `proposals` lists the operations, `policies` has from which amount each
needs two people, and `decisions` executes what a second person approves.
"""

from ledger.approvals.requests import PendingApproval, pending, request_erasure

__all__ = ["PendingApproval", "pending", "request_erasure"]
