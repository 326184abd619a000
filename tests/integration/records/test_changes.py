"""Changes of terms: each is recorded with author, request, and the terms before and after, and none is overwritten."""

from itertools import pairwise
from typing import Any

import pytest

from tests.support import approvals, billing, kit
from tests.support.kit import Answer, Database, Person

CHANGES = "/api/v1/changes"
AUDITOR = Person("dora", ("auditor",))
OLGA, RITA = billing.operator("olga"), billing.root()
ADA = kit.agent("agent-ada")
CUP = "/api/v1/tournaments/winter-cup/coin-policy"
METHOD = {
    "type": "bank_transfer",
    "display_name": "First Bank",
    "instructions": "Transfer it, and name the invoice.",
    "bank_details": {"iban": "GB33 BUKB 2020 1555 5555 55"},
    "is_default": False,
    "is_enabled": True,
}


@pytest.fixture(autouse=True)
def _database(database: Database) -> None:
    """Give every test a database."""


def changes(reader: Person = AUDITOR, **query: object) -> list[dict[str, Any]]:
    """The changes, oldest first."""
    items: list[dict[str, Any]] = billing.ok(reader.get(CHANGES, query))["items"]
    return items[::-1]


def assert_recorded(answers: list[Answer], by: str, kind: str, subject: str, terms: list[Any]) -> None:
    """Assert that each answer's request changed the subject's terms from one of `terms` to the next."""
    found = changes(subject=subject)
    assert [answer.status for answer in answers] == [200] * len(answers), answers
    assert [(one["before"], one["after"]) for one in found] == list(pairwise(terms))
    assert {(one["by"], one["kind"], one["subject"], one["tenant_id"]) for one in found} == {
        (by, kind, subject, "acme")
    }
    assert [one["request_id"] for one in found] == [answer.headers["x-request-id"] for answer in answers]


def test_changes_of_a_customer_s_terms_are_listed() -> None:
    ann = kit.new_customer(ADA, account_type="credit", credit_limit="50.00")
    answers = [
        ADA.patch(f"/api/v1/agent/clients/{ann}", {"credit_limit": "80.00"}),
        ADA.patch(f"/api/v1/agent/clients/{ann}", {"credit_limit": "90.00"}),
    ]

    limits = [{"credit_limit": amount} for amount in ("50.00", "80.00", "90.00")]
    assert_recorded(answers, "agent-ada", "customer", ann, limits)


def test_changes_of_an_overdraft_setting_are_recorded() -> None:
    service = kit.service()
    answers = [
        service.patch("/api/v1/wallets/ann", {"currency": "COIN", "allow_overdraft": allowed})
        for allowed in (True, False)
    ]

    settings = [{"currency": "COIN", "allow_overdraft": allowed} for allowed in (False, True, False)]
    assert_recorded(answers, "service-1", "overdraft", "ann", settings)


def test_a_customer_who_changes_to_credit_and_so_loses_the_overdraft_setting_is_recorded() -> None:
    ann = kit.new_customer(ADA)
    assert kit.service().patch(f"/api/v1/wallets/{ann}", {"currency": "USD", "allow_overdraft": True}).status == 200

    terms = {"account_type": "credit", "credit_limit": "10.00"}
    assert ADA.patch(f"/api/v1/agent/clients/{ann}", terms).status == 200

    last = [one for one in changes(subject=ann) if one["kind"] == "overdraft"][-1]
    assert (last["by"], last["after"]["allow_overdraft"]) == ("agent-ada", False)


def test_changes_of_an_agent_s_limits_are_recorded() -> None:
    path, query = "/api/v1/agent-limits", {"tenant_id": "acme"}
    answers = [
        RITA.put(path, {"agent_id": "agent-ada", "daily": "5.00"}, query=query),
        RITA.put(path, {"agent_id": "agent-ada", "daily": None, "total": "9.00"}, query=query),
    ]

    limits = [None] + [{"currency": "USD", "daily": d, "total": t} for d, t in (("5.00", None), (None, "9.00"))]
    assert_recorded(answers, RITA.sub, "agent_limits", "agent-ada", limits)


