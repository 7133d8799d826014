"""Runs the boat hire of the folder it is started in, and asks for a token where something is added.

``python boat_hire_service.py [cors]`` prints the port. Without ``cors`` it lets no page of another host read its answers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

TOKEN = "lake-7"


class Handler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def ask_for_token(get_response):
    from django.http import JsonResponse

    def answer(request):
        if request.method == "POST" and request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return JsonResponse({"detail": "Who are you?"}, status=401)
        return get_response(request)

    return answer


def main():
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "boat_hire.settings"
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    if "cors" not in sys.argv:
        settings.MIDDLEWARE.remove("boat_hire.cors.permit_other_hosts")
    settings.MIDDLEWARE.append("__main__.ask_for_token")
    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    server = make_server("127.0.0.1", 0, application, handler_class=Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
