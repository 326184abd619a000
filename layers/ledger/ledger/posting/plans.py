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
from typing import Final, LiteralString, Never
from uuid import uuid4

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
        text = text.replace("%", "%%")
        for unknown, place in self.call.places.items():
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
        if first.owner.currency != second.owner.currency or first.amount != -second.amount:
            raise NotPlannable
        self.call, self.transaction, self.entries = _POST_ONCE, transaction, (first, second)
        numbers = [1 if entry is first else 2 for entry in transaction.entries]
        entries: list[PostedEntry] = [
            _UnknownEntry(number, is_guarded=entry.owner.kind in GUARDED)
            for number, entry in zip(numbers, transaction.entries, strict=True)
        ]
        return [PostedTransaction(_TRANSACTION_ID, _POSTED_AT, is_override=False, entries=entries)]

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


# The texts of unknown values are random, so that a caller cannot send one of them.
_TRANSACTION_ID: Final = uuid4()
_POSTED_AT: Final = datetime(1, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(57))
_CURRENCY: Final = secrets.token_hex(16)
_AMOUNT: Final = secrets.token_hex(16)
_WALLETS: Final = uuid4(), uuid4()
_BALANCES: Final = tuple(tuple(secrets.token_hex(16) for _ in range(3)) for _ in range(2))
_HELD: Final = tuple(secrets.token_hex(16) for _ in range(2))
_PLACES: Final = {
    str(_TRANSACTION_ID): "%1$s",
    str(entry_id(_TRANSACTION_ID, 1)): "%2$s00000001",
    str(entry_id(_TRANSACTION_ID, 2)): "%2$s00000002",
    format_time(_POSTED_AT): "%3$s",
    _CURRENCY: "%4$s",
    _AMOUNT: "%5$s",
    str(_WALLETS[0]): "%6$s",
    **{text: f"%{number}$s" for number, text in enumerate(_BALANCES[0], 7)},
    str(_WALLETS[1]): "%10$s",
    **{text: f"%{number}$s" for number, text in enumerate(_BALANCES[1], 11)},
    **{text: f"%{number}$s" for number, text in enumerate(_HELD, 14)},
}
_POST_ONCE: Final = Call("posting.post_once", (), _PLACES)
"""With the places of unknown texts as post_once() in SQL numbers them."""


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

    __slots__ = ("_is_guarded",)
    _is_guarded: bool

    def __init__(self, number: int, *, is_guarded: bool) -> None:
        object.__setattr__(self, "transaction_id", _TRANSACTION_ID)
        object.__setattr__(self, "number", number)
        object.__setattr__(self, "wallet", str(_WALLETS[number - 1]))
        object.__setattr__(self, "currency", _UnknownText(_CURRENCY))
        object.__setattr__(self, "_is_guarded", is_guarded)

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
        return self._balance(0)

    @property
    def balance_after(self) -> Money | None:
        return self._balance(1)

    @property
    def held(self) -> Money | None:
        return UnknownMoney(_HELD[self.number - 1]) if self._is_guarded else None

    @property
    def available(self) -> Money | None:
        return self._balance(2)

    def _balance(self, index: int) -> Money | None:
        return UnknownMoney(_BALANCES[self.number - 1][index]) if self._is_guarded else None