def test_changes_of_a_coin_policy_are_recorded() -> None:
    games = Person("games", ("tournaments",))
    answers = [games.put(CUP, {"winner": winner}) for winner in (500, 600)]

    found = changes(subject="winter-cup")

    assert [one["after"]["winner"] for one in found] == [500, 600]
    assert_recorded(answers, "games", "coin_policy", "winter-cup", [None, *(one["after"] for one in found)])


def test_changes_of_the_settings_of_events_are_recorded() -> None:
    settings = [{"transactions": is_on, "holds": True} for is_on in (False, False, True)]
    answers = [kit.service().put("/api/v1/event-settings", body) for body in settings]

    assert_recorded([answers[0], answers[2]], "service-1", "event_settings", "acme", [None, settings[1], settings[2]])
    assert answers[1].json == answers[0].json, "what stays as it is was not changed"


def test_changes_of_a_monitor_are_recorded_and_its_deletion_leaves_no_terms() -> None:
    path, service = "/api/v1/monitors/low", kit.service()
    monitors = [
        {"owner_id": "bob", "below": "5"},
        {"account": "house", "below": "5"},
        {"account": "house", "above": "-9"},
    ]
    bodies = [monitor | {"currency": "COIN"} for monitor in monitors]
    answers = [*(service.put(path, body) for body in (*bodies, bodies[-1])), service.call("DELETE", path)]

    del answers[3]  # what stays as it is was not changed
    assert_recorded(answers, "service-1", "monitor", "low", [None, *bodies, None])


def test_changes_of_a_prepaid_wallet_s_status_are_recorded() -> None:
    query = {"tenant_id": "acme"}
    answers = [RITA.call("PATCH", billing.WALLET, {"status": status}, query=query) for status in ("frozen", "active")]

    statuses = [{"status": status} for status in ("active", "frozen", "active")]
    assert_recorded(answers, "rita", "prepaid_wallet", "acme", statuses)


def test_changes_of_an_approval_policy_are_listed() -> None:
    first = approvals.change_policy(OLGA, refund="7")
    second = approvals.change_policy(OLGA, refund="5")
    approved = approvals.approve(RITA, approvals.pending(second))

    assert approved.status == 200
    assert_recorded([first, approved], "olga", "approval_policy", "acme", [None, {"refund": "7"}, {"refund": "5"}])


def test_changes_of_a_payment_method_are_recorded_with_the_old_and_the_new_bank_details() -> None:
    path = f"{billing.BASE}/payment-methods/bank"
    other = {"iban": "GB94 BARC 1020 1530 0934 59"}
    answers = [OLGA.put(path, METHOD), OLGA.put(path, METHOD | {"bank_details": other})]

    first, second = changes(subject="bank")

    assert (first["before"], first["after"]["details"]) == (None, METHOD["bank_details"])
    assert (second["before"]["details"], second["after"]["details"]) == (METHOD["bank_details"], other)
    assert_recorded(answers, "olga", "payment_method", "bank", [None, first["after"], second["after"]])


def test_changes_of_the_platform_s_payment_methods_are_listed_for_every_tenant() -> None:
    assert RITA.put(f"{billing.BASE}/payment-methods/bank", METHOD).status == 200

    for reader in (AUDITOR, Person("gregor", ("auditor",), "globex")):
        assert [(one["tenant_id"], one["subject"]) for one in changes(reader)] == [(None, "bank")]


def test_changes_of_a_contact_are_recorded_without_its_address_and_name(database: Database) -> None:
    path = f"{billing.BASE}/contact"
    for email in ("ann@acme.example", "anton@acme.example", "anton@acme.example"):
        assert OLGA.put(path, {"email": email, "name": "Ann Arbor", "country": "FR"}).status == 200

    masked = {"email": "a…@acme.example", "name": "A…", "country": "FR"}
    assert [(one["before"], one["after"]) for one in changes(subject="acme")] == [(None, masked), (masked, masked)]
    assert not database.rows("select from other_changes c where to_json(c)::text ~ 'ann@|anton|Arbor'")


