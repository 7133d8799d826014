"""Warns about contracts that drf-spectacular cannot see, as one of its own warnings."""

from __future__ import annotations

import inspect
from functools import lru_cache
from typing import Any

from .contract import contracts_of


@lru_cache(maxsize=1)
def warn_of_hidden_contracts() -> None:
    """Let drf-spectacular warn of contracts below ``@action`` whenever it makes a document.

    It asks its extensions about each view. Ours takes the place of none.
    """
    from drf_spectacular.extensions import OpenApiViewExtension

    class HiddenContracts(OpenApiViewExtension):
        priority = 1_000_000  # must be the first to be asked: the last answer counts

        @classmethod
        def _matches(cls, target: Any) -> bool:
            from drf_spectacular.drainage import warn

            view = getattr(target, "cls", target)
            for name in hidden_contracts(view):
                warn(
                    f"{view.__name__}.{name}: @action is above @validated_request, so the spec does not contain the "
                    "declaration. Put @validated_request above @action."
                )
            return False

        def view_replacement(self) -> Any:
            raise NotImplementedError


def hidden_contracts(view: type) -> list[str]:
    """Return the names of the actions of *view* whose contract is below ``@action``."""
    return [
        name
        for name, method in inspect.getmembers(view, inspect.isfunction)
        if hasattr(method, "mapping")
        and contracts_of(method) != contracts_of(getattr(method, "kwargs", {}).get("schema"))
    ]
