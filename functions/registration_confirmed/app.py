"""RegistrationConfirmed: gives each owner of a registration coins for taking part."""

from ledger import awards, consumers
from ledger.events import RegistrationConfirmed


@consumers.consumes_in_steps(RegistrationConfirmed)
def handler(write: consumers.Write, confirmed: RegistrationConfirmed) -> None:
    awards.award_participation(write, confirmed)
