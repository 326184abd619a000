"""What a seed of a chaos run determines."""

from tests.chaos.clients import Api, Client, Patience
from tests.chaos.history import History


def choices(seed: str, name: str, count: int = 20) -> list[tuple[float, Patience, str]]:
    """The first draw, the patience and the tag of each choice."""
    client = Client(name, seed, Api.__new__(Api), History(lambda: "no fault"))
    return [(client.next().random(), client.patience, client.tag) for _ in range(count)]


def test_the_choices_of_a_client_follow_from_the_seed_and_its_name() -> None:
    assert choices("seed", "client-1") == choices("seed", "client-1")
    assert choices("seed", "client-1") != choices("seed", "client-2")
    assert choices("seed", "client-1") != choices("other", "client-1")


def test_a_choice_depends_on_its_number_and_not_on_the_draws_before_it() -> None:
    client = Client("client-1", "seed", Api.__new__(Api), History(lambda: "no fault"))
    client.next().random()
    client.chooser.random()
    client.next()

    assert client.chooser.random() == choices("seed", "client-1", 2)[1][0]
