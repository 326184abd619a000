"""An erasure reaches the texts about one person of one tenant, whatever the person's id is."""

import pytest

from tests.support import approvals, billing, erasures, kit
from tests.support.approvals import approve, pending
from tests.support.erasures import MARKER, Marked
from tests.support.kit import Database, Person
from tests.support.live import Bus

OLGA, OTTO, OSCAR, RITA = (*(billing.operator(name) for name in ("olga", "otto", "oscar")), billing.root())


def without_balance(service: Person, owner_id: str) -> str:
    """A person without a customer's account, with an id that the caller chose."""
    kit.credit(service, owner_id, "5")
    taken = service.post(f"/api/v1/wallets/{owner_id}/debit", {"amount": "5", "reason": "manual_adjust"})
    assert taken.status == 201, taken.text
    return owner_id


@pytest.fixture
def person(database: Database, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Marked:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    return erasures.marked_person(database, bus)


def test_a_person_whose_id_is_a_word_of_answers_takes_no_other_texts(
    person: Marked, service: Person, database: Database
) -> None:
    contact = {"email": f"{MARKER}@globex.example", "name": f"Contact of {MARKER}"}
    waiting = RITA.call("PUT", f"{billing.BASE}/contact", contact, key="globex", query={"tenant_id": "globex"})
    assert approve(billing.root("roman"), pending(waiting), key="globex").status == 200
    before = erasures.rows_with(database, MARKER)
    words = ["tenant_id", "USD", "description", person.payment_id, person.invoice_id, person.reversal_id]

    for word in words:
        erasures.erase(service, without_balance(service, word))

    assert erasures.rows_with(database, MARKER) == before


def test_the_answers_of_root_about_another_tenant_s_person_of_the_same_id_stay(
    service: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PEOPLE", "on")
    foreign = kit.service("globex")
    receipt = kit.credit(foreign, "bob", "5")
    waiting = pending(approvals.reverse(foreign, receipt["transaction_id"]))
    assert approve(RITA, waiting, "Seen the slip", key="reversal").status == 200
    with database.admin() as admin:  # no operation of root stores a text beside an owner's id today
        answer = '{"owner_id": "bob", "note": "Seen the slip"}'
        admin.execute("select store_answer('platform', 'rita', 'another', '', 200::smallint, %s)", (answer,))
    before = erasures.rows_with(database, "Seen the slip")

    erasures.erase(service, without_balance(service, "bob"))

    assert erasures.rows_with(database, "Seen the slip") == before
    assert before.keys() == {"approvals", "requests"}


@pytest.mark.parametrize("erased", ["mary", "olga", "otto", "the payment"])
def test_what_was_decided_about_a_payment_stays_whoever_is_erased(
    service: Person, database: Database, erased: str
) -> None:
    assert approvals.change_policy(OLGA, refund="0").status == 200
    mary = billing.member("mary")
    _, invoice_id = billing.invoiced(billing.member("bob"), OTTO)
    payment_id = billing.ok(billing.submit(mary, invoice_id, notes="From Mary's account"))["payment_id"]
    no_mistake = {"note": "No mistake"}
    billing.ok(OTTO.post(f"{billing.PAYMENTS}/{payment_id}/approve", no_mistake, key="approve"))
    refund = {"reason": "Paid by mistake"}
    approval_id = pending(OLGA.post(f"{billing.PAYMENTS}/{payment_id}/refund", refund, key="refund"))
    assert approve(OSCAR, approval_id, "Seen the mistake", key="oscar").status == 200
    for operator in (OLGA, OTTO):
        contact = {"email": f"{operator.sub}@acme.example"}
        billing.ok(operator.put(f"{billing.BASE}/contact", contact, key="contact"))
    before = erasures.rows_with(database, "mistake")
    if erased in {"olga", "the payment"}:
        without_balance(service, payment_id if erased == "the payment" else erased)

    erasures.erase(service, payment_id if erased == "the payment" else erased)

    after = erasures.rows_with(database, "mistake")
    assert after.keys() == before.keys() == {"approvals", "payments", "requests", "transactions"}
    assert erased == "mary" or after == before, "also in the stored answers of whoever decided"
    shown = RITA.get(f"{approvals.APPROVALS}/{approval_id}").json
    assert (shown["payload"]["request"]["reason"], shown["decision_note"]) == ("Paid by mistake", "Seen the mistake")
    assert shown["result"]["decision_note"] == "No mistake"
    assert ("From Mary's account" in str(shown)) == (erased != "mary")


def test_the_receipt_says_that_the_tenant_has_no_contact_any_more(service: Person, database: Database) -> None:
    for operator in (OLGA, OTTO):
        contact = {"email": f"{operator.sub}@acme.example", "name": operator.sub.title()}
        billing.ok(operator.put(f"{billing.BASE}/contact", contact, key="contact"))
        without_balance(service, operator.sub)

    assert erasures.erase(service, "olga")["warning"] is None
    assert erasures.erase(service, "otto")["warning"] == "no_contact"

    assert erasures.rows_with(database, "olga@") == erasures.rows_with(database, "otto@") == {}
    assert OSCAR.get(f"{billing.BASE}/contact").json["email"] is None
