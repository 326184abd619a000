"""Amounts of money: minor units in a currency, and how they are written."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

MAX_MINOR_UNITS: Final = 9_007_199_254_740_991
"""The greatest integer that every reader of JSON holds exactly (RFC 8259, section 6): no balance passes it."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A unit of value. `exponent`: how many decimals it has; `symbol`: what stands before an amount, or empty."""

    code: str
    exponent: int
    symbol: str


CURRENCIES: Final = {
    code: Currency(code, exponent, symbol)
    for code, (exponent, symbol) in json.loads(Path(__file__).with_name("currencies.json").read_text()).items()
}
"""Every currency of ISO 4217 that has a minor unit, and COIN; written by tools/currencies.py."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` whole minor units (cents, for USD) of a currency. Never a float."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """From a decimal. Raises ValueError where it has more decimals than the currency or passes the bound."""
        exponent = CURRENCIES[currency].exponent
        if -int(amount.as_tuple().exponent) > exponent:
            raise ValueError(f"{currency} has {exponent} decimals")
        if abs(amount.adjusted()) > len(str(MAX_MINOR_UNITS)):
            raise ValueError("the amount is too large")
        minor = int(amount.scaleb(exponent))
        if abs(minor) > MAX_MINOR_UNITS:
            raise ValueError("the amount is too large")
        return cls(minor, currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __str__(self) -> str:
        """With the currency's own number of decimals and nothing else: `-1234.50`, `120` for COIN."""
        exponent = CURRENCIES[self.currency].exponent
        if exponent == 0:
            return str(self.minor)
        whole, fraction = divmod(abs(self.minor), 10**exponent)
        return f"{'-' if self.minor < 0 else ''}{whole}.{fraction:0{exponent}}"

    def for_people(self) -> str:
        """As a sentence shows it: `$5,234.56`; a currency without a symbol behind it: `120 COIN`."""
        currency = CURRENCIES[self.currency]
        number = f"{Decimal(str(self)):,}"
        return f"{currency.symbol}{number}" if currency.symbol else f"{number} {self.currency}"
