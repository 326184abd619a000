"""The command `purser reconcile`: its arguments, output and exit codes."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from cli import main, reconcile
from ledger.reconciliation import lock
from ledger.storage.migration import migrate
from ledger.storage.sessions import Origin
from local import postgres
from local.postgres import Server
from tests.support import damage
from tests.support.damage import Sample, drift
from tests.support.kit import ROOT

PURSER = str(Path(sys.executable).with_name("purser"))
LINE = r"wallets checked: {}, drifted: {}, corrected: {}, transactions checked: {}, findings: {}, took \d+\.\d s"


@pytest.fixture
def sample(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Sample:
    monkeypatch.setenv("DATABASE_URL", os.environ["RECONCILE_DATABASE_URL"])
    return sample


def run_in_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command like `run_program`, but in this process, which saves a second."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in environment.items():
            patch.setenv(name, value)
        code = main.main(["reconcile", *arguments])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PURSER, "reconcile", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


def last_line(text: str) -> str:
    return text.splitlines()[-1]


def test_a_clean_run_exits_with_0_and_prints_one_line_of_figures(sample: Sample) -> None:
    ended = run_program()

    assert (ended.returncode, ended.stderr) == (0, "")
    (line,) = ended.stdout.splitlines()
    assert_line(line, sample.wallets, 0, 0, sample.transactions, 0)


def assert_line(line: str, *figures: int) -> None:
    assert re.fullmatch(LINE.format(*figures), line), line


def test_a_run_with_drift_exits_with_1_whether_it_was_corrected_or_not(sample: Sample) -> None:
    drift(sample)

    dry, real, clean = run_program("--dry-run"), run_in_process(), run_in_process("--full")

    assert [ended.returncode for ended in (dry, real, clean)] == [1, 1, 0]
    assert_line(last_line(dry.stdout), sample.wallets, 1, 0, sample.transactions, 0)
    assert_line(last_line(real.stdout), sample.wallets, 1, 1, sample.transactions, 0)
    wallet = f"balance: tenant acme wallet {sample.wallet()} expected"
    assert dry.stdout.startswith(wallet)
    assert real.stdout.startswith(wallet)
    assert real.stdout.splitlines()[0].endswith("USD (corrected)")


def test_a_run_with_a_finding_that_a_person_must_judge_exits_with_1(sample: Sample) -> None:
    damage.damage(
        sample.database, "update entries set balance_after = 5 where wallet_id = %s and version = 2", sample.wallet()
    )

    ended = run_in_process()

    assert ended.returncode == 1
    assert_line(last_line(ended.stdout), sample.wallets, 0, 0, sample.transactions, 2)
    assert "version 2 expected 90.00, actual 0.05 USD" in ended.stdout


def test_the_json_output_is_the_run(sample: Sample) -> None:
    drift(sample)

    ended = run_in_process("--json", "--dry-run")

    run = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert (run["status"], run["drifted"], run["dry_run"]) == ("drift", 1, True)
    assert run["findings"][0]["wallet_id"] == str(sample.wallet())


def test_a_tenant_or_a_wallet_limits_the_run(sample: Sample) -> None:
    wallet = run_in_process("--wallet", str(sample.wallet()))
    tenant = run_in_process("--tenant", "globex")

    assert_line(last_line(tenant.stdout), 1, 0, 0, 1, 0)
    assert wallet.stdout.startswith("wallets checked: 1, ")


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["--tenant", "nobody"], {}, "There is no such tenant or wallet."),
        (["--wallet", "no-id"], {}, "is not a valid UUID"),
        (["--nonsense"], {}, "No such option"),
        ([], {"DATABASE_URL": "postgresql://purser_reconcile@/purser?host=/nowhere"}, "cannot be reached"),
        ([], {"DATABASE_URL": "nonsense"}, "DATABASE_URL is not a database URL."),
        ([], {"DATABASE_URL": "", "DATA": ""}, "Set DATABASE_URL, or DATA"),
        ([], {"DATABASE_URL": "", "DATA": "/nowhere"}, "contains no database"),
    ],
)
def test_a_run_that_cannot_finish_exits_with_2(
    sample: Sample, arguments: list[str], environment: dict[str, str], message: str
) -> None:
    ended = run_in_process(*arguments, **environment)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_role_without_permission_and_an_invalid_database_are_one_line_errors(sample: Sample, server: Server) -> None:
    application = run_in_process(
        DATABASE_URL=server.url("purser_read", sample.database.admin_url.split("/")[-1].split("?")[0])
    )
    foreign = run_in_process(DATABASE_URL=server.url())

    assert application.returncode == foreign.returncode == 2
    assert "may not reconcile; use purser_reconcile" in application.stderr
    assert "not a database of Purser" in foreign.stderr


def test_the_output_contains_no_personal_data(sample: Sample) -> None:
    drift(sample)
    damage.damage(sample.database, "update bets set stake = stake + 1 where bet_id = %s", sample.bets["won"])

    outputs = [
        run_in_process("--full", "--dry-run"),
        run_in_process("--full", "--json"),
        run_in_process("--tenant", "acme"),
    ]

    output = "".join(ended.stdout + ended.stderr for ended in outputs)
    assert str(sample.wallet()) in output
    assert [name for name in damage.NAMES if name in output] == []


def on_a_terminal(*arguments: str, until: bytes = b"", then: Callable[[int], None] = lambda _: None) -> tuple[int, str]:
    """Run the command on a terminal. Returns its exit code and output.

    then: called with the process id when the output contains `until`.
    """
    reading_end, writing_end = pty.openpty()
    # A background process ignores this signal, and so would the program that it starts.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen([PURSER, "reconcile", *arguments], cwd=ROOT, stdout=writing_end, stderr=writing_end)
    signal.signal(signal.SIGINT, ignored)
    os.close(writing_end)
    shown = b""
    with suppress(OSError):  # reading fails when the last writer has closed the terminal
        while part := os.read(reading_end, 1024):
            shown += part
            if until and until in shown:
                until = b""
                then(process.pid)
    os.close(reading_end)
    return process.wait(60), shown.decode()


def test_progress_is_shown_on_a_terminal(sample: Sample) -> None:
    code, shown = on_a_terminal("--full")

    assert code == 0
    checked = sample.wallets + sample.transactions
    assert f"Reconciling  [####################################]  {checked}/{checked}" in shown
    assert_line(last_line(shown), sample.wallets, 0, 0, sample.transactions, 0)


def test_a_run_without_changes_shows_no_progress(sample: Sample) -> None:
    damage.reconcile()

    code, shown = on_a_terminal()

    assert (code, len(shown.splitlines())) == (0, 1)


def test_a_run_that_waits_for_another_prints_a_message_and_can_be_interrupted(sample: Sample) -> None:
    with lock.held(Origin("", "other", "r"), damage.UNLIMITED):
        code, shown = on_a_terminal(
            until=b"waiting for it to end", then=lambda process: os.kill(process, signal.SIGINT)
        )

    assert (code, last_line(shown)) == (2, "purser: interrupted")
    assert "another reconciliation is running" in shown
    assert sample.database.rows("select from reconciliation_runs") == []


def test_an_interrupted_command_ends_its_run_without_a_partial_correction(sample: Sample) -> None:
    drift(sample)
    with sample.database.admin() as admin:

        def interrupt(process: int) -> None:
            os.kill(process, signal.SIGINT)
            admin.execute("rollback")

        admin.execute("begin")
        admin.execute("lock table bets in access exclusive mode")  # the check of transactions reads this table
        code, shown = on_a_terminal("--full", until=b"Reconciling", then=interrupt)

    assert (code, last_line(shown)) == (2, "purser: interrupted")
    (run,) = sample.database.rows("select state, drifted, corrected from reconciliation_runs")
    assert run["state"] == "error"
    assert run["drifted"] == run["corrected"] == 1 - int(damage.reconcile(full=True).drifted)


def test_an_interrupted_command_exits_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(reconcile, "_run_here", interrupt)

    assert main.main(["reconcile"]) == 2
    assert "interrupted" in capsys.readouterr().err


def test_without_database_url_the_command_uses_the_local_database_even_if_its_server_is_not_running() -> None:
    with postgres.temporary_folder() as home:
        folder = home / "kept"
        running = postgres.start(folder)
        try:
            migrate(running.url())
            while_it_runs = run_in_process("--json", DATABASE_URL="", DATA=str(folder))
        finally:
            running.stop()
        afterwards = run_in_process("--json", DATABASE_URL="", DATA=str(folder))

        assert (while_it_runs.returncode, while_it_runs.stderr) == (0, "")
        assert (afterwards.returncode, afterwards.stderr) == (0, "")
        assert json.loads(afterwards.stdout)["status"] == "clean"
        postgres.start(folder).stop()


def test_make_reconcile_passes_its_arguments_on(sample: Sample) -> None:
    ended = subprocess.run(
        ["make", "--no-print-directory", "reconcile", "ARGS=--dry-run --json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout[ended.stdout.index("{") :])["dry_run"] is True


# ---- the deployed function: requests to AWS and its answers ---------------------------------------------------------


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> dict[str, Stubber]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    clients = {name: boto3.client(name) for name in ("cloudformation", "lambda")}
    stubs = {name: Stubber(client) for name, client in clients.items()}
    for stub in stubs.values():
        stub.activate()
    monkeypatch.setattr(boto3, "client", lambda name, **_: clients[name])
    stubs["cloudformation"].add_response(
        "describe_stack_resource",
        {
            "StackResourceDetail": {
                "LogicalResourceId": "ReconcileFunction",
                "PhysicalResourceId": "purser-dev-reconcile",
                "ResourceType": "AWS::Lambda::Function",
                "LastUpdatedTimestamp": "2026-01-01T00:00:00Z",
                "ResourceStatus": "CREATE_COMPLETE",
            }
        },
        {"StackName": "purser-dev", "LogicalResourceId": "ReconcileFunction"},
    )
    return stubs


def stub_answer(stub: Stubber, payload: object, request: dict[str, Any], **more: str) -> None:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    stub.add_response(
        "invoke",
        {"StatusCode": 200, "Payload": StreamingBody(io.BytesIO(body), len(body)), **more},
        {"FunctionName": "purser-dev-reconcile", "Payload": json.dumps(request, separators=(",", ":")).encode()},
    )


def order(**more: object) -> dict[str, Any]:
    return {"dry_run": False, "full": False, "tenant_id": None, "wallet_id": None} | more


def test_with_a_stack_the_deployed_function_runs_the_reconciliation(
    sample: Sample, aws: dict[str, Stubber], capsys: pytest.CaptureFixture[str]
) -> None:
    drift(sample)
    run = damage.reconcile(dry_run=True)
    stub_answer(aws["lambda"], run.model_dump(mode="json"), order(dry_run=True, tenant_id="acme"))

    code = main.main(["reconcile", "--stack", "purser-dev", "--dry-run", "--tenant", "acme"])

    assert code == 1
    assert_line(last_line(capsys.readouterr().out), run.wallets_checked, 1, 0, run.transactions_checked, 0)


def test_with_a_stack_the_deployed_function_carries_out_all_parts_of_a_run(
    sample: Sample, aws: dict[str, Stubber], capsys: pytest.CaptureFixture[str]
) -> None:
    run = damage.reconcile(full=True)
    paused = run.model_copy(update={"status": "running", "finished_at": None}).model_dump(mode="json")
    stub_answer(aws["lambda"], paused, order(full=True))
    stub_answer(aws["lambda"], paused, {"run_id": str(run.run_id)})
    stub_answer(aws["lambda"], run.model_dump(mode="json"), {"run_id": str(run.run_id)})

    assert main.main(["reconcile", "--stack", "purser-dev", "--full"]) == 0
    assert_line(last_line(capsys.readouterr().out), run.wallets_checked, 0, 0, run.transactions_checked, 0)


def test_a_failed_function_exits_with_2(aws: dict[str, Stubber], capsys: pytest.CaptureFixture[str]) -> None:
    stub_answer(aws["lambda"], {"errorType": "OutOfTime"}, order(full=True), FunctionError="Unhandled")

    assert main.main(["reconcile", "--stack", "purser-dev", "--full"]) == 2
    assert "The function failed: OutOfTime." in capsys.readouterr().err


@pytest.mark.parametrize("payload", [b"error running docker", b"null", b"{}"])
def test_an_answer_that_is_not_a_run_exits_with_2(
    aws: dict[str, Stubber], capsys: pytest.CaptureFixture[str], payload: bytes
) -> None:
    stub_answer(aws["lambda"], payload, order())

    assert main.main(["reconcile", "--stack", "purser-dev"]) == 2
    assert capsys.readouterr().err == "purser: The function's answer is not a run.\n"


def test_an_unexpected_error_is_one_line_and_exits_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reconcile, "_run_here", lambda _: 1 // 0)

    assert main.main(["reconcile"]) == 2
    assert capsys.readouterr().err.startswith("purser: Unexpected error: ZeroDivisionError in test_purser")


def test_a_function_that_does_not_exist_exits_with_2(
    aws: dict[str, Stubber], capsys: pytest.CaptureFixture[str]
) -> None:
    aws["lambda"].add_client_error("invoke", "ResourceNotFoundException", "Function not found")

    assert main.main(["reconcile", "--stack", "purser-dev"]) == 2
    assert "Function not found" in capsys.readouterr().err
