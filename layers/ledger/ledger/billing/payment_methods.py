"""How a tenant may pay by hand: what it has configured, then what there is in a country, then what there is for all."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, RootModel, StringConstraints, TypeAdapter, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger.billing import card_numbers
from ledger.core import errors
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, Request, Text, Timestamp
from ledger.storage.sessions import Session

ManualMethod = Literal["bank_transfer", "local_wallet"]
PLATFORM: Final = ""
"""Whose methods every tenant has that has not its own: no token names this tenant."""
_WALLETS_CURRENCY: Final = "USD"
"""Of prepaid wallets, and so what is named where a country, or no country, has none of its own."""
_CREDENTIALS: Final = ("card", "cvc", "cvv", "login", "otp", "password", "passwd", "pin", "secret", "token")
_DETAILS: Final[dict[ManualMethod, str]] = {"bank_transfer": "bank_details", "local_wallet": "wallet_details"}


@cache
def countries() -> Mapping[str, str | None]:
    """ISO 3166-1's codes, each with the currency that is used there; tools/countries.py writes them."""
    return dict(json.loads(Path(__file__).with_name("countries.json").read_text(encoding="utf-8")))


def _country(value: str) -> str:
    if value not in countries():
        raise PydanticCustomError("country", "A country is a code of ISO 3166-1 alpha-2, as KE.")
    return value


def _no_card(text: str) -> str:
    """An account's number may well have a card's check digit, as a reference may."""
    if card_numbers.in_reference(text):
        raise PydanticCustomError("secret", "It holds a card's number, which is never kept here.")
    return text


def _no_credential(name: str) -> str:
    if any(word in _CREDENTIALS for word in name.split("_")):
        raise PydanticCustomError("secret", "No secret is kept here.")
    return name


type CountryCode = Annotated[str, AfterValidator(_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
type Words = Annotated[Text, AfterValidator(_no_card)]
type MethodId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,64}$")]
type DetailName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_no_credential)]
type Details = Annotated[dict[DetailName, Annotated[Words, Field(max_length=200)]], Field(min_length=1, max_length=20)]
"""What a payer needs of an account or a wallet, by names like account_holder and iban; never what opens it."""


class AvailableQuery(OfTenant):
    """country: where the payer is; absent: methods that there are everywhere."""

    country: CountryCode | None = None


class ListQuery(OfTenant, Page):
    """tenant_id: whose; only root names one, and without it sees every tenant's."""


class MethodRequest(Request):
    """How a method is offered from now on. country: where; absent: everywhere. is_default: instead of the one before.

    bank_details, wallet_details: what a payer has to know, as names and texts; the one that goes with the type.
    """

    type: ManualMethod
    display_name: Annotated[Words, Field(max_length=100)]
    instructions: Annotated[Words, Field(max_length=2000)]
    bank_details: Annotated[Details | None, Field(validate_default=True)] = None
    wallet_details: Annotated[Details | None, Field(validate_default=True)] = None
    country: CountryCode | None = None
    is_default: bool
    is_enabled: bool

    @field_validator("bank_details", "wallet_details")
    @classmethod
    def _of_the_type(cls, details: dict[str, str] | None, info: ValidationInfo) -> dict[str, str] | None:
        kind = info.data.get("type")
        if kind is not None and (_DETAILS[kind] == info.field_name) != (details is not None):
            raise PydanticCustomError("details", "A bank transfer has bank_details, a local wallet wallet_details.")
        return details

    @property
    def details(self) -> dict[str, str]:
        return self.bank_details or self.wallet_details or {}


class _Offered(Answer):
    id: str
    display_name: str
    instructions: str
    is_default: bool
    is_enabled: bool


class _Configured(Answer):
    """tenant_id: null for the platform's own. country: null for everywhere."""

    tenant_id: str | None
    country: str | None
    updated_at: Timestamp


class BankTransfer(_Offered):
    """bank_details: what a payer has to know of the account, by names."""

    type: Literal["bank_transfer"]
    bank_details: dict[str, str]


class LocalWallet(_Offered):
    """wallet_details: what a payer has to know of the wallet, by names."""

    type: Literal["local_wallet"]
    wallet_details: dict[str, str]


