"""RegistrationConfirmed: awards each owner of a registration coins for taking part."""

from ledger import awards
from ledger.edge import sqs
from ledger.messaging.events import RegistrationConfirmed


@sqs.consumes_in_steps(RegistrationConfirmed)
def handler(write: sqs.Write, confirmed: RegistrationConfirmed) -> None:
    awards.award_participation(write, confirmed)
