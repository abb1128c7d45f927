"""The walks through the product, on one `zou up`."""

from collections.abc import Iterator

import pytest

from tests.e2e.day import Day
from tests.e2e.review import Review
from tests.e2e.running import Running
from tests.e2e.walk import Walk
from tests.e2e.walking import Walking

pytestmark = pytest.mark.xdist_group("up")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own."""
    with Running(tmp_path_factory.mktemp("walk") / "data", "--admin-password", "walk-with-me") as up:
        yield f"http://localhost:{up.port}"


@pytest.mark.parametrize("walk", [Walk, Day, Review])
def test_real_clients_walk(server: str, walk: type[Walking]) -> None:
    seen: list[str] = []
    walking = walk(server, "admin@example.com", "walk-with-me", seen.append)
    walking.run()
    assert len(seen) == len(list(walking.parts()))
