"""Writes docs/errors.md: every code of a refusal, from ledger.core.errors, with its meaning and what to do about it."""

import inspect
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from ledger.core.errors import Refusal
from tools import operations, problems

PAGE: Final = Path(__file__).parents[1] / "docs" / "errors.md"
INTERNAL: Final = "internal_error"
"""The code of an answer to an unexpected exception, which has no class of its own."""
_FEW: Final = 6
"""Up to this number, the operations that return a code are listed."""
_GENERAL: Final = frozenset({"type", "title", "status", "detail", "instance", "code"})
_ABOUT: Final = """\
# Errors

Written by `make openapi` out of `layers/ledger/ledger/core/errors.py`, which has one class for each refusal, and of
`tools/error_catalogue.py`, which has the advice.

A refused request changes nothing. Its answer is a problem document (RFC 9457, `application/problem+json`):

```json
PROBLEM
```

`code` is for programs and stays the same. `detail` is a sentence for people and may change. `type` is `/problems/` and
the code: that address leads to the code's section on this page. `instance` is the request's id, as in `X-Request-Id`;
name it when you ask for help. Some codes have more members. Unknown members are to be ignored.

## When to retry, and what prevents duplicates

After 429 and 503, wait for `Retry-After` seconds. After 500, or without any answer, the outcome is unknown. In both
cases send the same request with the same `Idempotency-Key`: if the first attempt had an effect, its answer comes back
and nothing happens twice. After any other code, change the request first. A refused request has not used its key.

## Answers without a code

API Gateway answers some requests before an operation runs, as `{"message": "..."}`: 401 without a valid token, 413
above its own limit, 429 above its rate, 500 and 503 if the function gave no answer.

"""
_WHERE_TO_GO_ON: Final = """\
## Where to go on

- [The API's reference](openapi.json): which operation returns which code
- [The Python client](../client/README.md): retries with one key until the outcome is known
- [Permissions](permissions.md): who gets a `forbidden` where
"""
REMEDIES: Final = {
    "account_not_closed": "Pay out or collect the balance of every wallet, settle the bets, and end the holds. "
    "Then request the erasure again.",
    "agent_limit_exceeded": "Credit, or grant as a credit line, `remaining` at most, or wait: "
    "a daily limit begins again at 00:00 UTC. `PUT /api/v1/agent-limits` raises a limit.",
    "already_reversed": "Nothing is left to do. `corrected_by` is the reversal.",
    "answer_too_large": "Ask for less: a shorter period, a smaller `limit`, or one currency.",
    "approval_not_found": "Check the id and the tenant of the token.",
    "balance_changed": "Show the person the new `balance`, and send the request with it if they still agree.",
    "balance_out_of_range": "Check the amount. No balance can be that large.",
    "bet_already_settled": "Read the bet. `bet_status` says how it ended, and that is final.",
    "bet_not_found": "Check the id and the tenant of the token. A customer finds only their own bets.",
    "currency_required": "Name the `currency`. It can be left out for an owner with one wallet.",
    "customer_not_found": "Check the id and the tenant of the token.",
    "erasure_not_configured": "Name a secret with the parameter `ErasureKeyArn`, and deploy.",
    "finding_not_found": "Read the run again. It lists its findings with their ids.",
    "forbidden": "Use a token with one of the roles of the operation; [permissions](permissions.md) lists them. "
    "`detail` says if the reason is another one.",
    "has_its_own_reversal": "Undo what the transaction belongs to: void the bet, or refund the payment. "
    "[Kinds](kinds.md) says how each kind is undone.",
    "hold_captured": "Nothing is left of the hold. Its `captures` are the transactions.",
    "hold_exceeded": "Capture `remaining` at most, and take the rest in another way.",
    "hold_expired": "Create a new hold. The amount may be spent by then.",
    "hold_not_found": "Check the id and the tenant of the token.",
    "hold_released": "Create a new hold, if there is still something to capture.",
    "idempotency_conflict": "Your program used one key for two different requests. Use a new key for each new request, "
    "and repeat a request unchanged.",
    "insufficient_credit": "Debit `available` at most. The agent can raise the credit limit, or credit the customer.",
    "insufficient_funds": "Debit `available` at most, or credit the wallet first.",
    INTERNAL: "Send the same request again with the same `Idempotency-Key`. If that fails too, tell the operator the "
    "request's id.",
    "invalid_amount": 'Send an amount above zero, with no more decimals than its currency has, as text: `"25.00"`.',
    "invalid_request": "Correct each place that `errors` names. `pointer` is a JSON pointer into the body, or the name "
    "of a parameter or header.",
    "invalid_wallet": "Check the owner's id. A transfer needs two different owners. In a transaction a person's "
    "wallet has one entry.",
    "invoice_already_paid": "Nothing is left to do. The invoice lists its payments.",
    "monitor_not_found": "Check the id and the tenant of the token. `GET /api/v1/monitors` lists its monitors.",
    "not_found": "Check the method, the path, the id and the tenant of the token. What belongs to another tenant does "
    "not exist for you.",
    "not_your_customer": "Let the customer's own agent do it.",
    "payload_changed": "Execute nothing. Reject the approval, tell the operator, and let the operation be requested "
    "again.",
    "payload_too_large": "Send less than 256 KiB. Split an import into several.",
    "payment_already_pending": "Wait until the submitted payment is approved or rejected, or cancel it.",
    "payment_method_not_available": "Read `GET /api/v1/billing/payment-methods/available`, and name one of these.",
    "payment_pending": "Approve or reject the payment `payment_id` first, or name its reference.",
    "payout_above_odds": (
        "Pay `maximum` at most. If that is wrong, the bet has the wrong odds, or `MaxPayoutMultiple` is too low."
    ),
    "period_already_invoiced": "Void the other invoice of the period first, or choose another period.",
    "person_erased": "The account is closed for good. The person needs a new one, with another id.",
    "person_not_found": "Check the id and the tenant of the token.",
    "recipient_not_found": "Ask the recipient for their id or username again, and look it up "
    "(`GET /api/v1/people/lookup`). Someone without a wallet cannot receive a transfer.",
    "reference_already_used": "If it is the same charge or payment, it was recorded already. If not, use another "
    "reference.",
    "run_not_found": "Check the id. `GET /api/v1/reconciliation/runs` lists all runs.",
    "self_approval": "Ask a second person with the same role.",
    "state_forbids": "Read it again: somebody else was faster, or it has ended. `current_status` is its status.",
    "too_many_lookups": "Wait for `Retry-After` seconds.",
    "too_many_monitors": "Delete one of the balance's monitors first. `GET /api/v1/monitors` lists them.",
    "webhook_not_found": "Check the id and the tenant of the token. `GET /api/v1/webhooks` lists its webhooks.",
    "too_many_webhooks": "Delete one of the tenant's webhooks first. `GET /api/v1/webhooks` lists them.",
    "webhook_disabled": 'Enable it first: `PATCH /api/v1/webhooks/{webhook_id}` with `{"disabled": false}`.',
    "delivery_not_found": "`GET /api/v1/webhooks/{webhook_id}/deliveries` lists the deliveries of seven days.",
    "too_many_payment_methods": "Change or turn off one of the methods instead of adding another.",
    "too_many_requests": "Wait for `Retry-After` seconds. `RateLimit-Policy` names the limit, and `RateLimit` its "
    "state. Spread your requests, and let one stream serve all windows of a person.",
    "transaction_not_found": "Check the id and the tenant of the token.",
    "unauthorized": "Send `Authorization: Bearer` and an access token that has not expired. An id token is not one. "
    "[API Gateway's answer](#answers-without-a-code) does not say which of these it was.",
    "unbalanced": "Correct the amounts, which sum to `difference` in `currency`. In each currency they sum to zero.",
    "unavailable": "Wait for `Retry-After` seconds, and send the same request with the same `Idempotency-Key`.",
    "unsupported_media_type": "Send `Content-Type: application/json`. The API document names what else an operation "
    "accepts.",
    "username_taken": "Choose another username. Upper and lower case do not make a difference.",
    "wallet_frozen": "Unfreeze the customer or the wallet first, if the reason for it has ended. Credits are accepted.",
}
"""What a caller does about each code."""


