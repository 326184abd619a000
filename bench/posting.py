"""Transactions posted a second, compared with pgbench's own transaction on the same server."""

from collections.abc import Iterator
from statistics import median

from bench.database import BASELINE, Bench, Rounds
from bench.report import Figure, at_least


def measure(bench: Bench) -> Iterator[Figure]:
    bench.fund_wallets()
    few = bench.interleaved([BASELINE, "posting"], clients=8)
    yield _ratio("posting, 8 clients", few, "posting", BASELINE, 0.9)

    many = bench.interleaved([BASELINE, "posting", "open_wallet", "guarded_wallet"], clients=32)
    yield _ratio("posting, 32 clients", many, "posting", BASELINE, 0.85)
    yield _ratio("all against one open wallet, 32 clients, relative to posting", many, "open_wallet", "posting", 0.95)
    hot = many["guarded_wallet"].ratio_to(many["open_wallet"])
    yield Figure(
        "all against one guarded wallet, 32 clients, relative to one open wallet",
        f"{hot:.2f}x",
        measured=_measured(many["guarded_wallet"]),
    )
    for program in (BASELINE, "posting", "open_wallet", "guarded_wallet"):
        cpu = {clients: median(r[program].cpu) for clients, r in ((8, few), (32, many)) if program in r}
        text = ", ".join(f"{value:.0f} us at {clients}" for clients, value in cpu.items())
        yield Figure(f"server CPU for each, {program}", text, measured={"cpu_us": cpu})


def _ratio(name: str, rounds: dict[str, Rounds], program: str, baseline: str, target: float) -> Figure:
    ratio = rounds[program].ratio_to(rounds[baseline])
    return at_least(name, ratio, target, **_measured(rounds[program]), baseline=_measured(rounds[baseline]))


def _measured(rounds: Rounds) -> dict[str, object]:
    return {"tps": rounds.rate, "cpu_us": rounds.cpu}
