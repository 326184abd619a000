"""Kinds of transactions and roles are listed in one table each, and everything that names them agrees with it.

The tests at the end show what fails if a new kind or role is forgotten somewhere."""

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Literal, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ledger.billing import prepaid_wallet
from ledger.cashier import settlement_figures
from ledger.cashier.history import HistoryQuery
from ledger.cashier.operations import CashierCredit, CashierDebit
from ledger.core import principal
from ledger.core.models import WithMeta
from ledger.posting import kinds
from ledger.posting.kinds import Kind
from ledger.wallets import TransferCreate, WalletTransactionCreate
from ledger.wallets.transactions import TransactionCreate
from tests.contract.test_deployment import ALIASED
from tests.contract.test_template import FUNCTIONS, folder
from tests.support import permissions
from tests.support.damage import Sample
from tests.support.kit import Database
from tools import kinds as kind_pages
from tools import operations
from tools.operations import Described

BONUS = Kind("cashier", "Bonus", frozenset({"agent"}), ("cashier_credit",), "cashier_credits", ("reversal",))


def described() -> dict[str, Described]:
    return {one.name: one for one in operations.read(operations.deployed())}


def accepted(model: type[BaseModel], field: str) -> set[str]:
    """The kinds that a request accepts for a field that takes other words too."""
    return {kind for kind in kinds.KINDS if (field,) not in {error["loc"] for error in refusals(model, {field: kind})}}


def refusals(model: type[BaseModel], body: dict[str, str]) -> list[ErrorDetails]:
    try:
        model.model_validate(body)
    except ValidationError as error:
        return error.errors()
    return []


def choices(model: type, field: str) -> set[str]:
    """The values that a request accepts for a field."""
    schema = model.model_json_schema()["properties"][field]  # type: ignore[attr-defined]
    return set(next(one["enum"] for one in [schema, *schema.get("anyOf", [])] if "enum" in one))


# ---- kinds ----------------------------------------------------------------------------------------------------------


def test_the_types_name_the_kinds_of_the_table() -> None:
    assert set(get_args(kinds.KindName)) == set(kinds.KINDS)
    for group, named in {
        "bets": kinds.BetKind,
        "wallets": Literal[kinds.WalletKind, kinds.CustomKind],
        "billing": kinds.BillingKind,
    }.items():
        assert set(get_args(named)) == {name for name, kind in kinds.KINDS.items() if kind.group == group}
    assert set(get_args(kinds.CashierKind)) == {name for name, kind in kinds.KINDS.items() if kind.group == "cashier"}


def test_the_api_accepts_the_kinds_of_the_table() -> None:
    def of_operation(operation: str) -> set[str]:
        return {name for name, kind in kinds.KINDS.items() if operation in kind.operations}

    assert choices(CashierDebit, "transaction_type") == of_operation("cashier_debit")
    assert choices(CashierCredit, "transaction_type") == of_operation("cashier_credit")
    assert choices(HistoryQuery, "type") == set(get_args(kinds.FloatKind))
    for model, operation in (
        (WalletTransactionCreate, "wallets_credit"),
        (WalletTransactionCreate, "wallets_debit"),
        (TransferCreate, "transfers_create"),
        (TransactionCreate, "transactions_create"),
    ):
        assert {*accepted(model, "reason"), "custom"} == of_operation(operation)
    assert choices(prepaid_wallet.HistoryQuery, "kind") == set(prepaid_wallet.LEDGER_KINDS)
    billing_kinds = {name for name, kind in kinds.KINDS.items() if kind.group == "billing"}
    assert set(prepaid_wallet.LEDGER_KINDS.values()) == billing_kinds


def test_the_table_names_exactly_the_operations_that_post_transactions() -> None:
    named = {operation for kind in kinds.KINDS.values() for operation in kind.operations}

    assert named == {folder(FUNCTIONS[name]) for name in ALIASED}


def test_every_operation_that_moves_value_takes_meta_and_answers_it() -> None:
    """Without the one that approves, whose request is another's, and batches, which have the requests of others; what
    consumers post for an event has its own."""

    def has_meta(shape: object) -> bool:
        return '"meta"' in json.dumps(TypeAdapter(shape).json_schema())

    posting = {name for kind in kinds.KINDS.values() for name in kind.operations}
    posting -= {"approvals_approve", "batches_create"}
    api = {name: one.operation for name, one in described().items() if name in posting | {"holds_create"}}

    lacking = {name for name, one in api.items() if not (one.body and has_meta(one.body[1]) and has_meta(one.returns))}
    assert lacking == set()


def test_a_request_without_meta_has_the_hash_that_it_had_before_meta_existed() -> None:
    """So a request that is repeated across the deployment finds its answer."""
    assert described()  # imports every operation with its models
    models = WithMeta.__subclasses__()

    assert len(models) > 1
    assert [model for model in models if "meta" in model.model_construct().model_dump()] == []
    assert all("meta" in model.model_construct(meta={}).model_dump() for model in models)


def test_the_roles_of_a_kind_are_those_of_its_operations() -> None:
    """Without the operation that approves: it executes what somebody with one of these roles requested."""
    api = {name: one for name, one in described().items() if name != "approvals_approve"}
    roles = {
        name: {role for operation in kind.operations if operation in api for role in api[operation].roles}
        for name, kind in kinds.KINDS.items()
    }

    for name, kind in kinds.KINDS.items():
        if kind.group == "wallets" and name != "p2p_transfer":
            roles[name].discard("customer")  # a customer's transfer has one reason: see test_wallets
    assert roles == {name: set(kind.roles) for name, kind in kinds.KINDS.items()}


