"""Runs the boat hire of the folder it is started in, and asks for a token where boats are added.

``python boat_hire_service.py [cors]`` prints the port. With ``cors`` it lets pages of other hosts read its answers.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

sys.path.insert(0, str(Path.cwd()))
os.environ["DJANGO_SETTINGS_MODULE"] = "boat_hire.settings"

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

TOKEN = "lake-7"
CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE"),
    ("Access-Control-Allow-Headers", "Authorization, Content-Type"),
]


class Handler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def application(environ, start_response):
    def start(status, headers, *rest):
        return start_response(status, headers + (CORS if "cors" in sys.argv else []), *rest)

    if environ["REQUEST_METHOD"] == "OPTIONS":
        start("204 No Content", [])
        return []
    if environ["REQUEST_METHOD"] == "POST" and environ.get("HTTP_AUTHORIZATION") != f"Bearer {TOKEN}":
        start("401 Unauthorized", [("Content-Type", "application/json"), ("WWW-Authenticate", "Bearer")])
        return [json.dumps({"detail": "Who are you?"}).encode()]
    return boat_hire(environ, start)


if __name__ == "__main__":
    boat_hire = get_wsgi_application()
    call_command("migrate", verbosity=0)
    server = make_server("127.0.0.1", 0, application, handler_class=Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
