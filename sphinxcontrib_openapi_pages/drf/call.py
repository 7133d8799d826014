"""One call of a view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request


@dataclass(frozen=True)
class Call:
    """One call of a view, with its request."""

    view: Any
    """The instance of the view's class."""
    request: Request
    name: str
    """Class and method, or name of the function, for messages."""

    @classmethod
    def of(cls, name: str, args: tuple[Any, ...]) -> Call:
        """Return the call of the method or function *name* with *args*.

        A function that ``@api_view`` wraps gets the request first; its view is in the context of the parsers.
        """
        if isinstance(args[0], Request):
            return cls(args[0].parser_context["view"], args[0], name)
        view, request = args[:2]
        owner = type(view).__name__
        # @api_view names the class that it makes after the function, and all of its methods alike.
        return cls(view, request, owner if name == "handler" else f"{owner}.{name}")