def test_sql_reverses_exactly_the_reversible_kinds(database: Database) -> None:
    reversible = {name for name in kinds.KINDS if database.value("select is_reversible(%s)", name)}

    assert reversible == {name for name in kinds.KINDS if kinds.is_reversible(name)}


def test_sql_reconciles_exactly_the_kinds_with_a_subject(database: Database) -> None:
    with_subject = {name for name in kinds.KINDS if database.value("select has_subject(%s)", name)}

    assert with_subject == {name for name, kind in kinds.KINDS.items() if kind.has_subject}


def test_the_view_of_subjects_has_every_kind_with_a_subject(sample: Sample) -> None:
    in_view = {row["kind"] for row in sample.database.rows("select distinct kind from subjects")}

    assert in_view == {name for name, kind in kinds.KINDS.items() if kind.has_subject}


def test_the_index_for_histories_of_prepaid_wallets_covers_all_billing_kinds(database: Database) -> None:
    predicate = database.value("select pg_get_indexdef('transactions_of_prepaid_wallets'::regclass)")

    assert set(re.findall(r"'(\w+)'", predicate.partition(" WHERE ")[2])) == {
        name for name, kind in kinds.KINDS.items() if kind.group == "billing"
    }


def test_a_settlement_has_a_figure_for_every_column_of_the_table() -> None:
    assert set(get_args(kinds.SettlementColumn)) <= set(settlement_figures.SettlementFigures.model_fields)


def test_only_billing_kinds_have_no_settlement_column() -> None:
    assert {kind.group for kind in kinds.KINDS.values() if kind.settlement_column is None} == {"billing"}


def test_the_page_of_kinds_is_up_to_date() -> None:
    assert kind_pages.PAGE.read_text(encoding="utf-8") == kind_pages.page(), "run `make openapi`"


def test_the_console_s_names_of_kinds_and_roles_are_up_to_date() -> None:
    assert kind_pages.NAMES.read_text(encoding="utf-8") == kind_pages.names(), "run `make openapi`"


def test_the_console_s_labels_of_kinds_are_up_to_date() -> None:
    assert kind_pages.LABELS.read_text(encoding="utf-8") == kind_pages.labels(), "run `make openapi`"


# ---- incomplete changes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "check",
    [
        test_the_types_name_the_kinds_of_the_table,
        test_the_api_accepts_the_kinds_of_the_table,
        test_the_page_of_kinds_is_up_to_date,
        test_the_console_s_labels_of_kinds_are_up_to_date,
    ],
)
def test_a_kind_that_is_only_in_the_table_fails(check: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "bonus", BONUS)  # type: ignore[misc]  # no KindName

    with pytest.raises(AssertionError):
        check()


def test_a_kind_that_is_missing_in_sql_fails(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "bonus", BONUS)  # type: ignore[misc]  # no KindName

    with pytest.raises(AssertionError, match="bonus"):
        test_sql_reverses_exactly_the_reversible_kinds(database)


def test_a_kind_with_a_subject_that_is_missing_in_sql_fails(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    with_subject = dataclasses.replace(BONUS, has_subject=True)
    monkeypatch.setitem(kinds.KINDS, "bonus", with_subject)  # type: ignore[misc]  # no KindName

    with pytest.raises(AssertionError, match="bonus"):
        test_sql_reconciles_exactly_the_kinds_with_a_subject(sample.database)
    with pytest.raises(AssertionError, match="bonus"):
        test_the_view_of_subjects_has_every_kind_with_a_subject(sample)


def test_a_kind_that_is_only_in_the_types_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "CreditKind", Literal[kinds.CreditKind, "bonus"])
    monkeypatch.setattr(kinds, "KindName", Literal[kinds.KindName, "bonus"])

    with pytest.raises(AssertionError, match="bonus"):
        test_the_types_name_the_kinds_of_the_table()
    with pytest.raises(AssertionError):
        test_the_console_s_names_of_kinds_and_roles_are_up_to_date()


def test_a_kind_cannot_be_without_a_settlement_column_or_an_operation() -> None:
    with pytest.raises(TypeError, match="'operations' and 'settlement_column'"):
        Kind("cashier", "Bonus", frozenset({"agent"}))  # type: ignore[call-arg]


def test_a_kind_that_names_no_posting_operation_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    stray = Kind("cashier", "Bonus", frozenset({"agent"}), ("agent_clients_create",), "cashier_credits")
    monkeypatch.setitem(kinds.KINDS, "bonus", stray)  # type: ignore[misc]  # no KindName

    with pytest.raises(AssertionError, match="agent_clients_create"):
        test_the_table_names_exactly_the_operations_that_post_transactions()


def test_a_kind_with_a_role_that_its_operation_refuses_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    stray = Kind("cashier", "Bonus", frozenset({"customer"}), ("cashier_credit",), "cashier_credits")
    monkeypatch.setitem(kinds.KINDS, "bonus", stray)  # type: ignore[misc]  # no KindName

    with pytest.raises(AssertionError, match="bonus"):
        test_the_roles_of_a_kind_are_those_of_its_operations()


def test_a_new_role_fails_until_the_console_and_the_page_of_permissions_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(principal, "Role", Literal[principal.Role, "croupier"])
    monkeypatch.setattr(kind_pages, "Role", principal.Role)
    monkeypatch.setattr(permissions, "COLUMNS", get_args(principal.Role))

    with pytest.raises(AssertionError):
        test_the_console_s_names_of_kinds_and_roles_are_up_to_date()
    assert permissions.TARGET.read_text(encoding="utf-8") != permissions.text()
