"""Lets pages of other hosts read the answers, so that the console in the documentation can show them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def permit_other_hosts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer what browsers ask first, and permit every answer to be read: there are no secrets in the boat hire."""

    def answer(request: HttpRequest) -> HttpResponse:
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if asks_first else get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE"
        response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        return response

    return answer
