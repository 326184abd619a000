"""Approved changes of payment methods: when payers see them, and who is notified."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support import approvals, billing, kit, mail
from tests.support.approvals import approve, pending
from tests.support.billing import member, operator
from tests.support.kit import Answer, Database, Person, assert_problem
from tests.support.mail import Mailer

METHODS = f"{billing.BASE}/payment-methods"
OLGA, OTTO = operator("olga"), operator("otto")
OLD = {
    "type": "bank_transfer",
    "display_name": "First Bank",
    "instructions": "Transfer it, and name the invoice.",
    "bank_details": {"iban": "GB33 BUKB 2020 1555 5555 55"},
    "is_default": True,
    "is_enabled": True,
}
NEW = OLD | {"bank_details": {"iban": "DE02 1203 0000 0000 2020 51"}}


@pytest.fixture(autouse=True)
def _two_people(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The method `bank` of acme, configured by one person; from then on, two people are needed."""
    assert put(OLD).status == 200
    monkeypatch.setenv("TWO_PEOPLE", "on")


def put(body: object, method_id: str = "bank", by: Person = OLGA, **query: object) -> Answer:
    return by.put(f"{METHODS}/{method_id}", body, query=query)


def approved(body: object, method_id: str = "bank") -> Any:
    """The result of an approved change."""
    return billing.ok(approve(OTTO, pending(put(body, method_id))))["result"]


def offered(by: Person | None = None) -> dict[str, Any]:
    """The details of each method that payers see, by its id; the default first."""
    methods = billing.ok((by or member()).get(f"{METHODS}/available"))["methods"]
    return {method["id"]: method.get("bank_details") for method in methods}


def let_pass(database: Database, time: str) -> None:
    database.rows(
        "update payment_method_changes set effective_at = effective_at - %s::interval returning method_id", time
    )


def test_an_approved_change_applies_after_24_hours(database: Database) -> None:
    before = datetime.now(UTC)

    result = approved(NEW)

    effective_at = datetime.fromisoformat(result["effective_at"])
    assert timedelta(hours=24) <= effective_at - before < timedelta(hours=24, minutes=5)
    assert result["bank_details"] == NEW["bank_details"]
    let_pass(database, "23 hours 55 minutes")
    assert offered()["bank"] == OLD["bank_details"]
    let_pass(database, "5 minutes")
    assert offered()["bank"] == NEW["bank_details"]
    (listed,) = [item for item in OLGA.get(METHODS).json["items"] if item["id"] == "bank"]
    assert listed["bank_details"] == NEW["bank_details"]


def test_a_change_by_one_person_applies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "off")
    answer = put(NEW)

    assert datetime.fromisoformat(answer.json["effective_at"]) <= datetime.now(UTC)
    assert offered()["bank"] == NEW["bank_details"]


def test_a_new_method_that_becomes_the_default_waits_as_well(database: Database) -> None:
    approved(NEW, "other")

    assert "other" not in offered()
    assert next(iter(offered())) == "bank"
    let_pass(database, "24 hours")
    assert next(iter(offered())) == "other"
    assert "bank" in offered()


def test_turning_a_method_off_applies_at_once() -> None:
    approved(OLD | {"is_enabled": False})

    assert "bank" not in offered()


def test_a_later_change_replaces_one_that_is_not_effective_yet(database: Database) -> None:
    approved(NEW)
    approved(OLD | {"is_enabled": False})
    let_pass(database, "24 hours")

    assert "bank" not in offered()
    assert database.value("select count(*) from payment_method_changes") == 0


def test_the_method_that_became_the_default_last_is_the_only_default(database: Database) -> None:
    approved(NEW, "second")
    let_pass(database, "1 minute")
    approved(NEW, "third")
    let_pass(database, "23 hours 59 minutes")
    assert next(iter(offered())) == "second"
    let_pass(database, "1 minute")
    assert next(iter(offered())) == "third"

    def defaults() -> list[str]:
        return [one["id"] for one in OLGA.get(METHODS).json["items"] if one["tenant_id"] and one["is_default"]]

    assert defaults() == ["third"]
    approved(NEW | {"is_default": False, "is_enabled": False}, "fourth")
    assert defaults() == ["third"], "the next change wrote what had become effective"
    assert database.value("select count(*) from payment_method_changes") == 0


