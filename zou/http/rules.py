"""Routes whose way from values back to an address is made when somebody first asks for it: nobody does, and making 800 of them is a third of the start."""

from collections.abc import Callable
from typing import Any

import werkzeug.routing


class Rule(werkzeug.routing.Rule):
    """A route that compiles its builder of addresses at the first `url_for`."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Any, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(werkzeug.routing.Rule._compile_builder(rule, append_unknown))
            return compiled[0](rule, **values)

        return build
