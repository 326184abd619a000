"""Credits above an agent's limit: they wait for a second person where the tenant's policy says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from ledger import posting
from ledger.core import errors
from ledger.posting import Entry, Owner, Transaction
from ledger.storage.sessions import Origin, Session
from tests.integration.awards.test_award_locks import waiting_call
from tests.integration.cashier.test_agent_limits import assert_exceeded, limit, shown
from tests.integration.posting.test_concurrency import open_transaction
from tests.support import billing, erasures, kit
from tests.support.approvals import APPROVALS, PENDING_FIELDS, approve, change_policy, pending, reject, status_of
from tests.support.kit import Answer, Database, Person, assert_problem

OLGA, OTTO, RITA = billing.operator("olga"), billing.operator("otto"), billing.root()
CREDIT = "/api/v1/cashier/credit"


def credit(agent: Person, customer_id: str, amount: str, key: str | None = None, **more: object) -> Answer:
    body = {"customer_id": customer_id, "amount": amount, "description": "Cash"} | more
    return agent.post(CREDIT, body, key=key)


@pytest.fixture
def database_role() -> str:
    return "purser_desk"


@pytest.fixture
def ann(agent: Person, service: Person, database: Database) -> str:
    """A customer of an agent with a limit of 20.00 in total, of which 5.00 are used."""
    customer_id = kit.new_customer(agent, "ann", balance="5.00")
    limit(RITA, total="20.00")
    return customer_id


@pytest.fixture
def policy(database: Database) -> None:
    """Credits above a limit wait for a second person."""
    assert change_policy(OLGA, agent_credit="0").status == 200


def balance(agent: Person, customer_id: str) -> str:
    found = agent.get(f"/api/v1/agent/clients/{customer_id}")
    assert found.status == 200
    return str(found.json["account_balance"])


# ---- requesting ------------------------------------------------------------------------------------------------------


def test_without_a_policy_a_credit_above_the_limit_is_refused(
    agent: Person, ann: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for two_people in ("off", "on"):
        monkeypatch.setenv("TWO_PEOPLE", two_people)
        assert_exceeded(credit(agent, ann, "15.01"), "total", "15.00")

    assert database.value("select count(*) from approvals") == 0


@pytest.mark.usefixtures("policy")
def test_a_credit_above_the_limit_changes_nothing_and_waits(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    answer = credit(agent, ann, "15.01")

    assert answer.status == 202, answer.text
    assert answer.json.keys() == PENDING_FIELDS
    named = {name: answer.json[name] for name in ("status", "kind", "subject", "amount", "currency", "requested_by")}
    assert named == {
        "status": "pending",
        "kind": "agent_credit",
        "subject": ann,
        "amount": "15.01",
        "currency": "USD",
        "requested_by": "agent-1",
    }
    waiting = [agent.get(APPROVALS, {"status": "pending", "subject": one}).json["total_count"] for one in (ann, "acme")]
    assert waiting == [1, 0]
    assert balance(agent, ann) == "5.00"
    assert shown(service)["created_total"] == "5.00"
    assert database.value("select count(*) from transactions") == 1
    assert database.value("select version from wallets where owner_id = %s", ann) == 1


@pytest.mark.usefixtures("policy")
def test_a_credit_within_the_limit_needs_one_person(agent: Person, ann: str, database: Database) -> None:
    assert credit(agent, ann, "15.00").status == 201
    assert credit(agent, ann, "0.01").status == 202
    assert database.value("select count(*) from approvals") == 1


@pytest.mark.usefixtures("policy")
def test_the_same_key_gets_the_same_202_again_also_after_the_approval(agent: Person, ann: str) -> None:
    first = credit(agent, ann, "50.00", key="k")

    again = credit(agent, ann, "50.00", key="k")
    assert (again.status, again.text, again.headers["idempotency-replayed"]) == (202, first.text, "true")
    assert_problem(credit(agent, ann, "51.00", key="k"), 422, "idempotency_conflict")
    assert approve(OLGA, pending(first)).status == 200
    assert credit(agent, ann, "50.00", key="k").text == first.text
    assert balance(agent, ann) == "55.00"


@pytest.mark.parametrize(
    ("from_amount", "amount", "status"),
    [("100.00", "99.99", 400), ("100.00", "100.00", 202), ("0", "15.01", 202), (None, "999.00", 400)],
)
def test_a_credit_above_the_limit_waits_from_the_amount_of_the_policy_and_a_smaller_one_is_refused(
    agent: Person, ann: str, from_amount: str | None, amount: str, status: int
) -> None:
    assert change_policy(OLGA, agent_credit=from_amount).status == 200

    assert credit(agent, ann, amount).status == status


@pytest.mark.usefixtures("policy")
def test_a_credit_that_has_another_fault_is_refused_and_does_not_wait(
    agent: Person, other_agent: Person, ann: str, database: Database
) -> None:
    bob = kit.new_customer(other_agent, "bob")

    assert credit(agent, bob, "50.00").code == "not_your_customer"
    assert credit(agent, "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30", "50.00").code == "customer_not_found"
    assert credit(agent, ann, "50.001").code == "invalid_amount"
    assert credit(agent, ann, "90071992547409.91").code == "balance_out_of_range"
    assert database.value("select count(*) from approvals") == 0


@pytest.mark.usefixtures("policy")
def test_the_amount_of_a_waiting_credit_is_in_the_customer_s_currency(agent: Person, service: Person) -> None:
    jim = kit.new_customer(agent, "jim", currency="JPY")
    limit(RITA, currency="JPY", total="500")

    answer = credit(agent, jim, "501")

    assert (answer.status, answer.json["amount"], answer.json["currency"]) == (202, "501", "JPY")
    assert approve(OLGA, pending(answer)).json["result"]["balance_after"] == "501"


@pytest.mark.usefixtures("policy")
def test_a_daily_limit_lets_a_credit_wait_too(agent: Person, ann: str, service: Person) -> None:
    limit(RITA, daily="7.00", total="1000.00")

    assert pending(credit(agent, ann, "2.01"))


@pytest.mark.usefixtures("policy")
def test_opening_balances_credit_lines_and_overdrafts_above_the_limit_are_refused_and_do_not_wait(
    agent: Person, ann: str, database: Database
) -> None:
    row = {"username": "cid", "account_type": "postup", "opening_balance": "90.00"}
    payout = {"customer_id": ann, "amount": "90.00", "description": "Payout", "allow_overdraft": True}

    imported = agent.post("/api/v1/agent/clients/import", {"rows": [row]})
    granted = agent.patch(f"/api/v1/agent/clients/{ann}", {"account_type": "credit", "credit_limit": "90.00"})
    overdrawn = agent.post("/api/v1/cashier/debit", payout)

    assert {imported.code, granted.code, overdrawn.code} == {"agent_limit_exceeded"}
    assert database.value("select count(*) from approvals") == 0


# ---- approving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approver", [OLGA, RITA], ids=["operator", "root"])
@pytest.mark.usefixtures("policy")
def test_an_approved_credit_is_posted_as_the_agent_s_own(
    approver: Person, agent: Person, ann: str, service: Person, database: Database
) -> None:
    waiting = credit(
        agent, ann, "30.00", key="till-7", transaction_type="deposit", external_reference="slip-9", description="A win"
    )

    answer = approve(approver, pending(waiting), "Seen the slip")

    assert answer.status == 200, answer.text
    result = answer.json["result"]
    assert (result["balance_before"], result["balance_after"], result["amount"]) == ("5.00", "35.00", "30.00")
    assert (result["transaction_type"], result["external_reference"]) == ("deposit", "slip-9")
    assert result["idempotency_key"] == "till-7"
    audited = service.get(f"/api/v1/transactions/{result['transaction_id']}").json
    assert (audited["posted_by"], audited["approved_by"]) == ("agent-1", approver.sub)
    history = agent.get("/api/v1/agent/transactions", {"customer_id": ann}).json
    assert result["transaction_id"] in str(history)
    database.assert_consistent()


@pytest.mark.usefixtures("policy")
def test_an_approved_credit_counts_and_does_not_raise_the_limit(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    before = shown(service)["created_today"]
    assert before == "5.00"
    assert approve(OLGA, pending(credit(agent, ann, "30.00"))).status == 200

    limits = shown(service)
    assert (limits["created_today"], limits["created_total"], limits["applied_total"]) == ("35.00", "35.00", "20.00")
    assert pending(credit(agent, ann, "0.01")), "nothing is left"
    kit.cashier(agent, "debit", ann, "16.00")
    assert credit(agent, ann, "1.00").status == 201, "what was given back can be credited again"
    assert credit(agent, ann, "0.01").status == 202
    database.assert_consistent()


@pytest.mark.usefixtures("policy")
def test_a_waiting_credit_that_the_limit_allows_meanwhile_is_posted_when_it_is_approved(
    agent: Person, ann: str, service: Person
) -> None:
    waiting = pending(credit(agent, ann, "30.00"))
    limit(RITA, total="1000.00")

    assert approve(OLGA, waiting).json["result"]["balance_after"] == "35.00"


@pytest.mark.usefixtures("policy")
def test_a_credit_that_can_no_longer_be_done_is_refused_and_stays_pending(
    agent: Person, ann: str, database: Database
) -> None:
    waiting = pending(credit(agent, ann, "30.00"))
    with database.admin() as connection:
        connection.execute("update wallets set agent_id = 'agent-2' where owner_id = %s", (ann,))

    assert_problem(approve(OLGA, waiting), 403, "not_your_customer")

    assert status_of(agent, waiting) == "pending"
    assert shown(kit.service())["created_total"] == "5.00"
    assert reject(agent, waiting, "Not my customer any more").status == 200


@pytest.mark.usefixtures("policy")
def test_a_waiting_credit_of_an_erased_person_is_not_executed(agent: Person, ann: str, service: Person) -> None:
    waiting = pending(credit(agent, ann, "30.00", description="For Zebulon"))
    kit.cashier(agent, "debit", ann, "5.00")

    erasures.erase(service, ann)

    assert_problem(approve(OLGA, waiting), 409, "person_erased")
    assert "Zebulon" not in agent.get(f"{APPROVALS}/{waiting}").text


@pytest.mark.usefixtures("policy")
def test_the_agent_and_the_customer_do_not_approve_a_credit_whatever_their_roles(agent: Person, ann: str) -> None:
    waiting = pending(credit(agent, ann, "30.00"))

    assert_problem(approve(agent, waiting), 403, "forbidden")
    for sub in (agent.sub, ann):
        assert_problem(approve(Person(sub, ("agent", "billing.manage")), waiting), 403, "self_approval")
    for role in ("agent", "service", "billing.view", "auditor", "customer"):
        assert_problem(approve(Person("eve", (role,)), waiting), 403, "forbidden")
    machine = Person("svc-9", ("billing.manage",), extra={"client_id": "svc-9"})
    assert_problem(approve(machine, waiting), 403, "forbidden")
    assert balance(agent, ann) == "5.00"
    assert approve(OLGA, waiting).status == 200


@pytest.mark.usefixtures("policy")
def test_an_agent_sees_and_withdraws_their_own_requests_only(agent: Person, other_agent: Person, ann: str) -> None:
    own = pending(credit(agent, ann, "30.00"))
    other = pending(change_policy(OLGA, refund="5.00"))

    assert [item["approval_id"] for item in agent.get(APPROVALS).json["items"]] == [own]
    assert agent.get(APPROVALS, {"status": "approved"}).json["items"] == []
    shown_to_agent = agent.get(f"{APPROVALS}/{own}").json
    assert shown_to_agent["payload"]["request"]["amount"] == "30.00"
    assert_problem(agent.get(f"{APPROVALS}/{other}"), 403, "forbidden")
    assert_problem(reject(agent, other), 403, "forbidden")
    assert other_agent.get(APPROVALS).json["items"] == []
    assert_problem(other_agent.get(f"{APPROVALS}/{own}"), 403, "forbidden")
    assert_problem(reject(other_agent, own), 403, "forbidden")
    assert_problem(kit.agent("agent-1", "globex").get(f"{APPROVALS}/{own}"), 404, "approval_not_found")
    assert reject(agent, own, "Paid at another desk").json["status"] == "rejected"
    assert_problem(approve(OLGA, own), 409, "state_forbids")


@pytest.mark.usefixtures("policy")
def test_an_agent_reads_the_result_of_an_approved_credit(agent: Person, ann: str) -> None:
    waiting = pending(credit(agent, ann, "30.00"))
    result = approve(OLGA, waiting).json["result"]

    assert agent.get(f"{APPROVALS}/{waiting}").json["result"] == result


# ---- what the database allows ----------------------------------------------------------------------------------------


def entries(customer_id: str, amount: str) -> list[Transaction]:
    value = Decimal(amount)
    moved = [Entry(Owner("person", customer_id), value), Entry(Owner("agent", "agent-1"), -value)]
    return [Transaction("credit", moved)]


@pytest.mark.parametrize(
    ("amount", "request_id"),
    [("30.01", "request-of-approval"), ("15.01", "request-of-approval"), ("30.00", "another-request")],
)
@pytest.mark.usefixtures("policy")
def test_only_the_approved_amount_in_the_request_that_approved_it_may_exceed_the_limit(
    agent: Person, ann: str, database: Database, amount: str, request_id: str
) -> None:
    waiting = pending(credit(agent, ann, "30.00"))
    decided = "select decide_approval('acme', %s, 'olga', 'approved', null, 'request-of-approval')"
    with database.admin() as connection:
        connection.execute(decided, (waiting,))

    with pytest.raises(errors.AgentLimitExceeded):
        posted_as(request_id, entries(ann, amount))

    posted_as("request-of-approval", entries(ann, "30.00"))
    assert shown(kit.service())["created_total"] == "35.00"


@pytest.mark.usefixtures("policy")
def test_an_approval_lets_one_posting_exceed_the_limit(agent: Person, ann: str, database: Database) -> None:
    waiting = pending(credit(agent, ann, "30.00"))
    assert approve(OLGA, waiting).status == 200
    request_id = database.value("select decision_request_id from approvals where approval_id = %s", waiting)

    with pytest.raises(errors.AgentLimitExceeded):
        posted_as(request_id, entries(ann, "30.00"))


@pytest.mark.usefixtures("policy")
def test_a_rejected_or_waiting_credit_lets_nothing_exceed_the_limit(
    agent: Person, ann: str, database: Database
) -> None:
    waiting, rejected = (pending(credit(agent, ann, "30.00", key=key)) for key in ("a", "b"))
    assert reject(OLGA, rejected).status == 200
    requests = "select coalesce(decision_request_id, request_id) from approvals where approval_id = %s"

    for approval_id in (waiting, rejected):
        with pytest.raises(errors.AgentLimitExceeded):
            posted_as(database.value(requests, approval_id), entries(ann, "30.00"))


def posted_as(request_id: str, transactions: list[Transaction]) -> None:
    """Post transactions as the agent, by a request with this id."""
    origin = Origin("acme", "agent-1", request_id)

    def work(session: Session) -> None:
        session.act_for(origin)
        posting.post(session, transactions)

    kit.in_session(work)


# ---- at the same time ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("policy")
def test_of_two_simultaneous_approvers_one_posts_the_credit(agent: Person, ann: str, database: Database) -> None:
    waiting = pending(credit(agent, ann, "30.00"))

    answers = kit.simultaneously(*[lambda person=person: approve(person, waiting).status for person in (OLGA, OTTO)])

    assert sorted(map(str, answers)) == ["200", "409"]
    assert balance(agent, ann) == "35.00"
    database.assert_consistent()


@pytest.mark.usefixtures("policy")
def test_simultaneous_approvals_of_two_credits_and_a_credit_within_the_limit_all_count_once(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    first, second = (pending(credit(agent, ann, "30.00", key=key)) for key in ("a", "b"))
    bob = kit.new_customer(agent, "bob")

    answers = kit.simultaneously(
        lambda: approve(OLGA, first).status,
        lambda: approve(OTTO, second).status,
        lambda: credit(agent, bob, "10.00").status,
    )

    within = answers[2]
    assert answers[:2] == [200, 200]
    assert within in {201, 202}, "it depends on which came first"
    assert shown(service)["created_total"] == ("75.00" if within == 201 else "65.00")
    database.assert_consistent()


@pytest.mark.usefixtures("policy")
def test_an_approved_credit_waits_for_the_other_credits_of_the_agent(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    bob = kit.new_customer(agent, "bob")
    waiting = pending(credit(agent, ann, "30.00"))

    with open_transaction(database, principal=agent.sub) as session:
        posting.post(session, entries(bob, "10.00"))
        with waiting_call(database, lambda: approve(OLGA, waiting)) as approving:
            kit.end_session(session)
            answer = approving.result()

    assert isinstance(answer, Answer)
    assert answer.status == 200
    assert shown(service)["created_total"] == "45.00"
    database.assert_consistent()


@pytest.mark.usefixtures("policy")
def test_the_same_key_at_the_same_moment_requests_one_approval(agent: Person, ann: str, database: Database) -> None:
    answers = kit.simultaneously(*[lambda: credit(agent, ann, "30.00", key="k").text] * 4)

    assert len(set(map(str, answers))) == 1
    assert database.value("select count(*) from approvals") == 1


@contextmanager
def policy_lock(database: Database) -> Iterator[Session]:
    """A session that holds the lock of the policy. A credit that was refused waits for it."""
    with open_transaction(database, principal="olga", role="purser_approvals") as session:
        session.send("select lock_approval_policy('acme')")
        yield session


@pytest.mark.usefixtures("policy")
def test_a_refused_credit_that_the_limit_allows_meanwhile_is_posted(
    agent: Person, ann: str, service: Person, database: Database
) -> None:
    with policy_lock(database) as session, waiting_call(database, lambda: credit(agent, ann, "30.00")) as waiting:
        limit(RITA, total="100.00")
        kit.end_session(session)
        answer = waiting.result()

    assert isinstance(answer, Answer)
    assert answer.status == 201, answer.text
    assert balance(agent, ann) == "35.00"
    assert database.value("select count(*) from approvals") == 0


@pytest.mark.usefixtures("policy")
def test_a_refused_credit_does_not_wait_if_the_policy_is_turned_off_meanwhile(
    agent: Person, ann: str, database: Database
) -> None:
    with policy_lock(database) as session, waiting_call(database, lambda: credit(agent, ann, "30.00")) as waiting:
        session.send("""select set_approval_policy('acme', 'olga', '{"agent_credit": null}', 'request-1')""")
        kit.end_session(session)
        answer = waiting.result()

    assert isinstance(answer, Answer)
    assert_exceeded(answer, "total", "15.00")
    assert database.value("select count(*) from approvals") == 0
