"""newman sends every request of the collection to a new local system, in the collection's order."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.local_system import Running, free_port, start_system
from tools import collection, openapi

NEWMAN = Path(__file__).parent / "node_modules" / ".bin" / "newman"
TIMEOUT_S = 300
DOCUMENT: dict[str, Any] = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
STATUSES = {
    operation["operationId"]: {int(status) for status in operation["responses"]}
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
}
# Refusals by a state that the collection's order does not bring about: nothing waits for approval, no bet pays twice.
EXPECTED = {
    "account_not_closed",
    "approval_not_found",
    "balance_changed",
    "bet_already_settled",
    "finding_not_found",
    "insufficient_funds",
    "not_found",
    "recipient_not_found",
    "run_not_found",
    "state_forbids",
}
FIRST_SESSION = (
    "agent_clients_create",
    "cashier_credit",
    "cashier_debit",
    "bets_create",
    "bets_cash_out",
    "wallets_credit",
    "transfers_create",
    "topups_create",
    "topups_approve",
    "invoices_pdf",
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start_system(free_port(), None)
    yield running
    running.process.send_signal(signal.SIGTERM)
    assert running.ended()[0] == 0


@pytest.fixture(scope="module")
def answers(running: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """By operation: the status, and the code of a refusal."""
    folder = tmp_path_factory.mktemp("newman")
    file, report = folder / "collection.json", folder / "report.json"
    address = json.dumps("http://127.0.0.1:8080")
    text = collection.TARGET.read_text(encoding="utf-8")
    assert text.count(address) == 1
    file.write_text(text.replace(address, json.dumps(running.base_url)), encoding="utf-8")
    command: list[str | Path] = [NEWMAN, "run", file, "--reporters", "json", "--reporter-json-export", report]
    run = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    executions = json.loads(report.read_text(encoding="utf-8"))["run"]["executions"]
    return {execution["item"]["name"]: answer(execution["response"]) for execution in executions}


def answer(response: dict[str, Any]) -> tuple[int, str]:
    status, body = response["code"], bytes(response["stream"]["data"])
    return status, json.loads(body)["code"] if status >= 400 else ""


def test_every_operation_answers_as_the_document_says(answers: dict[str, tuple[int, str]]) -> None:
    assert answers.keys() == STATUSES.keys()
    assert {name: status for name, (status, _) in answers.items() if status not in STATUSES[name]} == {}


def test_no_request_is_refused_for_its_form_or_its_token(answers: dict[str, tuple[int, str]]) -> None:
    assert {name: code for name, (status, code) in answers.items() if status >= 400 and code not in EXPECTED} == {}
    assert sum(status < 300 for status, _ in answers.values()) > 50


@pytest.mark.parametrize("name", FIRST_SESSION)
def test_a_request_finds_what_an_earlier_one_created(answers: dict[str, tuple[int, str]], name: str) -> None:
    assert answers[name][0] in {200, 201}
