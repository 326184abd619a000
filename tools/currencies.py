"""Writes layers/ledger/ledger/core/currencies.json: exponents from ISO 4217's own table, symbols from CLDR (en-US)."""

import json
from pathlib import Path

from babel.numbers import get_currency_symbol
from iso4217 import Currency

TARGET = Path(__file__).parent.parent / "layers" / "ledger" / "ledger" / "core" / "currencies.json"
MAX_EXPONENT = 4


def currencies() -> dict[str, tuple[int, str]]:
    """Code -> (decimals, symbol, or "" if CLDR has none). Metals and test codes have no minor unit and are left out."""
    found = {
        currency.code: (currency.exponent, symbol if symbol.isprintable() and symbol != currency.code else "")
        for currency in Currency
        if currency.exponent is not None and currency.exponent <= MAX_EXPONENT
        for symbol in [get_currency_symbol(currency.code, "en_US")]
    }
    return dict(sorted(found.items())) | {"COIN": (0, "")}


def text() -> str:
    return (
        json.dumps(currencies(), ensure_ascii=False, indent=None, separators=(", ", ": ")).replace("], ", "],\n") + "\n"
    )


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