class ConfiguredBankTransfer(BankTransfer, _Configured):
    """A bank transfer as somebody configured it."""


class ConfiguredLocalWallet(LocalWallet, _Configured):
    """A local wallet as somebody configured it."""


type Method = Annotated[BankTransfer | LocalWallet, Field(discriminator="type")]


class Available(Answer):
    """How to pay from a country. methods: what is enabled, the default first. currency: the country's."""

    methods: list[Method]
    country: str | None
    currency: str
    count: int
    default_method: str | None


class Configured(RootModel[Annotated[ConfiguredBankTransfer | ConfiguredLocalWallet, Field(discriminator="type")]]):
    """A method as somebody configured it, for a tenant or for the platform, for a country or for all."""


def available(session: Session, tenant_id: str, query: AvailableQuery) -> Available:
    """How a tenant may pay: of methods with one id, what the tenant has configured goes before what the platform has,
    and what is for the country before what is for all."""
    methods = offered(session, tenant_id, query.country)
    return Available(
        methods=methods,
        country=query.country,
        currency=countries().get(query.country or "") or _WALLETS_CURRENCY,
        count=len(methods),
        default_method=methods[0].id if methods else None,
    )


def offered(session: Session, tenant_id: str, country: str | None = None) -> list[BankTransfer | LocalWallet]:
    """What is enabled, the default first: of several that are marked, the tenant's, then the country's; of none, the
    first by its id."""
    rows = session.rows(
        """
        select * from methods_in(%s, %s) where is_enabled
        order by is_default desc, tenant_id desc, country desc, method_id
        """,
        (tenant_id, country or ""),
    )
    return [_METHOD.validate_python(_fields(row) | {"is_default": place == 0}) for place, row in enumerate(rows)]


def listing(session: Session, reach: str | None, query: ListQuery) -> Listing[Configured]:
    """Every method that somebody configured, the disabled ones too: a tenant's and the platform's; with a reach of
    none, every tenant's."""
    where = "tenant_id in (coalesce(%(tenant)s, tenant_id), '')"
    found = session.one(
        f"""
        select (select count(*) from payment_methods where {where}) as total_count,
               array(
                    select to_json(page)
                    from (select * from payment_methods where {where} order by tenant_id, method_id, country
                          limit %(limit)s offset %(offset)s) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        {"tenant": reach, "limit": query.limit, "offset": query.offset},
    )
    return Listing[Configured].of([_configured(row) for row in found["items"]], found["total_count"], query)


def configure(session: Session, reach: str | None, method_id: str, request: MethodRequest) -> Configured:
    """Offer a method as the request says, in its country or everywhere, from now on: to one tenant, or with a reach of
    none to every tenant that has not its own."""
    tenant_id, country = reach or PLATFORM, request.country or ""
    session.send(
        "select set_payment_method(%s, %s, %s, %s, %s, %s, %s, %s::json, %s, %s)",
        (
            tenant_id,
            session.origin.principal,
            method_id,
            country,
            request.type,
            request.display_name,
            request.instructions,
            json.dumps(request.details, ensure_ascii=False),
            request.is_default,
            request.is_enabled,
        ),
    )
    row = session.one(
        "select * from payment_methods where tenant_id = %s and method_id = %s and country = %s",
        (tenant_id, method_id, country),
    )
    return _configured(row)


def require_available(session: Session, tenant_id: str, method: ManualMethod) -> None:
    """Raises PaymentMethodNotAvailable where the tenant may not pay by this type of method, wherever it is."""
    row = session.row("select offers_method(%s, %s) as offered", (tenant_id, method))
    if not (row and row["offered"]):
        raise errors.PaymentMethodNotAvailable(f"{method} is not available to this tenant.")


_METHOD: Final[TypeAdapter[BankTransfer | LocalWallet]] = TypeAdapter(Method)


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of a row of `payment_methods`, as the answers name them."""
    return {**row, "id": row["method_id"], _DETAILS[row["type"]]: row["details"]}


def _configured(row: Mapping[str, Any]) -> Configured:
    whose = {"tenant_id": row["tenant_id"] or None, "country": row["country"] or None}
    return Configured.model_validate(_fields(row) | whose)
