"""The first walk through the product, against `zou up`."""

from pathlib import Path

import pytest

from tests.e2e.running import Running
from tests.e2e.walk import Walk

pytestmark = pytest.mark.xdist_group("up")


def test_real_clients_walk_through_a_production(tmp_path: Path) -> None:
    seen: list[str] = []
    with Running(tmp_path / "data", "--admin-password", "walk-with-me") as up:
        Walk(f"http://localhost:{up.port}", "admin@example.com", "walk-with-me", seen.append).run()
    assert len(seen) == 7
