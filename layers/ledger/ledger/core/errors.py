"""Refusals: one class for each, and the only table from SQLSTATE to class, code and HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from ledger.core.money import Money


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request. `pointer`: where (RFC 6901, into the body; or the parameter's name)."""

    pointer: str
    detail: str


class Refusal(Exception):
    """Something that will not be done, and why; becomes a problem+json answer.

    sqlstate: what the database raises for it, if it is the database that decides.
    constraint: the unique index that two at once run into, if that is how the database decides.
    members: what a program needs of it beyond the sentence.
    """

    sqlstate: ClassVar[str | None] = None
    constraint: ClassVar[str | None] = None
    status: ClassVar[int]
    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str | None = None, *, errors: Sequence[Problem] = (), **members: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or f"{self.title}."
        self.errors = errors
        self.members = members

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        """From the facts that the SQL function raised beside the SQLSTATE; amounts in minor units."""
        return cls(**facts)


class InvalidRequest(Refusal):
    """The request is not what the operation takes; `errors` lists every problem."""

    status, code, title = 400, "invalid_request", "Invalid request"


class InvalidAmount(Refusal):
    """The amount is the only problem: zero, negative, too large, or more decimals than its currency has."""

    sqlstate, status, code, title = "PL010", 400, "invalid_amount", "Invalid amount"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = f"{facts['currency']} has {facts['exponent'] or 'no'} decimals, and an amount cannot be so large."
        return cls(sentence, errors=[Problem(f"/{facts.get('field', 'amount')}", sentence)])


class InvalidWallet(Refusal):
    """No wallet can have this owner, or both ends of a transfer are one wallet."""

    status, code, title = 400, "invalid_wallet", "Invalid wallet"


class _BelowTheFloor(Refusal):
    def __init__(self, available: Money, balance: Money) -> None:
        super().__init__(
            f"{self.title}. Available: {available.for_people()}",
            available=str(available),
            balance=str(balance),
            currency=balance.currency,
        )

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls(Money(facts["available"], facts["currency"]), Money(facts["balance"], facts["currency"]))


class InsufficientFunds(_BelowTheFloor):
    """A debit would take a wallet below its floor."""

    sqlstate, status, code, title = "PL001", 400, "insufficient_funds", "Insufficient funds"


class InsufficientCredit(_BelowTheFloor):
    """A debit would take a Credit wallet below its limit."""

    sqlstate, status, code, title = "PL002", 400, "insufficient_credit", "Insufficient credit"


class WalletFrozen(Refusal):
    """The wallet is frozen: what would lower it is refused, what raises it arrives."""

    sqlstate, status, code, title = "PL003", 409, "wallet_frozen", "The wallet is frozen"


class NotYourCustomer(Refusal):
    """The customer is kept by another agent of the tenant."""

    sqlstate, status, code, title = "PL004", 403, "not_your_customer", "The customer is another agent's"


class CustomerNotFound(Refusal):
    """The tenant has no such customer."""

    sqlstate, status, code, title = "PL005", 404, "customer_not_found", "There is no such customer"


class BalanceOutOfRange(Refusal):
    """A balance would pass 9,007,199,254,740,991 minor units in either direction."""

    sqlstate, status, code, title = "PL011", 400, "balance_out_of_range", "The balance would be out of range"


class UsernameTaken(Refusal):
    """Another customer of the tenant has the name, without regard to case. `rows`: which of several, from 0."""

    sqlstate, status, code, title = "PL030", 409, "username_taken", "The username is taken"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        refusal = cls()
        refusal.rows = facts["rows"]
        return refusal

    rows: list[int]


class CreditLimitRequired(InvalidRequest):
    """A PostUp account becomes a Credit account only with a limit."""

    sqlstate = "PL032"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A Credit account needs a credit limit."
        return cls(sentence, errors=[Problem("/credit_limit", sentence)])


class CreditLimitRefused(InvalidRequest):
    """A PostUp account has no credit limit to set."""

    sqlstate = "PL033"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A PostUp account has no credit limit."
        return cls(sentence, errors=[Problem("/credit_limit", sentence)])


class OverdraftRefused(InvalidRequest):
    """A Credit account may owe up to its limit, and no setting takes it further."""

    sqlstate = "PL034"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        sentence = "A Credit account has a credit limit and no overdraft."
        return cls(sentence, errors=[Problem("/allow_overdraft", sentence)])


class BetNotFound(Refusal):
    """The tenant has no such bet."""

    sqlstate, status, code, title = "PL040", 404, "bet_not_found", "There is no such bet"


class BetAlreadySettled(Refusal):
    """The bet is no longer pending. `bet_status`: what it is."""

    sqlstate, status, code, title = "PL041", 409, "bet_already_settled", "The bet is settled already"


