"""The account that a stage is in: the emulator's, or a real one."""

from dataclasses import dataclass

import httpx
import pytest

from tests.prove.emulator import Emulator


@dataclass(frozen=True)
class Account:
    """emulator: None in a real account. mailbox: an address that SES may send to, where it may not send to any."""

    emulator: Emulator | None = None
    mailbox: str = ""

    @property
    def reads_mail(self) -> bool:
        return self.emulator is not None

    def require_emulator(self, reason: str) -> None:
        """Leave a step out in a real account; the transcript says so."""
        if self.emulator is None:
            pytest.skip(f"left out in a real account: {reason}")

    def mails_to(self, address: str) -> str:
        """Everything that the emulator's SES was given for an address."""
        assert self.emulator is not None
        answer = httpx.get(f"{self.emulator.endpoint}/_ministack/ses/messages")
        return "\n".join(str(mail) for mail in answer.json()["messages"] if address in str(mail))
