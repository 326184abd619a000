"""E-mail about billing is sent once, even with failures and repeated deliveries."""

import random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.billing import mail
from ledger.core import ids
from ledger.storage import sessions
from ledger.storage.failures import Transient
from tests.integration.billing.test_billing_mail import (
    event_of_an_unknown_invoice,
    expire_reservations,
    mail_status,
    outcomes,
    set_ada_as_contact,
)
from tests.support import billing, kit, live
from tests.support.billing import member, operator
from tests.support.kit import Database
from tests.support.mail import Mailer, deliver, low_balance, message, outbox_messages

pytestmark = pytest.mark.session


@pytest.fixture
def database_role() -> str:
    return "purser_mail"


@pytest.fixture(autouse=True)
def _database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a database, without delays between retries."""
    monkeypatch.setattr(sessions, "sleep", lambda _seconds: None)


def test_an_event_delivered_three_times_in_any_order_is_mailed_once(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    for amount in ("20.00", "30.00"):
        billing.topped_up(member(), operator(), amount)
    billing.ok(billing.charge(kit.service(), "45.00", "c"))
    records = [message | {"messageId": str(uuid4())} for message in outbox_messages(database) * 3]
    random.Random(7).shuffle(records)  # noqa: S311  (a seed, not a secret)

    for batch in live.batches(records, 4):
        assert deliver(batch) == []

    assert len(records) == 15
    assert len(mailer.mails) == 5 == len({mail.subject for mail in mailer.mails})
    assert outcomes(database) == ["sent"] * 5


def test_simultaneous_deliveries_send_one_mail_and_the_others_are_retried(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    record = message("LowBalance", low_balance())

    answers = kit.simultaneously(*([lambda: deliver([record])] * 4))

    assert len(mailer.mails) == 1
    assert [] in answers
    assert deliver([record]) == []
    assert len(mailer.mails) == 1
    assert outcomes(database) == ["sent"]


def test_a_second_delivery_during_the_first_is_retried(mailer: Mailer) -> None:
    set_ada_as_contact()
    record = message("LowBalance", low_balance())
    second: list[list[int]] = []

    def meanwhile() -> None:
        mailer.during = lambda: None
        second.extend(outcome for outcome in kit.simultaneously(lambda: deliver([record])) if isinstance(outcome, list))

    mailer.during = meanwhile

    assert deliver([record]) == []
    assert second == [[0]]
    assert len(mailer.mails) == 1


def test_no_database_transaction_is_open_while_a_mail_is_sent(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    states: list[Any] = []
    mailer.during = lambda: states.extend(
        row["state"]
        for row in database.rows(
            "select state from pg_stat_activity "
            "where usename ~ '^purser_(?!admin|reconcile)' and datname = current_database()"
        )
    )

    deliver([message("LowBalance", low_balance())])

    assert set(states) == {"idle"}


def test_a_mail_that_cannot_be_sent_is_retried_from_its_queue_and_sent_once(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    _, invoice_id = billing.invoiced(member(), operator())
    records = outbox_messages(database)

    mailer.down = True
    assert deliver(records) == [0]
    assert deliver(records) == [0], "a second attempt needs no delay"
    assert mail_status(invoice_id) == "pending"
    mailer.down = False

    assert deliver(records) == []
    assert deliver(records) == []
    assert len(mailer.mails) == 1
    assert mail_status(invoice_id) == "sent"
    assert database.value("select attempts from mails") == 3


def test_a_mail_that_cannot_be_sent_never_undoes_the_approval(mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    mailer.down = True
    request_id, invoice_id = billing.invoiced(member(), operator())
    assert deliver(outbox_messages(database)) == [0]

    request = billing.ok(member().get(f"{billing.TOPUPS}/{request_id}"))

    assert (request["status"], request["invoice"]["status"]) == ("invoiced", "issued")
    billing.ok(billing.pay(operator(), invoice_id))
    assert billing.balance(member()) == "50.00"
    database.assert_consistent()


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_a_mail_that_the_service_refuses_permanently_is_marked_failed_and_not_retried(
    code: str, mailer: Mailer, database: Database
) -> None:
    set_ada_as_contact()
    _, invoice_id = billing.invoiced(member(), operator())
    records = outbox_messages(database)
    mailer.refuses = code

    assert deliver(records) == []

    mailer.refuses = None
    assert deliver(records) == []
    assert (mailer.mails, mail_status(invoice_id), outcomes(database)) == ([], "failed", ["failed"])


@pytest.mark.parametrize(
    "code",
    [
        *("TooManyRequestsException", "LimitExceededException", "SendingPausedException", "AccountSuspendedException"),
        *("MailFromDomainNotVerifiedException", "ServiceUnavailable", "AccessDeniedException"),
    ],
)
def test_a_mail_that_the_service_refuses_temporarily_is_retried(code: str, mailer: Mailer, database: Database) -> None:
    set_ada_as_contact()
    _, invoice_id = billing.invoiced(member(), operator())
    mailer.refuses = code

    assert deliver(outbox_messages(database)) == [0]

    assert mail_status(invoice_id) == "pending"
    mailer.refuses = None
    assert deliver(outbox_messages(database)) == []
    assert len(mailer.mails) == 1


def test_a_mail_whose_function_was_killed_is_sent_after_its_reservation_has_expired(
    mailer: Mailer, database: Database
) -> None:
    set_ada_as_contact()
    record = message("LowBalance", low_balance())

    def die() -> None:
        raise SystemExit

    mailer.during = die
    with pytest.raises(SystemExit):
        deliver([record])
    mailer.during = lambda: None
    assert deliver([record]) == [0], "the killed delivery still has its reservation"

    expire_reservations(database)

    assert deliver([record]) == []
    assert len(mailer.mails) == 1


def test_nothing_is_sent_and_the_message_is_retried_if_the_database_is_lost_before_the_mail(
    mailer: Mailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_ada_as_contact()
    record = message("LowBalance", low_balance())
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "_connection", lambda: (_ for _ in ()).throw(Transient("connection")))
        assert deliver([record]) == [0]
    assert mailer.mails == []

    assert deliver([record]) == []
    assert len(mailer.mails) == 1


def test_a_sent_mail_is_marked_as_sent_even_if_the_connection_is_lost_meanwhile(
    mailer: Mailer, database: Database
) -> None:
    set_ada_as_contact()
    record = message("LowBalance", low_balance())
    mailer.during = lambda: database.rows(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename ~ '^purser_(?!admin|reconcile)'"
        " and datname = current_database()"
    )

    assert deliver([record]) == []
    assert deliver([record]) == []

    assert len(mailer.mails) == 1
    assert outcomes(database) == ["sent"]


def test_a_mail_is_sent_once_if_the_commit_of_its_reservation_is_not_acknowledged(
    mailer: Mailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_ada_as_contact()
    commit = sessions._commit
    lost: list[bool] = []

    def lose_the_first_answer(connection: Any, mode: Any, budget: Any) -> None:
        commit(connection, mode, budget)
        if not lost:
            lost.append(True)
            connection.close()
            raise psycopg.OperationalError("the answer to the COMMIT was lost")

    monkeypatch.setattr(sessions, "_commit", lose_the_first_answer)

    assert deliver([message("LowBalance", low_balance())]) == []

    assert (lost, len(mailer.mails)) == ([True], 1)


def test_a_mail_that_cannot_be_marked_as_sent_is_sent_again_rather_than_lost(
    mailer: Mailer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail is sent twice only if its outcome is unknown (decisions/0014). Here the outcome cannot be stored."""
    set_ada_as_contact()
    record = message("LowBalance", low_balance())
    with monkeypatch.context() as patch:
        mailer.during = lambda: patch.setattr(
            sessions, "_connection", lambda: (_ for _ in ()).throw(Transient("connection"))
        )
        assert deliver([record]) == [0]
    mailer.during = lambda: None
    assert deliver([record]) == [0], "the mail stays reserved until the reservation expires"

    expire_reservations(database)

    assert deliver([record]) == []
    assert len(mailer.mails) == 2
    assert deliver([record]) == []
    assert len(mailer.mails) == 2


