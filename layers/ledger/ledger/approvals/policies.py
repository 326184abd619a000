"""Policies: from which amount an operation of a tenant needs two people."""

import json
import os
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Literal, get_args

from pydantic import ConfigDict, Field, WithJsonSchema

from ledger.core import errors
from ledger.core.models import Answer, NotNegative, Request, Timestamp
from ledger.core.money import Money
from ledger.storage.sessions import Row, Session

PolicyKind = Literal[
    "adjustment",
    "agent_credit",
    "coin_policy",
    "invoice_payment",
    "overdraft",
    "payment_method",
    "refund",
    "reversal",
]
ApprovalKind = Literal[PolicyKind, "approval_policy", "contact", "erasure"]
"""A change of a contact needs two people where one of a payment method does. A change of the policy needs two people as
soon as the policy asks for two people for any kind. An erasure always needs two, since it cannot be undone."""
KINDS: Final[tuple[PolicyKind, ...]] = get_args(PolicyKind)
_BY_DEFAULT: Final[frozenset[PolicyKind]] = frozenset({"adjustment", "payment_method", "refund", "reversal"})
"""The kinds that always need two people in a tenant that never changed its policy, unless TwoPeople is off."""

type ThresholdAmount = Annotated[
    str, WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "examples": ["0"]})
]


class ApprovalPolicyUpdate(Request):
    """from: the amount from which each named kind of operation needs two people; null: never; "0": always. It is a
    decimal of whatever currency the operation is in. An operation without an amount needs two people unless it is null.
    Kinds that are left out stay as they are. payment_method holds for changes of the contact, too.

    agent_credit is about credits above the agent's limit only: from this amount they wait for a second person. Smaller
    ones, and with null all of them, are refused. Within the limit, one person is enough for any amount.
    """

    from_: Annotated[dict[PolicyKind, NotNegative | None], Field(alias="from", min_length=1, max_length=len(KINDS))]


class ApprovalPolicy(Answer):
    """A tenant's policy. from: the amount from which each kind needs two people; null: never; "0": always. two_people:
    the default of the deployment, `off` if it runs with one person (TwoPeople). changed_by, changed_at: the last
    change; null if the policy is the default."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    tenant_id: str
    from_: Annotated[dict[PolicyKind, ThresholdAmount | None], Field(serialization_alias="from")]
    two_people: Literal["on", "off"]
    changed_by: str | None
    changed_at: Timestamp | None


def view(session: Session, tenant_id: str) -> ApprovalPolicy:
    """A tenant's policy: from which amount its operations need two people."""
    rows = _changes(session, tenant_id)
    changed: dict[PolicyKind, Decimal | None] = {row["kind"]: row["from_amount"] for row in rows}
    last: tuple[datetime, str] | None = max(((row["changed_at"], row["changed_by"]) for row in rows), default=None)
    return ApprovalPolicy(
        tenant_id=tenant_id,
        from_={kind: _text(amount) for kind, amount in (_default() | changed).items()},
        two_people="on" if _is_on_by_default() else "off",
        changed_at=last[0] if last else None,
        changed_by=last[1] if last else None,
    )


def change(session: Session, tenant_id: str, request: ApprovalPolicyUpdate) -> ApprovalPolicy:
    """Change from which amount a tenant's operations need two people.

    What is null, and stays so, is not stored: with TwoPeople off, it would be null for good once TwoPeople is on.
    """
    now = view(session, tenant_id).from_
    amounts = {
        kind: _text(amount) for kind, amount in request.from_.items() if amount is not None or now[kind] is not None
    }
    session.send(
        "select set_approval_policy(%s, %s, %s::json, %s)",
        (tenant_id, session.origin.principal, json.dumps(amounts), session.origin.request_id),
    )
    return view(session, tenant_id)


def loosened(session: Session, tenant_id: str, request: ApprovalPolicyUpdate) -> set[PolicyKind]:
    """The kinds of which a change would let one person do more.

    Kinds that were never changed count as with TwoPeople on: a policy stays when that is turned on.
    """
    changed: dict[PolicyKind, Decimal | None] = {
        row["kind"]: row["from_amount"] for row in _changes(session, tenant_id)
    }
    policy = dict.fromkeys(_BY_DEFAULT, Decimal(0)) | changed
    return {
        kind
        for kind, amount in request.from_.items()
        if (now := policy.get(kind)) is not None and (amount is None or amount > now)
    }


def needs_approval(session: Session, tenant_id: str, kind: ApprovalKind, amount: Money | None) -> bool:
    """Whether an operation needs two people. amount: None if the operation moves no value."""
    if kind == "erasure":
        return True
    policy = view(session, tenant_id).from_
    if kind == "approval_policy":
        return any(amount is not None for amount in policy.values())
    from_amount = policy["payment_method" if kind == "contact" else kind]
    return from_amount is not None and (amount is None or Decimal(str(abs(amount))) >= Decimal(from_amount))


def may_act_alone(session: Session, tenant_id: str, kind: ApprovalKind, amount: Money | None) -> bool:
    """Whether the caller may do both parts of an operation, so that it needs no second person: the tenant's owner where
    TwoPeople is off, unless the tenant's policy asks for two people for this kind. The policy then stays as it is until
    the end of the database transaction. amount: as for needs_approval().

    A policy has no amounts of its own changes and of erasures: an owner does both alone, and is not locked out by it.
    Nobody is alone in the platform's tenant, whose payment methods every tenant pays by.
    """
    origin = session.origin
    if _is_on_by_default() or not origin.is_owner or tenant_id not in {origin.tenant_id} - {_platform()}:
        return False
    if kind in {"approval_policy", "erasure"}:
        return True
    session.send("select hold_approval_policy(%s)", (tenant_id,))
    return not needs_approval(session, tenant_id, kind, amount)


def require_another_person(session: Session, kind: ApprovalKind, participants: set[str]) -> None:
    """Raise SelfApproval if the caller, with this login or another one, is one of the participants, unless they may act
    alone. For an operation of the caller's tenant that moves no value and that the policy leaves to one person."""
    origin = session.origin
    ids = session.value("select ids_of_person(%s, %s)", (origin.tenant_id, origin.principal))
    if participants.intersection(ids) and not may_act_alone(session, session.tenant_id, kind, None):
        raise errors.SelfApproval


def _changes(session: Session, tenant_id: str) -> list[Row]:
    """The last change of each kind that was ever changed."""
    return session.rows(
        """
        select distinct on (p.kind) p.kind, p.from_amount, p.changed_by, p.changed_at
        from approval_policies p where p.tenant_id = %s
        order by p.kind, p.change_no desc
        """,
        (tenant_id,),
    )


def _default() -> dict[PolicyKind, Decimal | None]:
    is_on = _is_on_by_default()
    return {kind: Decimal(0) if is_on and kind in _BY_DEFAULT else None for kind in KINDS}


def _platform() -> str:
    """The tenant of the platform's operators."""
    return os.environ["PLATFORM_TENANT"]


def _is_on_by_default() -> bool:
    """The template's parameter TwoPeople. Anything but `off` is on."""
    return os.environ["TWO_PEOPLE"] != "off"


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")
