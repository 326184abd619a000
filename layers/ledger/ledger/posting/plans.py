"""Plan a write that is one call of an SQL function, so that it takes one round trip.

The work of the write runs with a session that has no connection. It posts one transaction of two entries, or names the
function that does more than that, and gets unknown values for what the database decides: ids, the time, balances. The
answer that it builds of them is the template of the real one. Work that needs the database for anything else, or
decides by an unknown amount or currency, cannot be planned. Ids and the time are plain values: no use case may decide
by them, or write them in another form than answers do.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, LiteralString, Never
from uuid import UUID, uuid4

from ledger.core.ids import entry_id
from ledger.core.models import format_time
from ledger.core.money import Money
from ledger.posting.models import GUARDED, Entry, PostedEntry, PostedTransaction, Transaction, lock_key
from ledger.storage import sessions
from ledger.storage.sessions import Session


class NotPlannable(Exception):
    """The work needs the database, or posts something else than one call can."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an SQL function that does a whole write, as post_once() does.

    arguments: those after the request, and after the transaction if there is one. places: the texts of unknown values
    as they are in JSON, with their places in the template.
    """

    function: LiteralString
    arguments: tuple[object, ...]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan[Result]:
    """The call that executes a write, the transaction that it gets and its entries in lock order, and the result of the
    work.

    transaction, entries: None and () if the function decides what it posts. result: with unknown values, whose texts
    `template` replaces.
    """

    call: Call
    transaction: Transaction | None
    entries: tuple[Entry, ...]
    result: Result

    def template(self, text: str) -> str:
        """The text for the SQL function: unknown values as %n$s, and every other % doubled."""
        return with_places(text, self.call.places)


def with_places(text: str, places: Mapping[str, str]) -> str:
    """A text as the template for format() in SQL: unknown values are replaced by their places."""
    text = text.replace("%", "%%")
    for unknown, place in places.items():
        text = text.replace(unknown, place)
    return text


def planned[Result](work: Callable[[Session], Result], origin: sessions.Origin) -> Plan[Result] | None:
    """The plan of a write. None if it cannot be planned, or if its work fails, which then runs again after the claim of
    its key."""
    session = PlanningSession(origin)
    try:
        result = work(session)
    except Exception:  # noqa: BLE001  (also whatever other code made of NotPlannable, as pydantic does)
        return None
    if session.call is None:
        return None
    return Plan(session.call, session.transaction, session.entries, result)


class PlanningSession(Session):
    """Has no connection. Keeps the transaction that is posted, and the call that posts it.

    call: None before the work has posted or set it.
    """

    def __init__(self, origin: sessions.Origin) -> None:
        self.origin = origin
        self.tenant_id = origin.tenant_id
        self.postings = 0
        self.emitted = []
        self.warnings = []
        self.call: Call | None = None
        self.transaction: Transaction | None = None
        self.entries: tuple[Entry, ...] = ()

    def post(self, transactions: Sequence[Transaction]) -> list[PostedTransaction]:
        """Keep the transaction, and return it with unknown values. Raises NotPlannable."""
        if self.call is not None or len(transactions) != 1 or self.tenant_id != self.origin.tenant_id:
            raise NotPlannable
        (transaction,) = transactions
        if len(transaction.entries) != 2 or len(transaction.events) > 1:
            raise NotPlannable
        if transaction.effective_at or transaction.corrects or transaction.captured:
            raise NotPlannable
        first, second = sorted(transaction.entries, key=lambda entry: lock_key(entry.owner))
        if first.owner == second.owner:
            raise NotPlannable
        if first.owner.currency != second.owner.currency or first.amount != -second.amount:
            raise NotPlannable
        self.call, self.transaction, self.entries = _POST_ONCE, transaction, (first, second)
        numbers = [1 if entry is first else 2 for entry in transaction.entries]
        entries: list[PostedEntry] = [
            _UNKNOWN_ENTRIES[number, entry.owner.kind in GUARDED]
            for number, entry in zip(numbers, transaction.entries, strict=True)
        ]
        return [
            PostedTransaction(_TRANSACTION_ID, _POSTED_AT, is_override=False, effective_at=_POSTED_AT, entries=entries)
        ]

    def post_by(self, function: LiteralString, arguments: tuple[object, ...]) -> None:
        """Let another SQL function than post_once() post the transaction of this session, and do more.

        arguments: as in `Call`. Raises NotPlannable.
        """
        if self.call is not _POST_ONCE:
            raise NotPlannable
        self.call = Call(function, arguments, _PLACES)

    def execute(self, function: LiteralString, arguments: tuple[object, ...], places: Mapping[str, str]) -> None:
        """Let an SQL function do the whole write, and decide what it posts.

        arguments, places: as in `Call`. Raises NotPlannable.
        """
        if self.call is not None or self.tenant_id != self.origin.tenant_id:
            raise NotPlannable
        self.call = Call(function, arguments, places)

    def act_in_tenant(self, tenant_id: str) -> None:
        self.tenant_id = tenant_id

    def currencies_of(self, owner_id: str) -> Sequence[str]:
        """The currencies in which a person has wallets. Raises NotPlannable."""
        raise NotPlannable

    def act_for(self, origin: sessions.Origin) -> Never:
        raise NotPlannable

    def see_every_tenant(self) -> Never:
        raise NotPlannable

    def claim(self, query: str, params: sessions.Params) -> Never:
        raise NotPlannable

    def restart(self) -> Never:
        raise NotPlannable

    def cancel_running(self) -> Never:
        raise NotPlannable

    def warn(self, message: str, **fields: object) -> Never:
        raise NotPlannable

    def send(self, query: str, params: sessions.Params = ()) -> Never:
        raise NotPlannable

    def rows(self, query: str, params: sessions.Params = ()) -> Never:
        raise NotPlannable


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChange:
    """What an operation of a batch does with a hold.

    texts: those of unknown values of the hold, as they are in JSON, in the order of hold_values() in SQL. to,
    expires_at, expires_in, reason, external_reference, meta (JSON): of a new hold. amount: of a capture; None: all that
    is left. is_final: the hold ends with the capture. despite_freeze: a frozen wallet is captured from too.
    """

    action: Literal["hold", "capture", "release"]
    hold_id: UUID
    texts: Sequence[str]
    to: tuple[str, str] | None = None
    expires_at: datetime | None = None
    expires_in: int | None = None
    reason: str | None = None
    external_reference: str | None = None
    meta: str | None = None
    amount: Decimal | None = None
    is_final: bool = True
    despite_freeze: bool = False


class BatchPlanningSession(PlanningSession):
    """Plans one operation of a batch, which posts one transaction or changes one hold, or both: keeps these.

    currencies: in which the persons have wallets whose currencies the operation leaves out. holds: those that it may
    name, with what never changes of them. has_looked: whether the operation has used either, so that what it does
    depends on more than the request.
    """

    def __init__(
        self, origin: sessions.Origin, currencies: Mapping[str, Sequence[str]], holds: Mapping[UUID, sessions.Row]
    ) -> None:
        super().__init__(origin)
        self._currencies = currencies
        self._holds = holds
        self.has_looked = False
        self.change: HoldChange | None = None

    def currencies_of(self, owner_id: str) -> Sequence[str]:
        self.has_looked = True
        return self._currencies[owner_id]

    def hold(self, hold_id: UUID) -> sessions.Row | None:
        """What never changes of a hold. None if the tenant has no such hold."""
        self.has_looked = True
        return self._holds.get(hold_id)

    def change_hold(self, change: HoldChange, entry: Entry) -> tuple[datetime, PostedEntry]:
        """Create or release a hold. entry: of its wallet, with the amount to be held, negative; any, for a release.

        Returns the time and the entry, with unknown values.
        """
        self.change, self.entries = change, (entry,)
        return _POSTED_AT, _UNKNOWN_ENTRIES[1, True]

    def capture(self, change: HoldChange) -> None:
        """Capture a hold with the transaction that is posted next. Only the signs of its amounts count."""
        self.change = change

    def post(self, transactions: Sequence[Transaction]) -> list[PostedTransaction]:
        (transaction,) = transactions
        if self.transaction or len(transaction.entries) > MOST_ENTRIES or transaction.events:
            raise NotPlannable
        if transaction.corrects or (transaction.captured and not self.change):
            raise NotPlannable
        if any(one.overdraft or one.owner.required_agent or not one.owner.currency for one in transaction.entries):
            raise NotPlannable
        self.transaction = transaction
        self.entries = tuple(sorted(transaction.entries, key=lambda entry: lock_key(entry.owner)))
        numbers = {id(entry): number for number, entry in enumerate(self.entries, 1)}
        return [
            PostedTransaction(
                _TRANSACTION_ID,
                _POSTED_AT,
                is_override=False,
                effective_at=_EFFECTIVE_AT if transaction.effective_at else _POSTED_AT,
                entries=[
                    _UNKNOWN_ENTRIES[numbers[id(entry)], entry.owner.kind in GUARDED] for entry in transaction.entries
                ],
            )
        ]

    def post_by(self, function: LiteralString, arguments: tuple[object, ...]) -> Never:
        raise NotPlannable

    def execute(self, function: LiteralString, arguments: tuple[object, ...], places: Mapping[str, str]) -> Never:
        raise NotPlannable


MOST_ENTRIES: Final = 20
"""Of a transaction in a batch."""

# The texts of unknown values are random, so that a caller cannot send one of them.
_TRANSACTION_ID: Final = uuid4()
_POSTED_AT, _EFFECTIVE_AT = (
    datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(57)) for _ in range(2)
)
_CURRENCY: Final = secrets.token_hex(16)
_AMOUNT: Final = secrets.token_hex(16)
_ENTRIES: Final = tuple(entry_id(_TRANSACTION_ID, number) for number in range(1, MOST_ENTRIES + 1))
_WALLETS: Final = tuple(uuid4() for _ in _ENTRIES)
_BALANCES: Final = tuple(tuple(secrets.token_hex(16) for _ in range(3)) for _ in _ENTRIES)
"""The balance before and after an entry, and what is available then."""
_HELD: Final = tuple(secrets.token_hex(16) for _ in _ENTRIES)
_PLACES: Final = {
    str(_TRANSACTION_ID): "%1$s",
    str(_ENTRIES[0]): "%2$s00000001",
    str(_ENTRIES[1]): "%2$s00000002",
    format_time(_POSTED_AT): "%3$s",
    _CURRENCY: "%4$s",
    _AMOUNT: "%5$s",
    str(_WALLETS[0]): "%6$s",
    **{text: f"%{number}$s" for number, text in enumerate(_BALANCES[0], 7)},
    str(_WALLETS[1]): "%10$s",
    **{text: f"%{number}$s" for number, text in enumerate(_BALANCES[1], 11)},
    **{text: f"%{number}$s" for number, text in enumerate(_HELD[:2], 14)},
}
_POST_ONCE: Final = Call("posting.post_once", (), _PLACES)
"""With the places of unknown texts as post_once() in SQL numbers them."""


def _places_in_batch(entries: int) -> dict[str, str]:
    """The places of unknown texts as post_batch() in SQL numbers them. entries: how many it has."""
    places = {
        str(_TRANSACTION_ID): "%1$s",
        format_time(_POSTED_AT): "%3$s",
        format_time(_EFFECTIVE_AT): "%4$s",
    }
    for index in range(entries):
        texts = (str(_WALLETS[index]), *_BALANCES[index], _HELD[index])
        places[str(_ENTRIES[index])] = f"%2$s{index + 1:08x}"
        places |= {text: f"%{place}$s" for place, text in enumerate(texts, 5 * index + 5)}
    return places


PLACES_IN_BATCH: Final = {entries: _places_in_batch(entries) for entries in range(1, MOST_ENTRIES + 1)}
"""By the number of entries."""


class UnknownMoney(Money):
    """An amount of which only the text, or that without its sign, may be used. None: it cannot be planned."""

    __slots__ = ("_absolute", "_text")
    _text: str | None
    _absolute: str | None

    def __init__(self, text: str | None, absolute: str | None = None) -> None:
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_absolute", absolute)

    @property
    def minor(self) -> Never:
        raise NotPlannable

    @property
    def currency(self) -> Never:
        raise NotPlannable

    def __eq__(self, other: object) -> Never:
        raise NotPlannable

    def __hash__(self) -> Never:
        raise NotPlannable

    def __abs__(self) -> "UnknownMoney":
        return UnknownMoney(self._absolute)

    def __str__(self) -> str:
        if self._text is None:
            raise NotPlannable
        return self._text


class _UnknownText(str):
    """A text that can be written, and not compared."""

    __slots__ = ()

    def __eq__(self, other: object) -> Never:
        raise NotPlannable

    def __ne__(self, other: object) -> Never:
        raise NotPlannable

    def __hash__(self) -> Never:
        raise NotPlannable


class _UnknownEntry(PostedEntry):
    """An entry of the planned transaction."""

    __slots__ = ("_balances",)
    _balances: tuple[Money | None, ...]
    """The balance before and after, what is available and what is held. None for an open wallet."""

    def __init__(self, number: int, *, is_guarded: bool) -> None:
        index = number - 1
        texts = (*_BALANCES[index], _HELD[index])
        object.__setattr__(self, "transaction_id", _TRANSACTION_ID)
        object.__setattr__(self, "number", number)
        object.__setattr__(self, "wallet", str(_WALLETS[index]))
        object.__setattr__(self, "currency", _UnknownText(_CURRENCY))
        object.__setattr__(self, "_balances", tuple(UnknownMoney(text) if is_guarded else None for text in texts))

    @property
    def entry_id(self) -> UUID:
        return _ENTRIES[self.number - 1]

    @property
    def wallet_id(self) -> UUID:
        return _WALLETS[self.number - 1]

    @property
    def amount_minor(self) -> Never:
        raise NotPlannable

    @property
    def balance_minor(self) -> Never:
        raise NotPlannable

    @property
    def margin_minor(self) -> Never:
        raise NotPlannable

    @property
    def held_minor(self) -> Never:
        raise NotPlannable

    @property
    def amount(self) -> Money:
        return UnknownMoney(None, absolute=_AMOUNT)

    @property
    def balance_before(self) -> Money | None:
        return self._balances[0]

    @property
    def balance_after(self) -> Money | None:
        return self._balances[1]

    @property
    def available(self) -> Money | None:
        return self._balances[2]

    @property
    def held(self) -> Money | None:
        return self._balances[3]


_UNKNOWN_ENTRIES: Final = {
    (number, is_guarded): _UnknownEntry(number, is_guarded=is_guarded)
    for number in range(1, MOST_ENTRIES + 1)
    for is_guarded in (False, True)
}
"""By number, and whether the wallet is guarded."""