def test_at_most_10_methods_of_a_country_are_configured_or_wait(database: Database) -> None:
    for number in range(8):
        approved(NEW | {"is_default": False}, f"method-{number}")
    approved(NEW | {"is_default": False, "is_enabled": False}, "disabled")
    approved(OLD, "bank")
    waiting = pending(put(NEW, "eleventh"))

    assert_problem(approve(OTTO, waiting), 409, "too_many_payment_methods")

    assert approvals.status_of(OLGA, waiting) == "pending"
    let_pass(database, "24 hours")
    assert_problem(approve(OTTO, waiting), 409, "too_many_payment_methods")
    approved(NEW, "method-0")
    approved(NEW | {"country": "KE"}, "eleventh")


def test_the_payer_names_a_method_that_became_effective_and_none_that_waits(database: Database) -> None:
    approved(NEW | {"country": "KE"}, "kenyan")
    _, invoice_id = billing.invoiced(member(), OLGA)

    early = billing.submit(member(), invoice_id, method_id="kenyan", payment_method=None)
    let_pass(database, "24 hours")

    assert early.status != 201
    assert billing.submit(member(), invoice_id, method_id="kenyan", payment_method=None).status == 201


def test_a_change_of_one_tenant_or_country_leaves_the_others(database: Database) -> None:
    approved(NEW | {"country": "KE"})
    let_pass(database, "24 hours")

    assert offered()["bank"] == OLD["bank_details"]
    in_kenya = billing.ok(member().get(f"{METHODS}/available", {"country": "KE"}))["methods"]
    assert [one["bank_details"] for one in in_kenya if one["id"] == "bank"] == [NEW["bank_details"]]
    assert "bank" not in offered(member(tenant_id="globex"))


def test_simultaneous_changes_of_two_methods_keep_one_default(database: Database) -> None:
    waiting = [pending(put(NEW, method_id)) for method_id in ("second", "third")]
    answers = kit.simultaneously(*[lambda one=one: approve(OTTO, one).status for one in waiting])
    assert answers == [200, 200]
    let_pass(database, "24 hours")

    (default,) = [
        one["id"] for one in OLGA.get(METHODS).json["items"] if one["tenant_id"] == "acme" and one["is_default"]
    ]
    assert default in {"second", "third"}


def test_the_contact_is_told_at_once_with_the_time_from_which_the_change_applies(
    mailer: Mailer, database: Database
) -> None:
    contact = OLGA.put(f"{billing.BASE}/contact", {"email": "accounts@acme.example", "name": "Ann"})
    assert approve(OTTO, pending(contact)).status == 200
    result = approved(NEW)
    (event,) = billing.emitted(database, "PaymentMethodChanged")[-1:]
    assert (event["method_id"], event["effective_at"]) == ("bank", result["effective_at"])

    assert mail.deliver([mail.message("PaymentMethodChanged", event)]) == []

    (sent,) = mailer.mails
    assert sent.to == ["accounts@acme.example"]
    assert "bank" in sent.subject
    applies = datetime.fromisoformat(result["effective_at"])
    assert f"{applies:%-d %B %Y, %H:%M} UTC" in sent.text
    assert "2020 51" not in sent.text, "the mail does not name the new account"


def test_a_change_of_the_platform_s_methods_is_sent_to_nobody(database: Database) -> None:
    before = len(billing.emitted(database, "PaymentMethodChanged"))
    answer = put(NEW, "bank_transfer", billing.root())
    assert approve(billing.root("roman"), pending(answer)).status == 200

    assert len(billing.emitted(database, "PaymentMethodChanged")) == before
