"""Manual payment methods: those of the tenant come before the platform's, and those of a country before general
ones."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, RootModel, StringConstraints, TypeAdapter, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from ledger.billing.countries import CountryCode, countries
from ledger.core.ids import new_id
from ledger.core.lists import Listing, Page
from ledger.core.models import Answer, OfTenant, Request, Timestamp
from ledger.core.text import Text
from ledger.messaging import outbox
from ledger.messaging.events import PaymentMethodChanged
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

ManualMethod = Literal["bank_transfer", "local_wallet"]
PLATFORM: Final = ""
"""The tenant id of the platform's methods, which apply to every tenant without its own. No token can contain it."""
_DEFAULT_CURRENCY: Final = "USD"
"""The currency of prepaid wallets, for a country without one and for no country."""
APPROVED_DELAY: Final = timedelta(hours=24)
"""After which an approved change applies. Until then payers see the method as before, and the tenant can object."""
_CREDENTIALS: Final = ("card", "cvc", "cvv", "login", "otp", "password", "passwd", "pin", "secret", "token")
_DETAILS: Final[dict[ManualMethod, str]] = {"bank_transfer": "bank_details", "local_wallet": "wallet_details"}


def _no_credential(name: str) -> str:
    if any(word in _CREDENTIALS for word in name.split("_")):
        raise PydanticCustomError("secret", "Secrets are never stored.")
    return name


type PaymentMethodId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,64}$")]
type PaymentDetailName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_no_credential)
]
type PaymentDetails = Annotated[
    dict[PaymentDetailName, Annotated[str, Text(max_length=200)]], Field(min_length=1, max_length=20)
]
"""What a payer needs to know about an account or a wallet, such as account_holder and iban; never a credential."""


class AvailableQuery(OfTenant):
    """country: of the payer; absent: that of the tenant's contact."""

    country: CountryCode | None = None


class ListQuery(OfTenant, Page):
    """tenant_id: only root may name one; without it, root sees the methods of every tenant."""


class PaymentMethodUpdate(Request):
    """The configuration of a payment method. country: absent for all countries. is_default: replaces the previous
    default.

    bank_details: what a payer needs to know about the account, for a bank transfer only. wallet_details: the same about
    the wallet, for a local wallet only.
    """

    type: ManualMethod
    display_name: Annotated[str, Text(max_length=100)]
    instructions: Annotated[str, Text(max_length=2000)]
    bank_details: Annotated[PaymentDetails | None, Field(validate_default=True)] = None
    wallet_details: Annotated[PaymentDetails | None, Field(validate_default=True)] = None
    country: CountryCode | None = None
    is_default: bool
    is_enabled: bool

    @field_validator("bank_details", "wallet_details")
    @classmethod
    def _details_fit_type(cls, details: dict[str, str] | None, info: ValidationInfo) -> dict[str, str] | None:
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
    """tenant_id: null for the platform's own. country: null for all countries. effective_at: from when on payers see
    it."""

    tenant_id: str | None
    country: str | None
    effective_at: Timestamp


class BankTransfer(_Offered):
    """A bank transfer. bank_details: what a payer needs to know about the account, by names."""

    type: Literal["bank_transfer"]
    bank_details: dict[str, str]


class LocalWallet(_Offered):
    """A local wallet. wallet_details: what a payer needs to know about the wallet, by names."""

    type: Literal["local_wallet"]
    wallet_details: dict[str, str]


class ConfiguredBankTransfer(BankTransfer, _Configured):
    """A configured bank transfer."""


class ConfiguredLocalWallet(LocalWallet, _Configured):
    """A configured local wallet."""


type OfferedPaymentMethod = Annotated[BankTransfer | LocalWallet, Field(discriminator="type")]


class AvailablePaymentMethods(Answer):
    """The payment methods of a country. methods: enabled ones only, the default first. country: the one that was asked
    for, otherwise that of the tenant's contact. currency: of the country that was asked for, otherwise of invoices. A
    payment has its invoice's currency by any method."""

    methods: list[OfferedPaymentMethod]
    country: str | None
    currency: str
    count: int
    default_method: str | None


class ConfiguredPaymentMethod(
    RootModel[Annotated[ConfiguredBankTransfer | ConfiguredLocalWallet, Field(discriminator="type")]]
):
    """A configured payment method: of a tenant or the platform, for one country or all."""


def available(session: Session, tenant_id: str, query: AvailableQuery) -> AvailablePaymentMethods:
    """The enabled payment methods of a tenant. Among methods with the same id, the tenant's comes before the
    platform's, and the country's before a general one."""
    country = query.country or _country_of(session, tenant_id)
    methods = offered(session, tenant_id, country)
    return AvailablePaymentMethods(
        methods=methods,
        country=country,
        currency=countries().get(query.country or "") or _DEFAULT_CURRENCY,
        count=len(methods),
        default_method=methods[0].id if methods else None,
    )