class BalanceChanged(Refusal):
    """The balance is no longer what the agent saw. `balance`: what it is."""

    status, code, title = 409, "balance_changed", "The balance has changed"


class PaymentMethodNotAvailable(Refusal):
    """The tenant may not pay by this method."""

    status, code, title = 400, "payment_method_not_available", "The payment method is not available"


class RunNotFound(Refusal):
    """There is no such reconciliation."""

    status, code, title = 404, "run_not_found", "There is no such run"


class FindingNotFound(Refusal):
    """No reconciliation has such a finding."""

    sqlstate, status, code, title = "PL110", 404, "finding_not_found", "There is no such finding"


class TransactionNotFound(Refusal):
    """The tenant has no such transaction."""

    sqlstate, status, code, title = "PL111", 404, "transaction_not_found", "There is no such transaction"


class AlreadyReversed(Refusal):
    """The transaction was reversed before. `corrected_by`: by which one."""

    sqlstate, status, code, title = "PL112", 409, "already_reversed", "The transaction is reversed already"
    constraint = "transactions_corrects"


class HasItsOwnReversal(Refusal):
    """The transaction belongs to a bet, a settlement or another subject, which takes it back in its own way."""

    sqlstate, status, code, title = "PL113", 409, "has_its_own_reversal", "It is taken back in its own way"


class AnswerTooLarge(Refusal):
    """The answer would not fit into what API Gateway passes on."""

    status, code, title = 400, "answer_too_large", "The answer would be too large"


class Forbidden(Refusal):
    """The principal may not do this."""

    status, code, title = 403, "forbidden", "Forbidden"


class NotFound(Refusal):
    """There is nothing at this address, or not for this tenant."""

    status, code, title = 404, "not_found", "Not found"


class PayloadTooLarge(Refusal):
    """The body is above 256 KiB."""

    status, code, title = 413, "payload_too_large", "The body is too large"


class UnsupportedMediaType(Refusal):
    """The body is not of a type that the operation takes."""

    status, code, title = 415, "unsupported_media_type", "Unsupported media type"


class IdempotencyConflict(Refusal):
    """The key was used before, for another operation or payload."""

    sqlstate, status, code, title = "PL091", 422, "idempotency_conflict", "The key was used for something else"


class Unavailable(Refusal):
    """The database cannot be reached, or the retries are spent; asking again with the same key is safe.

    retry_after_s: after how many seconds.
    """

    status, code, title = 503, "unavailable", "Temporarily unavailable"
    retry_after_s = 1


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
    """A request, an invoice or a payment is in a state from which this does not lead on. `current_status`: which."""

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


class SelfApproval(Refusal):
    """Who asked for a top-up, or submitted a payment, has no say in whether it is approved or paid."""

    sqlstate, status, code, title = "PL062", 403, "self_approval", "Somebody else has to approve it"


class NotRequester(Forbidden):
    """Only the one who asked for a top-up, or submitted a payment, cancels it."""

    sqlstate = "PL063"

    @classmethod
    def from_database(cls, facts: dict[str, Any]) -> Self:
        return cls("Only the one who asked for it can cancel it.")


class PeriodAlreadyInvoiced(Refusal):
    """The tenant has an invoice of this purpose for the period that is not void."""

    sqlstate, status, code, title = "PL064", 409, "period_already_invoiced", "The period has its invoice already"


class InvoiceAlreadyPaid(Refusal):
    """The invoice is paid: there is nothing to pay any more."""

    sqlstate, status, code, title = "PL065", 400, "invoice_already_paid", "The invoice is paid already"


class PaymentAlreadyPending(Refusal):
    """A payment of the invoice waits for its approval."""

    sqlstate, status, code, title = "PL066", 409, "payment_already_pending", "A payment of it waits for approval"


class ReferenceAlreadyUsed(Refusal):
    """The reference was charged with another amount, or stands in a payment that succeeded or waits for approval."""

    sqlstate, status, code, title = "PL067", 409, "reference_already_used", "The reference is used already"


_NAMES = {"topup_request": "Top-up request", "invoice": "Invoice", "payment": "Payment"}
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
"""What a sentence calls a billing subject, and what it calls a move that was made."""


def _in_words(state: str) -> str:
    return state.replace("_", " ")


def _all(cls: type[Refusal]) -> list[type[Refusal]]:
    return [cls, *(found for child in cls.__subclasses__() for found in _all(child))]


BY_SQLSTATE = {refusal.sqlstate: refusal for refusal in _all(Refusal) if refusal.sqlstate}
BY_CONSTRAINT = {refusal.constraint: refusal for refusal in _all(Refusal) if refusal.constraint}
