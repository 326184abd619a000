"""Amounts of money: whole minor units of a currency, and how they are written as text."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

MAX_MINOR_UNITS: Final = 9_007_199_254_740_991
"""2^53 - 1, the greatest integer that every JSON parser reads exactly (RFC 8259, section 6). No balance exceeds it."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A unit of value. exponent: its number of decimals. symbol: written before an amount; may be empty."""

    code: str
    exponent: int
    symbol: str


CURRENCIES: Final = {
    code: Currency(code, exponent, symbol)
    for code, (exponent, symbol) in json.loads(Path(__file__).with_name("currencies.json").read_text()).items()
}
"""Every currency of ISO 4217 that has a minor unit, and COIN. tools/currencies.py writes the file."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` whole minor units (cents, for USD) of a currency. Never a float."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """Convert a decimal. Raises ValueError if it has more decimals than the currency or exceeds MAX_MINOR_UNITS."""
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
        """The amount with the currency's decimals, without currency or separators: `-1234.50`, for COIN `120`."""
        exponent = CURRENCIES[self.currency].exponent
        if exponent == 0:
            return str(self.minor)
        whole, fraction = divmod(abs(self.minor), 10**exponent)
        return f"{'-' if self.minor < 0 else ''}{whole}.{fraction:0{exponent}}"

    def for_people(self) -> str:
        """The amount for a sentence: `$5,234.56`. A currency without a symbol follows its amount: `120 COIN`."""
        currency = CURRENCIES[self.currency]
        number = f"{Decimal(str(self)):,}"
        return f"{currency.symbol}{number}" if currency.symbol else f"{number} {self.currency}"