def offered(session: Session, tenant_id: str, country: str | None = None) -> list[BankTransfer | LocalWallet]:
    """The enabled methods, the default first. country: None for that of the tenant's contact.

    Of several defaults, the tenant's comes first, then the country's. If there is no default, the first method by id
    becomes the default."""
    rows = session.rows(
        """
        select * from methods_in(%(tenant)s, coalesce(%(country)s, country_of(%(tenant)s), '')) where is_enabled
        order by is_default desc, tenant_id desc, country desc, method_id
        """,
        {"tenant": tenant_id, "country": country},
    )
    return [_METHOD.validate_python(_fields(row) | {"is_default": place == 0}) for place, row in enumerate(rows)]


def listing(session: Session, tenant_filter: str | None, query: ListQuery) -> Listing[ConfiguredPaymentMethod]:
    """All configured methods, disabled ones included: of a tenant and the platform, or, for root without a tenant, of
    every tenant. Raises InvalidRequest as Paging does."""
    where = "m.tenant_id in (coalesce(%(tenant)s, m.tenant_id), '')"
    page = Paging(
        *(session, query, {"tenant": tenant_filter}, "m.tenant_id", "m.method_id", "m.country"), newest_first=False
    )
    found = session.one(
        f"""
        select (select count(*) from current_payment_methods m where {where}) as total_count,
               array(
                    select to_json(page)
                    from (select m.*, {page.column} from current_payment_methods m where {where} {page.part}) page
               ) as items
        """,  # noqa: S608  (composed of constants only)
        page.parameters,
    )
    return Listing[ConfiguredPaymentMethod].of(page.items(found["items"], _configured), found["total_count"], query)


def configure(
    session: Session, tenant_filter: str | None, method_id: str, request: PaymentMethodUpdate
) -> ConfiguredPaymentMethod:
    """Configure a payment method for one tenant, or, as root without a tenant, for every tenant without its own. The
    tenant's contact is told.

    Raises TooManyPaymentMethods.
    """
    return _configure(session, tenant_filter, method_id, request, timedelta())


def configure_approved(
    session: Session, tenant_filter: str | None, method_id: str, request: PaymentMethodUpdate
) -> ConfiguredPaymentMethod:
    """Configure a payment method as `configure` does, after a second person approved it. The change applies 24 hours
    later; turning a method off applies at once.

    Raises TooManyPaymentMethods.
    """
    delay = APPROVED_DELAY if request.is_enabled else timedelta()
    return _configure(session, tenant_filter, method_id, request, delay)


def _configure(
    session: Session, tenant_filter: str | None, method_id: str, request: PaymentMethodUpdate, delay: timedelta
) -> ConfiguredPaymentMethod:
    tenant_id, country = tenant_filter or PLATFORM, request.country or ""
    if tenant_id == PLATFORM:
        session.see_every_tenant()
    effective_at: datetime = session.value(
        "select set_payment_method(%s, %s, %s, %s, %s, %s, %s, %s::json, %s, %s, %s, %s)",
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
            delay,
            session.origin.request_id,
        ),
    )
    if tenant_id != PLATFORM:
        _emit_changed(session, tenant_id, method_id, effective_at)
    fields = request.model_dump() | {"tenant_id": tenant_id, "method_id": method_id, "details": request.details}
    return _configured(fields | {"updated_at": effective_at})


def _emit_changed(session: Session, tenant_id: str, method_id: str, effective_at: datetime) -> None:
    session.act_in_tenant(tenant_id)
    changed = PaymentMethodChanged(
        event_id=new_id(), tenant_id=tenant_id, method_id=method_id, effective_at=effective_at
    )
    outbox.emit(session, [changed])


def _country_of(session: Session, tenant_id: str) -> str | None:
    country: str | None = session.one("select country_of(%s) as country", (tenant_id,))["country"]
    return country


_METHOD: Final[TypeAdapter[BankTransfer | LocalWallet]] = TypeAdapter(OfferedPaymentMethod)


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an answer, from a row of `payment_methods`."""
    return {**row, "id": row["method_id"], _DETAILS[row["type"]]: row["details"]}


def _configured(row: Mapping[str, Any]) -> ConfiguredPaymentMethod:
    scope = {"tenant_id": row["tenant_id"] or None, "country": row["country"] or None}
    scope["effective_at"] = row["updated_at"]
    return ConfiguredPaymentMethod.model_validate(_fields(row) | scope)