def test_a_mail_whose_acceptance_is_unknown_is_sent_again_rather_than_lost(mailer: Mailer) -> None:
    """A mail is sent twice only if its outcome is unknown (decisions/0014). Here the answer is lost."""
    set_ada_as_contact()
    record = message("LowBalance", low_balance())
    mailer.lost = True
    assert deliver([record]) == [0]
    mailer.lost = False

    assert deliver([record]) == []
    assert deliver([record]) == []
    assert len(mailer.mails) == 2


def test_no_mail_is_sent_if_too_little_time_is_left(
    mailer: Mailer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_ada_as_contact()
    monkeypatch.setattr(kit.AmpleTimeContext, "get_remaining_time_in_millis", lambda _: 9_000)

    assert deliver([message("LowBalance", low_balance())]) == [0]

    assert (mailer.mails, outcomes(database)) == ([], [])


def test_only_the_poison_message_of_a_batch_is_retried(mailer: Mailer) -> None:
    set_ada_as_contact()
    good = message("LowBalance", low_balance())
    bad = [
        live.message("{"),
        live.message('{"detail": {}}'),
        message("SomethingElse", low_balance()),
        message("TopupInvoiced", low_balance()),
        message("LowBalance", low_balance(balance="much")),
        message("LowBalance", low_balance(tenant_id="")),
        message("LowBalance", low_balance(version=2)),
        message("LowBalance", low_balance(currency="XXX")),
        message("TopupInvoiced", event_of_an_unknown_invoice()),
    ]

    assert deliver([*bad, good]) == list(range(len(bad)))
    assert len(mailer.mails) == 1


def test_a_mail_is_reserved_for_longer_than_the_function_s_timeout() -> None:
    function = kit.DEPLOYED.functions["billing_mail"]
    (source,) = [source for source in kit.DEPLOYED.wiring.event_sources if source.function == "billing_mail"]

    assert function.timeout < mail._RESERVATION_S < int(source.queue.attributes["VisibilityTimeout"])


def test_a_mail_has_one_holder_until_its_reservation_expires() -> None:
    first, second = ids.new_id(), ids.new_id()
    event = UUID(live.UNKNOWN)

    def reserve(holder: UUID, seconds: float) -> str:
        query = "select reserve_mail('acme', %s, 'LowBalance', null, %s, %s) as state"
        row = kit.in_session(lambda session: session.row(query, (event, holder, seconds)))
        assert row
        return str(row["state"])

    assert [reserve(first, 30), reserve(first, 30), reserve(second, 30), reserve(first, -1), reserve(second, 30)] == [
        "mine",
        "mine",
        "held",
        "mine",
        "mine",
    ]