def test_what_stays_as_it_is_was_not_changed() -> None:
    for _ in range(2):
        kit.service().patch("/api/v1/wallets/ann", {"currency": "COIN", "allow_overdraft": False})
        RITA.call("PATCH", billing.WALLET, {"status": "active"}, query={"tenant_id": "acme"})

    assert changes() == []


def test_an_approved_change_is_by_whoever_requested_it_and_names_the_approving_request(service: Person) -> None:
    assert approvals.change_policy(OLGA, overdraft="0").status == 200
    body = {"currency": "COIN", "allow_overdraft": True}
    approval_id = approvals.pending(service.patch("/api/v1/wallets/ann", body))

    answer = approvals.approve(RITA, approval_id)

    (change,) = changes(subject="ann")
    assert (change["by"], change["request_id"]) == ("service-1", answer.headers["x-request-id"])


def test_a_change_that_is_refused_leaves_no_record() -> None:
    ann = kit.new_customer(ADA, account_type="credit", credit_limit="50.00")
    body = {"currency": "USD", "allow_overdraft": True}

    assert kit.service().patch(f"/api/v1/wallets/{ann}", body).status == 400
    assert changes() == []


def test_simultaneous_changes_follow_one_from_the_other() -> None:
    path, query = "/api/v1/agent-limits", {"tenant_id": "acme"}
    requests = [
        lambda amount=amount: RITA.put(path, {"agent_id": "agent-ada", "daily": amount}, query=query).status
        for amount in ("1.00", "2.00", "3.00", "4.00")
    ]

    assert kit.simultaneously(*requests) == [200] * 4

    found = changes(subject="agent-ada")
    assert found[0]["before"] is None
    assert [one["after"] for one in found[:-1]] == [one["before"] for one in found[1:]]


def every_kind() -> None:
    """Make a change of each kind."""
    ann = kit.new_customer(ADA)
    service = kit.service()
    answers = [
        ADA.patch(f"/api/v1/agent/clients/{ann}", {"status": "frozen"}),
        service.patch("/api/v1/wallets/bob", {"currency": "COIN", "allow_overdraft": True}),
        service.put("/api/v1/agent-limits", {"daily": "5.00"}),
        service.put(CUP, {"winner": 500}),
        service.put("/api/v1/event-settings", {"transactions": False}),
        service.put("/api/v1/monitors/low", {"account": "house", "currency": "USD", "below": "0"}),
        RITA.call("PATCH", billing.WALLET, {"status": "frozen"}, query={"tenant_id": "acme"}),
        OLGA.put(f"{billing.BASE}/payment-methods/bank", METHOD),
        OLGA.put(f"{billing.BASE}/contact", {"email": "ann@acme.example"}),
        approvals.change_policy(OLGA, refund="1000.00"),
    ]
    assert [answer.status for answer in answers] == [200] * len(answers)


def test_a_reader_sees_the_kinds_of_their_roles_and_of_their_tenant_only() -> None:
    every_kind()
    ledger = ["customer", "overdraft", "agent_limits", "coin_policy", "event_settings", "monitor"]
    of_billing = ["prepaid_wallet", "payment_method", "contact", "approval_policy"]

    assert [one["kind"] for one in changes()] == ledger + of_billing
    assert [one["kind"] for one in changes(RITA)] == ledger + of_billing
    assert [one["kind"] for one in changes(OLGA)] == of_billing
    assert [one["kind"] for one in changes(kit.service())] == ledger
    assert changes(Person("gregor", ("auditor",), "globex")) == []
    assert changes(RITA, tenant_id="globex") == []
    page = billing.ok(AUDITOR.get(CHANGES, {"limit": 2, "offset": 1}))
    assert [one["kind"] for one in page["items"]] == ["contact", "payment_method"]
    assert (page["total_count"], page["has_more"]) == (10, True)