def codes() -> dict[str, type[Refusal]]:
    """The class of each code. Classes that inherit their code are special cases of that class."""
    return {refusal.code: refusal for refusal in _subclasses(Refusal) if "code" in vars(refusal)}


def text() -> str:
    """The page. Raises KeyError if a code has no advice."""
    refusals = codes()
    bodies = {code: shown["value"] for code, shown in problems.examples(list(refusals.values())).items()}
    meanings = {code: _meaning(refusal) for code, refusal in refusals.items()}
    meanings[INTERNAL] = "An unexpected error. The log has it under the request's id."
    routes = _routes()
    index = ["| Status | Code | Meaning |", "|---|---|---|"]
    index += [
        f"| {bodies[code]['status']} | [`{code}`](#{code}) | {_first_sentence(meanings[code])} |"
        for code in sorted(bodies, key=lambda code: (bodies[code]["status"], code))
    ]
    sections = [_section(bodies[code], meanings[code], routes.get(code, [])) for code in sorted(bodies)]
    about = _ABOUT.replace("PROBLEM", json.dumps(bodies["insufficient_funds"], indent=2))
    return about + "\n".join(["## By status", "", *index, "", "## By code", "", *sections, _WHERE_TO_GO_ON])


def _section(body: dict[str, Any], meaning: str, routes: list[str]) -> str:
    code = body["code"]
    members = [f"`{name}`" for name in body if name not in _GENERAL]
    lines = [
        f"### {code}",
        "",
        f"**{body['status']} {body['title']}.** {meaning}",
        "",
        f"*What to do:* {REMEDIES[code]}",
    ]
    if members:
        lines += ["", f"*More members:* {', '.join(members)}."]
    if 0 < len(routes) <= _FEW:
        lines += ["", f"*Returned by:* {', '.join(f'`{route}`' for route in routes)}."]
    elif routes:
        lines += ["", f"*Returned by:* {len(routes)} operations."]
    return "\n".join([*lines, ""])


def _routes() -> dict[str, list[str]]:
    """The operations that return each code, apart from those that every operation may return."""
    found = defaultdict(list)
    for one in operations.read(operations.deployed()):
        for refusal in one.refusals:
            found[refusal.code].append(one.route.key)
    return found


def _meaning(refusal: type[Refusal]) -> str:
    return " ".join((inspect.getdoc(refusal) or "").split("\n\n")[0].split())


def _first_sentence(meaning: str) -> str:
    return meaning.partition(". ")[0].removesuffix(".") + "."


def _subclasses(parent: type[Refusal]) -> list[type[Refusal]]:
    return [found for child in parent.__subclasses__() for found in (child, *_subclasses(child))]


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
