"""The activities on the prepaid wallet: top-ups with their payments, charges and adjustments."""

from typing import Any

from tests.chaos.clients import Client
from tests.chaos.events import APPROVE_TOPUP
from tests.chaos.history import Effect
from tests.chaos.ledger import by_key, by_reference
from tests.chaos.money import text
from tests.chaos.world import GAMES, MEMBERS, OPERATOR, PREPAID, ROOT, TENANT, World

_BILLING = "/api/v1/billing"


def topup(client: Client, world: World) -> None:
    """Request a top-up, approve it, and pay its invoice in one of two ways.

    The client stops after the first step that was not acknowledged.
    """
    tag, amount = client.tag, client.chooser.choice((100, 2_500))
    requests = f"{_BILLING}/wallet/topup-requests"
    requested = client.send("request a top-up", MEMBERS[0], requests, {"amount": text(amount, "USD")}, key=f"{tag}:ask")
    if not requested.answer:
        return
    request_id = requested.answer.json["request_id"]
    approved = client.send(
        APPROVE_TOPUP,
        OPERATOR,
        f"{requests}/{request_id}/approve",
        {},
        key=f"{tag}:approve",
        about={"request_id": request_id},
    )
    if not approved.answer:
        return
    invoice_id = approved.answer.json["invoice"]["invoice_id"]
    paid: dict[str, Any] = {
        "identity": by_reference(request_id),
        "kind": "topup",
        "effects": (Effect(PREPAID, amount),),
    }
    if client.chooser.random() < 0.5:
        path = f"{_BILLING}/invoices/{invoice_id}/pay"
        client.send("pay an invoice", OPERATOR, path, {}, key=f"{tag}:pay", **paid)
        return
    reference = f"TR-{client.chooser.getrandbits(48):012X}"
    body = {"invoice_id": invoice_id, "payment_method": "bank_transfer", "transaction_reference": reference}
    submitted = client.send("submit a payment", MEMBERS[1], f"{_BILLING}/payments/manual", body, key=f"{tag}:submit")
    if submitted.answer:
        path = f"{_BILLING}/payments/{submitted.answer.json['payment_id']}/approve"
        client.send("approve a payment", OPERATOR, path, {}, key=f"{tag}:paid", **paid)


def charge(client: Client, world: World) -> None:
    """Charge the prepaid wallet with a new reference or with the reference of an earlier charge, or adjust it."""
    tag = client.tag
    choice = client.chooser.random()
    known = world.draw(world.charges, client.chooser)
    if choice < 0.2:
        _adjust(client, tag)
        return
    reference, amount = known if known and choice < 0.4 else (tag, client.chooser.choice((1, 300)))
    world.remember(world.charges, (reference, amount))
    client.send(
        "charge the prepaid wallet",
        GAMES,
        f"{_BILLING}/wallet/charges",
        {"amount": text(amount, "USD"), "reference": reference},
        key=tag,
        identity=by_reference(reference),
        kind="message_charge",
        effects=(Effect(PREPAID, -amount),),
        about={"balances": {"balance_after": PREPAID}},
    )


def _adjust(client: Client, tag: str) -> None:
    amount = client.chooser.choice((500, 2_000))
    client.send(
        "adjust the prepaid wallet",
        ROOT,
        f"{_BILLING}/wallet/adjustments?tenant_id={TENANT}",
        {"amount": text(amount, "USD"), "reason": "Goodwill"},
        key=tag,
        identity=by_key(ROOT.sub, tag),
        kind="prepaid_adjustment",
        effects=(Effect(PREPAID, amount),),
        about={"balances": {"balance_after": PREPAID}},
    )
