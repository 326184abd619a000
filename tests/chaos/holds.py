"""The activities with holds: they reserve coins of persons, capture them whole or in parts, and release them."""

from tests.chaos.clients import CERTAIN, Client
from tests.chaos.history import Effect
from tests.chaos.ledger import by_key
from tests.chaos.money import text
from tests.chaos.world import GAMES, PERSONS, World, wallet_of

CREATE = "create a hold"
CAPTURE = "capture a hold"
RELEASE = "release a hold"
HELD = "what is held at the end"
_PATH = "/api/v1/holds"


def hold(client: Client, world: World) -> None:
    """Reserve coins, for a minute or for longer than a run."""
    person, amount = client.chooser.choice(PERSONS), client.chooser.choice((2, 60, 6_000))
    body = {"owner_id": person, "currency": "COIN", "amount": text(amount, "COIN"), "reason": "order"}
    made = client.send(
        CREATE,
        GAMES,
        _PATH,
        body | {"expires_in": client.chooser.choice((60, 3600, 3600))},
        key=client.tag,
        about={"reserved": Effect(wallet_of(person), -amount)},
    )
    if made.answer:
        world.remember(world.holds, (made.answer.json["hold_id"], Effect(wallet_of(person), -amount)))


def end_hold(client: Client, world: World) -> None:
    """Capture a hold, or a half of it, or release it. Another client may do so with the same hold."""
    known = world.draw(world.holds, client.chooser, keep_share=0.5)
    if known is None:
        return
    hold_id, reserved = known
    path, what = f"{_PATH}/{hold_id}", client.chooser.choice(("whole", "half", "last half", "release"))
    if what == "release":
        client.send(RELEASE, GAMES, f"{path}/release", {}, key=client.tag, about={"hold_id": hold_id})
        return
    amount = reserved.minor if what == "whole" else reserved.minor // 2
    is_final = what != "half"
    client.send(
        CAPTURE,
        GAMES,
        f"{path}/capture",
        {"amount": text(-amount, "COIN"), "final": is_final},
        key=client.tag,
        identity=by_key(GAMES.sub, client.tag),
        kind="hold_capture",
        effects=(Effect(reserved.wallet, amount),),
        about={"balances": {"balance_after": reserved.wallet}, "hold_id": hold_id, "is_final": is_final},
    )


def read_held(client: Client) -> None:
    """Read what is held of each person's wallet, when nobody writes."""
    client.patience = CERTAIN
    for person in PERSONS:
        path = f"/api/v1/wallets/{person}/balance?currency=COIN"
        client.get(HELD, GAMES, path, {"wallet": wallet_of(person)})
