"""The counts of a run, over all of its parts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ledger.core.ids import new_id
from ledger.messaging.events import DriftDetected
from ledger.reconciliation.lanes import Place


@dataclass
class Figures:
    """Counts of a tenant. drifted: wallets. corrected: how many of these. findings: others that nobody acknowledged."""

    drifted: int = 0
    corrected: int = 0
    findings: int = 0


@dataclass
class Tally:
    """The counts of a run so far. places: where each of its lanes goes on. is_complete: whether it has checked all."""

    run_id: UUID
    wallets: int = 0
    transactions: int = 0
    findings: int = 0
    drifted: int = 0
    corrected: int = 0
    tenants: defaultdict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    places: dict[str, Place] = field(default_factory=dict)
    is_complete: bool = False

    def add(
        self, tenant_id: str, drifted: int = 0, corrected: int = 0, findings: int = 0, acknowledged: int = 0
    ) -> None:
        """Count findings of a tenant.

        findings: without drifted wallets. acknowledged: how many of these a person has acknowledged.
        """
        self.findings += drifted + findings
        self.drifted += drifted
        self.corrected += corrected
        figures = self.tenants[tenant_id]
        figures.drifted += drifted
        figures.corrected += corrected
        figures.findings += findings - acknowledged

    @classmethod
    def resumed(cls, run_id: UUID, stored: Mapping[str, Any]) -> "Tally":
        """The counts of the parts so far. stored: the row of a run that was paused."""
        progress = stored["progress"]
        return cls(
            run_id,
            wallets=stored["wallets_checked"],
            transactions=stored["transactions_checked"],
            findings=stored["found"],
            drifted=stored["drifted"],
            corrected=stored["corrected"],
            tenants=defaultdict(Figures, {name: Figures(*figures) for name, figures in progress["tenants"].items()}),
            places={lane: Place(*place) for lane, place in progress["places"].items()},
        )

    def progress(self) -> dict[str, Any]:
        """What `resumed` needs besides the figures of the row, as JSON."""
        return {
            "places": {lane: astuple(place) for lane, place in self.places.items()},
            "tenants": {tenant_id: astuple(figures) for tenant_id, figures in self.tenants.items()},
        }

    def events(self) -> list[DriftDetected]:
        """An event for each tenant with findings that nobody has acknowledged."""
        now = datetime.now(UTC)
        return [
            DriftDetected(
                event_id=new_id(),
                tenant_id=tenant_id,
                run_id=self.run_id,
                drifted=figures.drifted,
                corrected=figures.corrected,
                findings=figures.findings,
                detected_at=now,
            )
            for tenant_id, figures in self.tenants.items()
            if figures.drifted or figures.findings
        ]
