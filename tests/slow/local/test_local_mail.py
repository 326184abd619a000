"""Mail in the running local system: from an approval to the e-mail that a developer sees."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.billing import BASE, INVOICES, TOPUPS
from tests.support.local_system import Running, all_have_ended, free_port, start_system
from tests.support.waiting import HANG_S, eventually

StartOffice = Callable[[Path], "Office"]


class Office:
    """A member of a tenant and the vendor's operator, on a running system."""

    def __init__(self, running: Running):
        self.running = running
        self.http = httpx.Client(base_url=running.base_url, timeout=HANG_S)
        self.member = self._headers(
            running.token(sub="ann", roles=["billing.view"], email="ann@acme.example", name="Ann")
        )
        self.operator = self._headers(running.token(sub="olga", roles=["billing.manage"]))

    @staticmethod
    def _headers(token: str) -> dict[str, str]:
        return {"authorization": f"Bearer {token}"}

    def call(self, who: dict[str, str], method: str, path: str, body: object = None) -> Any:
        answer = self.http.request(method, path, json=body, headers=who)
        assert answer.is_success, answer.text
        return answer.json()

    def invoiced(self, amount: str) -> dict[str, Any]:
        """The invoice of an approved request, as the tenant sees it."""
        request = self.call(self.member, "POST", TOPUPS, {"amount": amount})
        approved = self.call(self.operator, "POST", f"{TOPUPS}/{request['request_id']}/approve")
        return self.invoice(approved["invoice"]["invoice_id"])

    def invoice(self, invoice_id: str) -> dict[str, Any]:
        return dict(self.call(self.member, "GET", f"{INVOICES}/{invoice_id}"))

    def mails(self) -> list[dict[str, Any]]:
        answer = self.http.get("/local/mail")
        assert answer.status_code == 200, answer.text
        assert answer.json().keys() == {"items"}
        return list(answer.json()["items"])

    def publish(self) -> None:
        """Run the relay until the outbox is empty."""
        answer = self.http.post("/local/schedules/relay_outbox")
        assert answer.status_code == 200, answer.text


@pytest.fixture
def start() -> Iterator[StartOffice]:
    """A function that starts systems. They are ended after the test."""
    opened: list[Office] = []

    def begin(folder: Path) -> Office:
        opened.append(Office(start_system(free_port(), folder)))
        return opened[-1]

    yield begin
    for office in opened:
        office.http.close()
        office.running.process.terminate()
        office.running.process.communicate(timeout=HANG_S)


def test_sent_mails_are_listed_and_not_duplicated_after_a_kill(start: StartOffice, tmp_path: Path) -> None:
    office = start(tmp_path / "kept")
    assert office.mails() == []
    invoice = office.invoiced("250.00")
    office.publish()

    assert eventually(lambda: len(office.mails()) == 1)
    (mail,) = office.mails()
    assert mail.keys() == {"to", "subject", "text", "sent_at"}
    assert mail["to"] == "ann@acme.example"
    assert mail["subject"].startswith(f"Invoice {invoice['number']}: 250.00 USD, due on ")
    assert f"{office.running.base_url}/billing/invoices/{invoice['invoice_id']}" in mail["text"]
    assert mail["sent_at"].endswith("Z")
    assert eventually(lambda: office.invoice(invoice["invoice_id"])["mail_status"] == "sent")

    contact = {"email": "Accounts@ACME.example", "name": "Acme"}
    office.call(office.operator, "PUT", f"{BASE}/contact", contact)
    office.publish()
    assert eventually(lambda: len(office.mails()) == 2)
    assert (office.mails()[1]["to"], office.mails()[1]["subject"]) == (
        "ann@acme.example",
        "Contact for your account changed",
    )
    office.call(office.operator, "POST", f"{INVOICES}/{invoice['invoice_id']}/pay")
    office.publish()
    assert eventually(lambda: len(office.mails()) == 3)
    assert (office.mails()[2]["to"], office.mails()[2]["subject"]) == (
        "Accounts@acme.example",
        "Top-up of 250.00 USD completed",
    )

    pdf = office.http.get(f"{INVOICES}/{invoice['invoice_id']}/pdf", headers=office.member)
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF-")

    # The system is killed while moto holds messages. After the restart, all accepted events are delivered again.
    processes = office.running.process_tree()
    office.running.process.kill()
    for process in processes:
        process.kill()
    office.running.process.wait()
    assert eventually(lambda: all_have_ended(processes))
    restarted = start(tmp_path / "kept")
    second = restarted.invoiced("10.00")
    restarted.publish()

    assert eventually(lambda: len(restarted.mails()) == 4)
    assert [mail["to"] for mail in restarted.mails()] == [*["ann@acme.example"] * 2, *["Accounts@acme.example"] * 2]
    assert second["number"] in restarted.mails()[3]["subject"]
    restarted.running.process.send_signal(signal.SIGTERM)
    assert restarted.running.ended() == (0, "")
