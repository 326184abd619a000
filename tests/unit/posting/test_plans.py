"""Plans: which writes take one call, and what their templates contain."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger import posting
from ledger.core import errors
from ledger.core.models import Answer, MoneyText, format_time
from ledger.core.money import CURRENCIES, Money
from ledger.posting import Captured, Entry, Owner, PostedTransaction, Transaction
from ledger.posting.plans import BatchPlanningSession, NotPlannable
from ledger.storage.sessions import Origin, Session

ORIGIN = Origin("acme", "tester", "request-1")
TREASURY = Owner("treasury", "", "USD")
ANN, ZOE = Owner("person", "ann", "USD"), Owner("person", "zoe", "USD")


class Signed(Answer):
    amount: MoneyText


def transaction(*pairs: tuple[Owner, str], **more: Any) -> Transaction:
    entries = [Entry(owner, Decimal(amount)) for owner, amount in pairs]
    return Transaction("manual_adjust", entries, **more)


CREDIT = transaction((TREASURY, "-5.00"), (ANN, "5.00"))


def post(session: Session, wanted: Transaction = CREDIT) -> PostedTransaction:
    (posted,) = posting.post(session, [wanted])
    return posted


def test_a_plan_has_the_transaction_and_its_entries_in_lock_order() -> None:
    plan = posting.planned(lambda session: post(session).transaction_id, ORIGIN)

    assert plan is not None
    assert (plan.transaction, plan.entries) == (CREDIT, (CREDIT.entries[1], CREDIT.entries[0]))


def test_a_template_numbers_what_only_the_database_knows() -> None:
    def work(session: Session) -> Sequence[object]:
        posted = post(session, transaction((ZOE, "5.00"), (ANN, "-5.00")))
        zoe, ann = posted.entries
        return [
            *(posted.transaction_id, format_time(posted.posted_at)),
            *(ann.entry_id, ann.wallet_id, ann.currency, abs(ann.amount), ann.balance_before, ann.balance_after),
            *(ann.available, zoe.entry_id, zoe.wallet_id, abs(zoe.amount), zoe.balance_after, zoe.available),
            *(ann.held, zoe.held),
        ]

    plan = posting.planned(work, ORIGIN)

    assert plan is not None
    assert plan.template(" ".join(map(str, plan.result))) == (
        "%1$s %3$s %2$s00000001 %6$s %4$s %5$s %7$s %8$s %9$s %2$s00000002 %10$s %5$s %12$s %13$s %14$s %15$s"
    )


def test_a_text_of_the_caller_is_never_taken_for_a_place_in_the_template() -> None:
    plan = posting.planned(post, ORIGIN)

    assert plan is not None
    assert plan.template("100 % %1$s %%s") == "100 %% %%1$s %%%%s"


def test_an_open_wallet_has_no_balance() -> None:
    def work(session: Session) -> object:
        treasury = post(session).entries[0]
        return treasury.balance_before, treasury.balance_after, treasury.held, treasury.available

    plan = posting.planned(work, ORIGIN)

    assert plan is not None
    assert plan.result == (None, None, None, None)


def steps(*names: str, **arguments: Any) -> Callable[[Session], None]:
    """A write that calls methods of its session in turn; `post` posts."""

    def work(session: Session) -> None:
        for name in names:
            if name == "post":
                post(session)
            else:
                getattr(session, name)(*arguments.get(name, ()))

    return work


UNPLANNABLE: dict[str, Callable[[Session], object]] = {
    "nothing is posted": steps(),
    "a statement before": steps("send", "post", send=["select 1"]),
    "a statement after": steps("post", "send", send=["select 1"]),
    "a row": steps("post", "row", row=["select 1"]),
    "a value": steps("post", "value", value=["select 1"]),
    "another origin": steps("act_for", "post", act_for=[ORIGIN]),
    "every tenant": steps("see_every_tenant", "post"),
    "another tenant": steps("act_in_tenant", "post", act_in_tenant=["globex"]),
    "a restart": steps("post", "restart"),
    "a claim": steps("claim", claim=["select 1", ()]),
    "a statement that runs": steps("post", "cancel_running"),
    "a warning": steps("warn", "post", warn=["late"]),
    "two postings": steps("post", "post"),
    "another function without a posting": steps("post_by", post_by=["f", ()]),
    "two other functions for a posting": steps("post", "post_by", "post_by", post_by=["f", ()]),
    "a function after a posting": steps("post", "execute", execute=["f", (), {}]),
    "a posting after a function": steps("execute", "post", execute=["f", (), {}]),
    "two functions": steps("execute", "execute", execute=["f", (), {}]),
    "a function in another tenant": steps("act_in_tenant", "execute", act_in_tenant=["globex"], execute=["f", (), {}]),
    "two transactions": lambda session: posting.post(session, [CREDIT, CREDIT]),
    "three entries": lambda session: post(session, transaction((ANN, "1"), (ZOE, "1"), (TREASURY, "-2"))),
    "one wallet twice": lambda session: post(session, transaction((TREASURY, "1"), (TREASURY, "-1"))),
    "two currencies": lambda session: post(session, transaction((ANN, "1"), (Owner("house", "", "COIN"), "-1"))),
    "a sum other than zero": lambda session: post(session, transaction((ANN, "1"), (TREASURY, "-2"))),
    "a correction": lambda session: post(session, replace(CREDIT, corrects=UUID(int=1))),
    "a capture of a hold": lambda session: post(session, replace(CREDIT, captured=Captured(100, datetime.now(UTC)))),
    "an amount": lambda session: post(session).entries[1].amount.minor,
    "the currency of an amount": lambda session: abs(post(session).entries[1].amount).currency,
    "the text of a signed amount": lambda session: str(post(session).entries[1].amount),
    "a balance": lambda session: post(session).entries[1].balance_minor,
    "a comparison of balances": lambda session: post(session).entries[1].balance_after == Money(0, "USD"),
    "a margin": lambda session: post(session).entries[1].margin_minor,
    "what is held in minor units": lambda session: post(session).entries[1].held_minor,
    "an amount in minor units": lambda session: post(session).entries[1].amount_minor,
    "a signed amount in an answer": lambda session: Signed(amount=post(session).entries[1].amount).model_dump_json(),
    "a decimal of a balance": lambda session: Decimal(str(post(session).entries[1].balance_after)),
    "an amount as a key": lambda session: {post(session).entries[1].balance_after: 1},
    "another currency": lambda session: post(session).entries[1].currency != "USD",
    "a comparison of currencies": lambda session: post(session).entries[1].currency == "USD",
    "the exponent of a currency": lambda session: CURRENCIES[post(session).entries[1].currency],
    "an amount for people": lambda session: post(session).entries[1].amount.for_people(),
}


@pytest.mark.parametrize("why", UNPLANNABLE)
def test_a_write_that_needs_the_database_or_decides_by_an_unknown_value_is_not_planned(why: str) -> None:
    assert posting.planned(UNPLANNABLE[why], ORIGIN) is None


# What no operation of a batch does today.
NOT_IN_A_BATCH: dict[str, Callable[[Any], object]] = {
    "two transactions": lambda session: (post(session), post(session)),
    "21 entries": lambda session: post(session, transaction(*[(TREASURY, "1")] * 20, (ANN, "-20"))),
    "a correction": lambda session: post(session, replace(CREDIT, corrects=UUID(int=1))),
    "a capture of a hold": lambda session: post(session, replace(CREDIT, captured=Captured(100, datetime.now(UTC)))),
    "a required agent": lambda session: post(
        session, transaction((replace(ANN, required_agent="x"), "1"), (TREASURY, "-1"))
    ),
    "a customer's currency": lambda session: post(
        session, transaction((replace(ANN, currency=None), "1"), (TREASURY, "-1"))
    ),
    "a function that posts": lambda session: session.post_by("f", ()),
    "a function that does everything": lambda session: session.execute("f", (), {}),
}


@pytest.mark.parametrize("why", NOT_IN_A_BATCH)
def test_an_operation_of_a_batch_that_its_function_could_not_execute_is_not_planned(why: str) -> None:
    with pytest.raises(NotPlannable):
        NOT_IN_A_BATCH[why](BatchPlanningSession(ORIGIN, {}, {}))


@pytest.mark.parametrize("names", [("post", "post_by"), ("execute",)])
def test_a_function_that_posts_and_does_more_or_does_everything_is_planned(names: tuple[str, ...]) -> None:
    plan = posting.planned(steps(*names, post_by=["f", (1,)], execute=["f", (1,), {"x": "%1$s"}]), ORIGIN)

    assert plan is not None
    assert (plan.call.function, plan.call.arguments, plan.transaction is None) == ("f", (1,), names == ("execute",))


def test_a_refusal_is_left_to_the_database_transaction_which_claims_the_key_first() -> None:
    def work(_session: Session) -> None:
        raise errors.InvalidAmount

    assert posting.planned(work, ORIGIN) is None
