"""countries.json equals ISO 3166-1 and CLDR."""

from babel.numbers import get_territory_currencies

from ledger.billing import countries as ledger_countries
from ledger.core.money import CURRENCIES
from tools import countries


def test_the_file_of_countries_equals_the_data_of_the_libraries() -> None:
    assert countries.TARGET.read_text(encoding="utf-8") == countries.text(), "run `python -m tools.countries`"


def test_every_currency_of_a_country_is_known_to_the_ledger() -> None:
    found = ledger_countries.countries()

    assert len(found) >= 249
    assert [country for country, currency in found.items() if currency is None] == ["AQ"]
    assert {currency for currency in found.values() if currency} <= CURRENCIES.keys()


def test_every_addition_to_the_data_of_the_libraries_is_still_needed() -> None:
    assert [code for code, currency in countries.NEWER.items() if currency in get_territory_currencies(code)] == []
