"""Refusals: one exception class each, with its SQLSTATE, code and HTTP status. No other table of them exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from ledger.core.money import Money


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a request. pointer: a JSON pointer into the body (RFC 6901), or the name of a parameter."""

    pointer: str
    detail: str


class Refusal(Exception):
    """An expected error. The edge answers it with a problem+json body.

    sqlstate: the SQLSTATE that the SQL functions raise for it, if the database decides.
    constraint: the unique index that a concurrent second attempt violates, if the database decides by an index.
    members: further members of the problem, for programs: a balance, a status.
    """

    sqlstate: ClassVar[str | None] = None
    constraint: ClassVar[str | None] = None
    status: ClassVar[int]
    code: ClassVar[str]
    title: ClassVar[str]
    retry_after_s: int | None = None
    """The value of `Retry-After`, in seconds, for a refusal that a later repetition may avoid."""

    def __init__(self, detail: str | None = None, *, errors: Sequence[Problem] = (), **members: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or f"{self.title}."
        self.errors = errors
        self.members = members

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        """Build the refusal from the JSON that SQL raised with the SQLSTATE. Amounts are in minor units."""
        return cls(**facts)


class InvalidRequest(Refusal):
    """The request is not valid. `errors` lists every problem."""

    status, code, title = 400, "invalid_request", "Invalid request"


class InvalidAmount(Refusal):
    """The amount is the only problem: it is missing, no number, zero, negative or too large, or has more decimals than
    its currency."""

    sqlstate, status, code, title = "PL010", 400, "invalid_amount", "Invalid amount"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = (
            f"{facts['currency']} has {facts['exponent'] or 'no'} decimals. The amount has more, or is too large."
        )
        return cls(sentence, errors=[Problem(f"/{facts.get('field', 'amount')}", sentence)])


class InvalidWallet(Refusal):
    """The owner id is malformed, or a transfer or transaction names the same wallet twice."""

    status, code, title = 400, "invalid_wallet", "Invalid wallet"


class CurrencyRequired(Refusal):
    """The request names no currency, and the owner has wallets in several, or none yet."""

    status, code, title = 400, "currency_required", "A currency is required"


class Unbalanced(Refusal):
    """The entries of a transaction do not sum to zero in a currency. `currency`: the first such one. `difference`: the
    sum."""

    status, code, title = 400, "unbalanced", "The entries do not sum to zero"

    def __init__(self, difference: Money) -> None:
        super().__init__(
            f"The entries in {difference.currency} sum to {difference}, not to zero.",
            currency=difference.currency,
            difference=str(difference),
        )


class EffectiveTimeAhead(InvalidRequest):
    """The effective time of a transaction is in the future."""

    sqlstate = "PL013"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A transaction has happened already: its time is now or before."
        return cls(sentence, errors=[Problem("/effective_at", sentence)])


class _BelowFloor(Refusal):
    def __init__(self, available: Money, balance: Money, held: Money) -> None:
        super().__init__(
            f"{self.title}. Available: {available.for_people()}",
            available=str(available),
            balance=str(balance),
            held=str(held),
            currency=balance.currency,
        )

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls(*(Money(facts[name], facts["currency"]) for name in ("available", "balance", "held")))


class InsufficientFunds(_BelowFloor):
    """A debit would take a wallet below its floor."""

    sqlstate, status, code, title = "PL001", 400, "insufficient_funds", "Insufficient funds"


class InsufficientCredit(_BelowFloor):
    """A debit would take a Credit wallet below its limit."""

    sqlstate, status, code, title = "PL002", 400, "insufficient_credit", "Insufficient credit"


class WalletFrozen(Refusal):
    """A debit of a frozen wallet. Credits of it are accepted."""

    sqlstate, status, code, title = "PL003", 409, "wallet_frozen", "The wallet is frozen"


class NotYourCustomer(Refusal):
    """The customer belongs to another agent of the tenant."""

    sqlstate, status, code, title = "PL004", 403, "not_your_customer", "The customer is another agent's"


class CustomerNotFound(Refusal):
    """The tenant has no such customer."""

    sqlstate, status, code, title = "PL005", 404, "customer_not_found", "There is no such customer"


class RecipientNotFound(Refusal):
    """The tenant has no such person, or the person has no wallet."""

    sqlstate, status, code, title = "PL006", 404, "recipient_not_found", "There is no such recipient"


class TooManyLookups(Refusal):
    """The caller looked up too many people within an hour."""

    sqlstate, status, code, title = "PL007", 429, "too_many_lookups", "Too many lookups"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        refusal = cls("You looked up too many people. Try again later.")
        refusal.retry_after_s = facts["retry_after_s"]
        return refusal


class BalanceOutOfRange(Refusal):
    """A balance would exceed 9,007,199,254,740,991 minor units in absolute value."""

    sqlstate, status, code, title = "PL011", 400, "balance_out_of_range", "The balance would be out of range"


class UsernameTaken(Refusal):
    """Another customer of the tenant has the username, ignoring case. rows: the positions in an import, from 0."""

    sqlstate, status, code, title = "PL030", 409, "username_taken", "The username is taken"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        refusal = cls()
        refusal.rows = facts["rows"]
        return refusal

    rows: list[int]


class CreditLimitRequired(InvalidRequest):
    """Changing a PostUp account to a Credit account requires a credit limit."""

    sqlstate = "PL032"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A Credit account needs a credit limit."
        return cls(sentence, errors=[Problem("/credit_limit", sentence)])


class CreditLimitRefused(InvalidRequest):
    """A PostUp account cannot have a credit limit."""

    sqlstate = "PL033"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A PostUp account has no credit limit."
        return cls(sentence, errors=[Problem("/credit_limit", sentence)])


class OverdraftRefused(InvalidRequest):
    """`allow_overdraft` cannot be set on a Credit account, which may owe up to its credit limit only."""

    sqlstate = "PL034"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A Credit account has a credit limit and no overdraft."
        return cls(sentence, errors=[Problem("/allow_overdraft", sentence)])


class AgentLimitExceeded(Refusal):
    """The agent would create more value at the cashier than a limit allows. `limit`: `daily` or `total`. `remaining`:
    what can still be created, in `currency`."""

    sqlstate, status, code, title = "PL035", 400, "agent_limit_exceeded", "The agent's limit is exceeded"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        remaining = Money(facts["remaining"], facts["currency"])
        return cls(
            f"The agent's {facts['limit']} limit is exceeded. Remaining: {remaining.for_people()}",
            limit=facts["limit"],
            remaining=str(remaining),
            currency=remaining.currency,
        )


class PersonErased(Refusal):
    """The texts about the person were erased, and the person's wallets are closed."""

    sqlstate, status, code, title = "PL036", 409, "person_erased", "The person was erased"


class PersonNotFound(Refusal):
    """The tenant has no such person: nobody with this id has a wallet or wrote something about the tenant's billing."""

    sqlstate, status, code, title = "PL037", 404, "person_not_found", "There is no such person"


class AccountNotClosed(Refusal):
    """A person with a balance, a pending bet or a pending hold cannot be erased. `reason`: `balance`, `bets` or
    `holds`. `held_amounts`: what is held, by currency."""

    sqlstate, status, code, title = "PL038", 409, "account_not_closed", "The account is not closed"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentences = {
            "balance": "A wallet of the person has a balance.",
            "bets": "A bet of the person is pending.",
            "holds": "A hold on a wallet of the person is pending.",
        }
        held = [Money(minor, currency) for currency, minor in sorted(facts["held_amounts"].items())]
        return cls(
            " ".join([sentences[facts["reason"]], *(f"Held: {money.for_people()}." for money in held)]),
            reason=facts["reason"],
            held_amounts=[{"currency": money.currency, "amount": str(money)} for money in held],
        )


class ErasureNotConfigured(Refusal):
    """The deployment has no key for erasures (ErasureKeyArn)."""

    status, code, title = 409, "erasure_not_configured", "The deployment has no key for erasures"


class BetNotFound(Refusal):
    """The tenant has no such bet."""

    sqlstate, status, code, title = "PL040", 404, "bet_not_found", "There is no such bet"


class BetAlreadySettled(Refusal):
    """The bet is no longer pending. `bet_status`: its status."""

    sqlstate, status, code, title = "PL041", 409, "bet_already_settled", "The bet is settled already"


class PayoutAboveOdds(Refusal):
    """A cash-out or a payout of a won bet exceeds stake x odds. `maximum`: the most that the bet may pay, in its
    `currency`. Without odds, that is the stake times the deployment's MaxPayoutMultiple."""

    sqlstate, status, code, title = "PL042", 400, "payout_above_odds", "The bet cannot pay that much"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        maximum = Money(facts["maximum"], facts["currency"])
        sentence = f"The bet pays at most {maximum.for_people()}."
        return cls(
            sentence,
            errors=[Problem(f"/{facts['field']}", sentence)],
            maximum=str(maximum),
            currency=maximum.currency,
        )


class HoldNotFound(Refusal):
    """The tenant has no such hold."""

    sqlstate, status, code, title = "PL121", 404, "hold_not_found", "There is no such hold"


class HoldCaptured(Refusal):
    """The hold has ended with a capture."""

    sqlstate, status, code, title = "PL122", 409, "hold_captured", "The hold is captured already"


class HoldReleased(Refusal):
    """The hold was released."""

    sqlstate, status, code, title = "PL123", 409, "hold_released", "The hold is released already"


class HoldExpired(Refusal):
    """The hold has expired, so that its amount is no longer held."""

    sqlstate, status, code, title = "PL124", 409, "hold_expired", "The hold has expired"


class HoldExceeded(Refusal):
    """A capture takes more than is left of the hold. `remaining`: what is left, in `currency`."""

    sqlstate, status, code, title = "PL125", 400, "hold_exceeded", "There is less left of the hold"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        remaining = Money(facts["remaining"], facts["currency"])
        sentence = f"{remaining.for_people()} is left of the hold."
        return cls(
            sentence,
            errors=[Problem("/amount", sentence)],
            remaining=str(remaining),
            currency=remaining.currency,
        )


class HoldTimeRefused(InvalidRequest):
    """A hold lasts from a minute to 30 days."""

    sqlstate = "PL126"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A hold expires a minute to 30 days after its creation."
        return cls(sentence, errors=[Problem("/expires_at", sentence)])


class BalanceChanged(Refusal):
    """The balance differs from the one that the agent saw. `balance`: the current one."""

    status, code, title = 409, "balance_changed", "The balance has changed"


class PaymentMethodNotAvailable(Refusal):
    """The payment method is not configured for this tenant, or has another type."""

    sqlstate, status, code, title = "PL069", 400, "payment_method_not_available", "The payment method is not available"


class RunNotFound(Refusal):
    """There is no such reconciliation run."""

    status, code, title = 404, "run_not_found", "There is no such run"


class FindingNotFound(Refusal):
    """No reconciliation run has such a finding."""

    sqlstate, status, code, title = "PL110", 404, "finding_not_found", "There is no such finding"


class TransactionNotFound(Refusal):
    """The tenant has no such transaction."""

    sqlstate, status, code, title = "PL111", 404, "transaction_not_found", "There is no such transaction"


class AlreadyReversed(Refusal):
    """The transaction is already reversed. `corrected_by`: the id of the reversal."""

    sqlstate, status, code, title = "PL112", 409, "already_reversed", "The transaction is reversed already"
    constraint = "transactions_corrects"


class HasItsOwnReversal(Refusal):
    """The transaction belongs to a bet, a settlement or another subject, and is undone through that."""

    sqlstate, status, code, title = "PL113", 409, "has_its_own_reversal", "The transaction has its own kind of reversal"


class AnswerTooLarge(Refusal):
    """The answer exceeds the size that a Lambda function can return."""

    status, code, title = 400, "answer_too_large", "The answer would be too large"


class Unauthorized(Refusal):
    """The request has no access token. API Gateway refuses such requests, so no call through it gets this answer."""

    status, code, title = 401, "unauthorized", "Unauthorized"


class Forbidden(Refusal):
    """The principal may not do this."""

    status, code, title = 403, "forbidden", "Forbidden"


class LimitRaised(Forbidden):
    """A system, or the agent, would let the agent create more value than before."""

    sqlstate = "PL039"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls("A person who is not the agent raises limits, or removes them.")


class NotFound(Refusal):
    """Nothing exists at this path, or nothing that this tenant may see."""

    status, code, title = 404, "not_found", "Not found"


class PayloadTooLarge(Refusal):
    """The body exceeds 256 KiB."""

    status, code, title = 413, "payload_too_large", "The body is too large"


class UnsupportedMediaType(Refusal):
    """The operation does not accept this content type."""

    status, code, title = 415, "unsupported_media_type", "Unsupported media type"


class IdempotencyConflict(Refusal):
    """The idempotency key was used before with another operation or payload."""

    sqlstate, status, code, title = "PL091", 422, "idempotency_conflict", "The key was used for something else"


class Unavailable(Refusal):
    """The database cannot be reached, or for an erasure its key, or every retry failed. Repeating the request with the
    same key is safe."""

    status, code, title = 503, "unavailable", "Temporarily unavailable"
    retry_after_s = 1


class ClockAhead(Unavailable):
    """The posting would have a time that is more than a minute ahead of this function's clock: the database's clock
    runs ahead, or did when one of the wallets was written."""

    sqlstate = "PL012"
    retry_after_s = 60

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls("The clock of the database, or the time of a wallet, is ahead. Try again later.")


class TooManyRequests(Refusal):
    """The caller or the tenant sends more requests than it may, or has as many under way as it may have.

    policy, quota: the name of the limit and its value, for the `RateLimit` headers.
    window_s: in how many seconds the quota is regained; None if it limits the requests that are under way.
    """

    sqlstate, status, code, title = "PL082", 429, "too_many_requests", "Too many requests"
    policy: str
    quota: int
    window_s: int | None = None

    @classmethod
    def at_rate(cls, owner: str, quota: int, window_s: int, retry_after_s: int) -> Self:
        """The refusal of a request above a rate. owner: whose rate it is, `principal` or `tenant`."""
        refusal = cls(f"One {owner} can send {quota} requests in {window_s} s. Try again later.")
        refusal.policy, refusal.quota, refusal.window_s = f"requests-of-{owner}", quota, window_s
        refusal.retry_after_s = retry_after_s
        return refusal

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        owner = facts["policy"].rpartition("-")[2]
        refusal = cls(f"At most {facts['quota']} streams of one {owner} can wait at the same time.")
        refusal.policy, refusal.quota = facts["policy"], facts["quota"]
        refusal.retry_after_s = max(1, int(facts["seconds"]))
        return refusal


class BillingSubjectNotFound(NotFound):
    """The tenant has no such request, invoice or payment."""

    sqlstate = "PL060"

    @classmethod
    def of(cls, subject: str, subject_id: object) -> Self:
        return cls(f"{_NAMES[subject]} {subject_id} not found.")

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls.of(facts["subject"], facts["id"])


class InvalidTransition(Refusal):
    """The status of a request, an invoice, a payment or an approval does not allow this transition. `current_status`:
    its status."""

    sqlstate, status, code, title = "PL061", 409, "state_forbids", "The state forbids it"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        name, done = _NAMES[facts["subject"]], _DONE[facts["move"]]
        states = " or ".join(_in_words(state) for state in facts["allowed"])
        kind = name[0].lower() + name[1:]
        return cls(
            f"{name} {facts['id']} cannot be {done} because it is {_in_words(facts['status'])} "
            f"(only {states} {kind.removeprefix('top-up ')}s can be {done}).",
            current_status=facts["status"],
        )


class TooManyPaymentMethods(Refusal):
    """A tenant has 10 payment methods for one country, or 10 for all countries."""

    sqlstate, status, code, title = "PL081", 409, "too_many_payment_methods", "There are too many payment methods"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        country = facts["country"] or "all countries"
        return cls(f"At most {facts['maximum']} payment methods can be configured for {country}.")


class MonitorNotFound(Refusal):
    """The tenant has no such monitor."""

    status, code, title = 404, "monitor_not_found", "There is no such monitor"


class TooManyMonitors(Refusal):
    """The balance has 10 other monitors."""

    sqlstate, status, code, title = "PL083", 409, "too_many_monitors", "There are too many monitors"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls(f"One balance can have at most {facts['maximum']} monitors.")


class WebhookNotFound(Refusal):
    """The tenant has no such webhook."""

    status, code, title = 404, "webhook_not_found", "There is no such webhook"


class TooManyWebhooks(Refusal):
    """The tenant has 10 other webhooks."""

    sqlstate, status, code, title = "PL084", 409, "too_many_webhooks", "There are too many webhooks"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls(f"A tenant can have at most {facts['maximum']} webhooks.")


class WebhookDisabled(Refusal):
    """The webhook is disabled, so nothing is sent to it."""

    sqlstate, status, code, title = "PL085", 409, "webhook_disabled", "The webhook is disabled"


class DeliveryNotFound(Refusal):
    """The webhook has no such delivery, or none any more."""

    status, code, title = 404, "delivery_not_found", "There is no such delivery"


class SelfApproval(Refusal):
    """Whoever requested something, or took part in what it is about, cannot approve or complete it."""

    sqlstate, status, code, title = "PL062", 403, "self_approval", "Somebody else has to approve it"


class ApprovalNotFound(Refusal):
    """The tenant has no such approval."""

    sqlstate, status, code, title = "PL120", 404, "approval_not_found", "There is no such approval"


class PayloadChanged(Refusal):
    """What the approval stores is not what was requested: somebody changed the database, or it was requested before
    the deployment had its key."""

    status, code, title = 409, "payload_changed", "The payload is not the one that was requested"


class NotRequester(Forbidden):
    """Only the person who requested a top-up or submitted a payment can cancel it."""

    sqlstate = "PL063"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls("Only the one who asked for it can cancel it.")


class PeriodAlreadyInvoiced(Refusal):
    """The tenant has an invoice with this purpose for a day of the period, and it is not void."""

    sqlstate, status, code, title = "PL064", 409, "period_already_invoiced", "The period has its invoice already"


class InvoiceAlreadyPaid(Refusal):
    """The invoice is already paid."""

    sqlstate, status, code, title = "PL065", 400, "invoice_already_paid", "The invoice is paid already"


class PaymentAlreadyPending(Refusal):
    """A payment of the invoice is waiting for approval."""

    sqlstate, status, code, title = "PL066", 409, "payment_already_pending", "A payment of it waits for approval"


class PaymentPending(Refusal):
    """A submitted payment of the invoice waits for approval, and its reference is not the given one. `payment_id`: that
    payment, to be approved or rejected first."""

    sqlstate, status, code, title = "PL068", 409, "payment_pending", "A submitted payment of it waits for approval"


class ReferenceAlreadyUsed(Refusal):
    """A charge with this reference has another amount, or a payment with it succeeded or is waiting for approval."""

    sqlstate, status, code, title = "PL067", 409, "reference_already_used", "The reference is used already"


_NAMES = {"topup_request": "Top-up request", "invoice": "Invoice", "payment": "Payment", "approval": "Approval"}
_DONE = {
    "approve": "approved",
    "reject": "rejected",
    "cancel": "cancelled",
    "complete": "completed",
    "issue": "issued",
    "pay": "paid",
    "void": "voided",
    "process": "processed",
    "succeed": "completed",
    "fail": "failed",
    "refund": "refunded",
}
"""Words for messages: the name of each subject, and the past participle of each transition."""


def _in_words(state: str) -> str:
    return state.replace("_", " ")


def _with_subclasses(cls: type[Refusal]) -> list[type[Refusal]]:
    return [cls, *(found for child in cls.__subclasses__() for found in _with_subclasses(child))]


BY_SQLSTATE = {refusal.sqlstate: refusal for refusal in _with_subclasses(Refusal) if refusal.sqlstate}
BY_CONSTRAINT = {refusal.constraint: refusal for refusal in _with_subclasses(Refusal) if refusal.constraint}
