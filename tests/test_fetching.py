"""Documents from a URL: what a server may do, and what becomes of it."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import resource
import socket
import threading
import time
import zlib
from contextlib import contextmanager

import pytest
import yaml
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.source import fetch
from sphinxcontrib_openapi_pages.openapi.source.hosts import Hosts, is_host, is_public

OK = api({"/ok": {"get": operation("ok_list", "g")}})
BODY = json.dumps(OK).encode()
PAGE = "api/g/ok_list"


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    monkeypatch.setattr(fetch, "BACKOFF", 0.01)
    monkeypatch.setenv("NO_PROXY", "*")


@contextmanager
def served(*answers, host="127.0.0.1"):
    """Serve *answers*, one after another; yield the URL and the headers of the requests.

    An answer is status, headers and body, or a function of the request handler.
    """
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(dict(self.headers))
            answer = answers[min(len(seen), len(answers)) - 1]
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_port}/openapi.json", seen
    finally:
        server.shutdown()


def stall(handler):
    """Accept the request and say nothing."""
    time.sleep(30)


def stall_within_the_body(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    handler.wfile.write(BODY[:20])
    handler.wfile.flush()
    time.sleep(30)


def truncate(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    handler.wfile.write(BODY[:20])


def hang_up(handler):
    handler.connection.close()


def endless(handler):
    """Send more than is permitted, without saying how much there is."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(64):
            handler.wfile.write(b" " * 2**20)
    except OSError:
        pass


def redirect(url, status=302):
    return (status, {"Location": url}, b"")


def drip(start, end=b"", pause=0.05):
    """Return an answer that sends *start* at once and then, ever again, a byte before *end* could come."""

    def answer(handler):
        try:
            handler.wfile.write(start)
            for _ in range(2400):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(pause)
            handler.wfile.write(end)
        except OSError:
            pass

    return answer


def site_of(make_site, url, **options):
    return make_site(api(), options={"spec": url, **options})


def test_a_document_is_fetched_once_and_then_asked_whether_it_changed(make_site):
    with served((200, {"ETag": '"one"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}, BODY), (304, {}, b"")) as (
        url,
        seen,
    ):
        site = site_of(make_site, url).build()
        assert PAGE in site.docnames()
        assert site.build().read == []
        assert "[openapi] reading" not in site.status  # nothing is parsed
    assert len(seen) == 2
    assert seen[1]["If-None-Match"] == '"one"'
    assert seen[1]["If-Modified-Since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert site.warnings == []


def test_a_document_that_changed_is_fetched_once(make_site):
    new = json.dumps(api({"/new": {"get": operation("new_list", "g")}})).encode()
    with served((200, {"ETag": '"one"'}, BODY), (200, {"ETag": '"two"'}, new), (304, {}, b"")) as (url, seen):
        site = site_of(make_site, url).build()
        assert "api/g/new_list" in site.build().docnames()
        assert len(seen) == 2
        site.build()
    assert seen[2]["If-None-Match"] == '"two"'


FAULTS = {
    "status 500": ((500, {}, b""), "the server answered 500 Internal Server Error", 3),
    "status 429": ((429, {"Retry-After": "3600"}, b""), "the server answered 429 Too Many Requests", 3),
    "status 404": ((404, {}, b"no"), "the server answered 404 Not Found", 1),
    "status 204": ((204, {}, b""), "the server answered 204 No Content", 1),
    "status 304": ((304, {}, b""), "the server answered 304 Not Modified, but there is no copy", 1),
    "stall": (stall, "there was no answer within 0.4 seconds", 3),
    "stall within the body": (stall_within_the_body, "there was no answer within 0.4 seconds", 3),
    "truncated": (truncate, "the server closed the connection too early", 3),
    "hang up": (hang_up, "no connection: ", 3),
    "endless": (endless, "it is larger than 1 MB; to read it, set the option 'max_size'", 1),
    "gzip bomb": (
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 2**26)),
        "it is larger than 1 MB",
        1,
    ),
    "gzip bomb in a gzip bomb": (
        (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b" " * 2**28))),
        "it is larger than 1 MB",
        1,
    ),
    "not gzip": ((200, {"Content-Encoding": "gzip"}, BODY), "what the server sent cannot be unpacked", 1),
    "redirect to another host": (
        redirect("http://localhost:9/openapi.json"),
        "it redirects to the host localhost; to follow, name the host in 'remote_references'",
        1,
    ),
    "redirect to a file": (redirect("file:///etc/passwd"), "it redirects to file:, which is not followed", 1),
    "redirect to nonsense": (redirect("http://[::1"), "it redirects to an invalid URL", 1),
    "redirect to a port that no host has": (
        redirect("http://127.0.0.1:99999/openapi.json"),
        "it redirects to an invalid URL",
        1,
    ),
    "redirect to a port that is a word": (redirect("http://127.0.0.1:web/"), "it redirects to an invalid URL", 1),
    "redirect to no host": (redirect("https:///openapi.json"), "it redirects to an invalid URL", 1),
    "redirect to nothing": (redirect("http://"), "it redirects more than 10 times", 10),
    "redirect in broken UTF-8": (redirect("/\xff\xfe"), "its address is not a URL that can be fetched", 1),
    "redirect in a circle": (redirect("/openapi.json"), "it redirects more than 10 times", 10),
}


def _be_hasty(monkeypatch, name):
    """Wait for a server that says nothing for a moment only. A busy machine may take longer for all others."""
    if name.startswith("stall"):
        monkeypatch.setattr(fetch, "TIMEOUT", 0.4)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_server_is_one_warning(make_site, monkeypatch, name):
    answer, words, requests = FAULTS[name]
    with served(answer) as (url, seen):
        _be_hasty(monkeypatch, name)
        site = site_of(make_site, url, max_size=1).build()
    assert len(site.warnings) == 1
    assert f"{url}:1: WARNING: the document cannot be read: {words}" in site.warnings[0]
    assert "[openapi_pages.source]" in site.warnings[0]
    assert len(seen) == requests
    assert "cannot be shown" in site.text("api/index")
    assert not list(site.srcdir.rglob("*.copy"))


@pytest.mark.parametrize("name", FAULTS)
def test_the_last_copy_is_used_with_a_warning_when_the_network_is_gone(make_site, monkeypatch, name):
    answer, words, _ = FAULTS[name]
    with served((200, {}, BODY), answer) as (url, _):
        site = site_of(make_site, url, max_size=1).build()
        _be_hasty(monkeypatch, name)
        site.build()
    assert PAGE in site.docnames()
    assert site.read == []
    if name == "status 304":
        assert site.warnings == []
    else:
        assert len(site.warnings) == 1
        assert f"cannot be fetched: {words}" in site.warnings[0]
        assert "its last copy is used" in site.warnings[0]


def test_a_fault_of_the_network_is_not_told_again_when_it_is_over(make_site):
    with served((200, {}, BODY), (404, {}, b""), (200, {}, BODY)) as (url, _):
        site = site_of(make_site, url).build()
        assert len(site.build(openapi_pages={"api": {"spec": url, "group_size": 5}}).warnings) == 1
        assert site.build(openapi_pages={"api": {"spec": url, "group_size": 5}}).warnings == []


def test_nobody_answers(make_site):
    with served((200, {}, BODY)) as (url, _):
        port = url.split(":")[2].split("/")[0]
    site = site_of(make_site, f"http://user:secret@127.0.0.1:{port}/x").build()
    assert len(site.warnings) == 1
    assert "no connection: Connection refused" in site.warnings[0]
    assert "secret" not in site.status + str(site.warnings)


@pytest.mark.parametrize("fault", [(503, {}, b""), truncate, hang_up])
def test_the_third_try_succeeds(make_site, fault):
    with served(fault, fault, (200, {}, BODY)) as (url, seen):
        site = site_of(make_site, url).build()
    assert PAGE in site.docnames()
    assert site.warnings == []
    assert len(seen) == 3


UNUSABLE = {
    "a page to log in": ((200, {"Content-Type": "text/html"}, b"<html><p>Log in: please</html>"), "parse"),
    "half a document": ((200, {"Content-Type": "application/json"}, BODY[:60]), "parse"),
    "latin-1": ((200, {"Content-Type": "application/yaml; charset=latin-1"}, "openapi: ä".encode("latin-1")), "parse"),
    "nothing": ((200, {}, b""), "parse"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_document_does_not_take_the_place_of_the_last_good_copy(make_site, name):
    answer, subtype = UNUSABLE[name]
    with served((200, {"ETag": '"good"'}, BODY), answer, (304, {}, b"")) as (url, seen):
        site = site_of(make_site, url).build()
        site.build()
        assert PAGE in site.docnames()
        assert len(site.warnings) == 1
        assert "its last good copy is used" in site.warnings[0]
        assert f"[openapi_pages.{subtype}]" in site.warnings[0]
        assert site.build().warnings == []
    assert seen[2]["If-None-Match"] == '"good"'


@pytest.mark.parametrize(
    "content_type", ["text/html", "image/png", "application/json; charset=latin-1", "nonsense", ""]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_the_bytes_tell_what_a_document_is_whatever_the_server_says(make_site, content_type, encoding):
    text = json.dumps(api({"/ok": {"get": operation("ok_list", "g", summary="Größe €")}}), ensure_ascii=False)
    with served((200, {"Content-Type": content_type}, text.encode(encoding))) as (url, _):
        site = site_of(make_site, url).build()
    assert site.title(PAGE) == "Größe €"
    assert site.warnings == []


@pytest.mark.parametrize("packed", [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_what_a_server_packs_is_unpacked(make_site, packed):
    name, pack = packed
    with served((200, {"Content-Encoding": name}, pack(yaml.safe_dump(OK).encode()))) as (url, _):
        assert PAGE in site_of(make_site, url).build().docnames()


DRIPS = {
    "body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
    "body of unknown length": drip(b"HTTP/1.0 200 OK\r\n\r\n" + BODY),
    "chunks": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;"),
    "headers": drip(b"HTTP/1.1 200 OK\r\nX-Slow:"),
    "status": drip(b"HTTP/1.1 200"),
    "redirect": drip(b"HTTP/1.1 302 Found\r\nLocation: /openapi.json\r\nX-Slow:"),
    "packed body": drip(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(BODY)),
}


@pytest.mark.parametrize("name", DRIPS)
def test_a_server_that_sends_a_byte_now_and_then_has_a_deadline_in_all(make_site, monkeypatch, name):
    with served((200, {}, BODY), DRIPS[name]) as (url, seen):
        site = site_of(make_site, url).build()
        monkeypatch.setattr(fetch, "DEADLINE", 1)
        started = time.monotonic()
        site.build()
        assert time.monotonic() - started < 60  # the server goes on for two minutes
    assert len(seen) == 2
    assert PAGE in site.docnames()
    assert len(site.warnings) == 1
    assert "cannot be fetched: it did not arrive within 1 seconds; its last copy is used" in site.warnings[0]


def test_the_deadline_holds_for_redirects_and_tries_together(make_site, monkeypatch):
    monkeypatch.setattr(fetch, "DEADLINE", 1)

    def slow_redirect(handler):
        time.sleep(0.3)
        handler.send_response(302)
        handler.send_header("Location", "/openapi.json")
        handler.end_headers()

    with served(slow_redirect) as (url, seen):
        site = site_of(make_site, url).build()
    assert 1 <= len(seen) <= 4
    assert "it did not arrive within 1 seconds" in site.warnings[0]


def test_a_bomb_stays_small(make_site):
    packer = zlib.compressobj(wbits=31)  # with the head and tail of gzip
    bomb = gzip.compress(b"".join([packer.compress(b" " * 2**20) for _ in range(1024)]) + packer.flush())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with served((200, {"Content-Encoding": "gzip, gzip"}, bomb)) as (url, _):
        site_of(make_site, url).build()
    # In kilobytes; all that is in the bomb would be a million.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_redirect_on_the_same_host_is_followed(make_site):
    with served(redirect("/elsewhere", 308), (200, {}, BODY)) as (url, _):
        assert PAGE in site_of(make_site, url).build().docnames()


def test_a_redirect_to_a_permitted_host_is_followed_without_the_password(make_site, monkeypatch):
    monkeypatch.setenv("OPENAPI_PAGES_AUTHORIZATION", "Bearer secret")
    with (
        served((200, {}, BODY), host="127.0.0.2") as (other, seen_by_other),
        served(redirect(other)) as (url, seen),
    ):
        site = site_of(make_site, url, remote_references=["127.0.0.2"]).build()
    assert PAGE in site.docnames()
    assert seen[0]["Authorization"] == "Bearer secret"
    assert "Authorization" not in seen_by_other[0]
    written = b"".join(path.read_bytes() for path in site.srcdir.rglob("*") if path.is_file())
    assert b"Bearer secret" not in written
    assert "secret" not in site.status + str(site.warnings)


def test_another_port_is_another_place_for_a_password(make_site, monkeypatch):
    monkeypatch.setenv("OPENAPI_PAGES_AUTHORIZATION_API", "Bearer secret")
    with served((200, {}, BODY)) as (other, seen_by_other), served(redirect(other)) as (url, _):
        assert PAGE in site_of(make_site, url).build().docnames()
    assert "Authorization" not in seen_by_other[0]


def test_each_of_several_apis_has_its_own_authorization(make_site, monkeypatch):
    monkeypatch.setenv("OPENAPI_PAGES_AUTHORIZATION", "Bearer of-none")
    monkeypatch.setenv("OPENAPI_PAGES_AUTHORIZATION_TWO", "Bearer of-two")
    with served((200, {}, BODY)) as (one, seen_by_one), served((200, {}, BODY)) as (two, seen_by_two):
        make_site(OK, conf=f"openapi_pages = {{'api': {one!r}, 'two': {two!r}}}").build()
    assert "Authorization" not in seen_by_one[0]
    assert seen_by_two[0]["Authorization"] == "Bearer of-two"


def test_user_and_password_of_a_url_are_sent_and_not_shown(make_site):
    with served((401, {}, b""), (200, {}, BODY)) as (url, seen):
        site = site_of(make_site, url.replace("http://", "http://jo%40x:s%C3%A9cret@")).build()
    assert seen[0]["Authorization"] == "Basic am9AeDpzw6ljcmV0"
    assert site.warnings[0].startswith(f"{url}:1: WARNING: the document cannot be read: the server answered 401")
    assert "cret@" not in site.status + site.text("api/index")


def test_netrc_is_read_unless_an_authorization_is_given(make_site, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login jo password pw\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with served((200, {}, BODY)) as (url, seen):
        site = site_of(make_site, url).build()
        monkeypatch.setenv("OPENAPI_PAGES_AUTHORIZATION", "Token t")
        site.build()
    assert [request["Authorization"] for request in seen] == ["Basic am86cHc=", "Token t"]


def test_netrc_is_for_the_port_of_the_document_alone(make_site, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login jo password pw\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    item = yaml.safe_dump({"get": operation("far", "g")}).encode()
    with served((200, {}, item)) as (other, seen_by_other):
        spec = json.dumps(api({"/far": {"$ref": other}})).encode()
        with served(redirect(other.replace("openapi.json", "moved"))) as (moved, seen_by_moved):
            site_of(make_site, moved).build()
        with served((200, {}, spec)) as (url, seen):
            site = site_of(make_site, url, remote_references=["127.0.0.1"]).build()
    assert "api/g/far" in site.docnames()
    assert [request.get("Authorization") for request in (*seen_by_moved, *seen)] == ["Basic am86cHc="] * 2
    assert len(seen_by_other) == 2
    assert not any("Authorization" in request for request in seen_by_other)


def test_cookies_are_kept_for_the_same_port_and_for_no_other(make_site):
    cookie = {"Set-Cookie": "session=secret; Path=/"}
    with served((200, {}, BODY)) as (other, seen_by_other):
        first, second = (302, {"Location": "/again", **cookie}, b""), (302, {"Location": other, **cookie}, b"")
        with served(first, second) as (url, seen):
            assert PAGE in site_of(make_site, url).build().docnames()
    assert [request.get("Cookie") for request in seen] == [None, "session=secret"]
    assert "Cookie" not in seen_by_other[0]


@pytest.mark.parametrize(
    "value", ["Bearer secret\n", "Bearer secret\r\nX-Evil: 1", "Bearer secret\0", "Bearer secret€"]
)
def test_an_authorization_that_no_header_can_hold_is_refused_and_not_shown(make_site, monkeypatch, value):
    if "\0" in value:
        monkeypatch.setattr("os.environ", {**os.environ, "OPENAPI_PAGES_AUTHORIZATION": value})
    else:
        monkeypatch.setenv("OPENAPI_PAGES_AUTHORIZATION", value)
    with served((200, {}, BODY)) as (url, seen):
        site = site_of(make_site, url).build()
    assert seen == []
    assert len(site.warnings) == 1
    assert "the environment variable OPENAPI_PAGES_AUTHORIZATION contains a line break" in site.warnings[0]
    assert "secret" not in site.status + str(site.warnings) + site.text("api/index")


def test_a_validator_that_no_header_can_hold_is_not_sent_back(make_site):
    with served((200, {"ETag": "\x85a", "Last-Modified": "\x01"}, BODY)) as (url, seen):
        site = site_of(make_site, url).build()
        assert site.build().warnings == []
    assert len(seen) == 2
    assert not any(name.startswith("If-") for name in seen[1])


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/x", "http://[::1/x", "http:///x", "http://jo:secret@[::1/x"])
def test_an_address_of_the_document_that_is_no_url_is_one_warning(make_site, url):
    site = site_of(make_site, url).build()
    assert len(site.warnings) == 1
    assert "its address is not a URL that can be fetched" in site.warnings[0]
    assert "secret" not in site.warnings[0]


def test_a_proxy_is_used(make_site, monkeypatch):
    monkeypatch.delenv("NO_PROXY")
    with served((200, {}, BODY)) as (proxy, seen):
        monkeypatch.setenv("http_proxy", proxy.removesuffix("/openapi.json"))
        site = site_of(make_site, "http://api.example.com/openapi.json").build()
    assert PAGE in site.docnames()
    assert seen[0]["Host"] == "api.example.com"


def test_references_to_a_permitted_host_are_fetched(make_site):
    item = yaml.safe_dump({"get": operation("far", "g")}).encode()
    with served((200, {}, item)) as (url, seen):
        spec = api({"/far": {"$ref": url}, "/again": {"$ref": url}})
        site = make_site(spec, options={"remote_references": ["127.0.0.1"]}).build()
        assert "api/g/far" in site.docnames()
    assert len(seen) == 1


@pytest.mark.parametrize(
    "reference", ["http://[::1", "http://127.0.0.1:999999/x", "HTTP://127.0.0.1:9/x", "//x/y", "\0"]
)
def test_references_that_are_not_permitted_or_no_url_open_no_connection(make_site, reference):
    with served((500, {}, b"")) as (_, seen):
        paths = {"/ok": {"get": operation("ok_list", "g", responses={"200": {"$ref": reference}})}}
        site = make_site(api(paths)).build()
    assert seen == []
    assert "leads nowhere" in site.text(PAGE)
    assert len(site.warnings) == 1
    assert "[openapi_pages.reference]" in site.warnings[0]


def test_certificates_are_verified(make_site, tmp_path):
    trustme = pytest.importorskip("trustme", reason="needs trustme")
    import ssl

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = site_of(make_site, f"https://127.0.0.1:{server.server_port}/x").build()
    server.shutdown()
    assert len(site.warnings) == 1
    assert "the TLS certificate of the server is not accepted" in site.warnings[0]


# Addresses


@pytest.fixture
def name_server(monkeypatch):
    """Return a dict from name to addresses, for names that no other name server knows."""
    names = {}
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        found = names.get(host, [host])
        found = found() if callable(found) else found
        return [entry for address in found for entry in real(address, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return names


def named(url, name):
    return url.replace("127.0.0.1", name)


ITEM = yaml.safe_dump({"get": operation("far", "g")}).encode()


@pytest.mark.parametrize(
    ("entries", "is_permitted"),
    [
        (["schemas.example"], False),
        (["schemas.example", "127.0.0.1"], True),
        (["Schemas.Example", "127.0.0.0/8"], True),
        (["schemas.example", "10.0.0.0/8", "::1"], False),
        (["127.0.0.0/8"], False),
    ],
)
def test_a_permitted_name_does_not_open_the_local_network(make_site, name_server, entries, is_permitted):
    name_server["schemas.example"] = ["127.0.0.1"]
    with served((200, {}, ITEM)) as (url, seen):
        spec = api({"/far": {"$ref": named(url, "schemas.example")}, "/ok": {"get": operation("ok_list", "g")}})
        site = make_site(spec, options={"remote_references": entries}).build()
    assert ("api/g/far" in site.docnames()) == is_permitted
    assert len(seen) == is_permitted
    assert len(site.warnings) == (not is_permitted)
    if entries == ["schemas.example"]:
        words = "the host schemas.example is at 127.0.0.1, which is not a public internet address"
        assert words in site.warnings[0]
        assert "name this address in 'remote_references', too" in site.warnings[0]


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "169.254.169.254", "192.168.0.1", "::1", "fe80::1", "::ffff:127.0.0.1", "0.0.0.0"]
)
def test_no_connection_is_opened_to_an_address_that_is_not_permitted(make_site, name_server, monkeypatch, address):
    name_server["schemas.example"] = [address]
    connected = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, target: connected.append(target))
    spec = api({"/ok": {"get": operation("ok_list", "g")}, "/far": {"$ref": "http://schemas.example/x"}})
    site = make_site(spec, options={"remote_references": ["schemas.example"]}).build()
    assert connected == []
    assert f"is at {address}, which is not" in site.warnings[0]


def test_of_several_addresses_those_that_are_permitted_are_used(make_site, name_server):
    name_server["schemas.example"] = ["127.0.0.2", "127.0.0.1"]
    with served((200, {}, ITEM)) as (url, seen), served((200, {}, ITEM), host="127.0.0.2"):
        spec = api({"/far": {"$ref": named(url, "schemas.example")}})
        options = {"remote_references": ["schemas.example", "127.0.0.1"]}
        assert "api/g/far" in make_site(spec, options=options).build().docnames()
    assert len(seen) == 1


def test_localhost_is_on_this_machine(make_site):
    with served((200, {}, ITEM)) as (url, _):
        spec = api({"/far": {"$ref": named(url, "localhost")}})
        assert "api/g/far" in make_site(spec, options={"remote_references": ["localhost"]}).build().docnames()


def test_the_host_of_the_document_may_be_anywhere(make_site, name_server):
    name_server["docs.example"] = ["127.0.0.1"]
    with served(redirect("/moved"), (200, {}, BODY)) as (url, seen):
        assert PAGE in site_of(make_site, named(url, "docs.example")).build().docnames()
    assert len(seen) == 2


def test_a_redirect_to_a_permitted_name_does_not_open_the_local_network(make_site, name_server):
    name_server["schemas.example"] = ["127.0.0.1"]
    with served((200, {}, BODY)) as (other, seen), served(redirect(named(other, "schemas.example"))) as (url, _):
        site = site_of(make_site, url, remote_references=["schemas.example"]).build()
    assert seen == []
    assert "the host schemas.example is at 127.0.0.1" in site.warnings[0]


def test_a_host_of_the_internet_that_moves_into_the_local_network_is_not_followed(make_site, name_server, monkeypatch):
    """The name is another address each time that it is asked for (DNS rebinding)."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.2")
    addresses = iter([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])
    name_server["docs.example"] = lambda: next(addresses)
    with (
        served((200, {}, BODY)) as (inner, seen),
        served(redirect(named(inner, "docs.example")), host="127.0.0.2") as (outer, seen_outside),
    ):
        site = site_of(make_site, outer.replace("127.0.0.2", "docs.example")).build()
    assert (len(seen), len(seen_outside)) == (0, 1)
    assert "the host docs.example is at 127.0.0.1" in site.warnings[0]


def test_what_a_proxy_connects_to_is_for_the_proxy(make_site, monkeypatch):
    monkeypatch.delenv("NO_PROXY")
    with served((200, {}, ITEM)) as (proxy, seen):
        monkeypatch.setenv("http_proxy", proxy.removesuffix("/openapi.json"))
        spec = api({"/far": {"$ref": "http://schemas.example/x"}})
        site = make_site(spec, options={"remote_references": ["schemas.example"]}).build()
    assert "api/g/far" in site.docnames()
    assert seen[0]["Host"] == "schemas.example"


@pytest.mark.parametrize("name", ["body", "headers"])
def test_the_deadline_holds_for_a_proxy(make_site, monkeypatch, name):
    monkeypatch.setattr(fetch, "DEADLINE", 1)
    monkeypatch.delenv("NO_PROXY")
    with served(DRIPS[name]) as (proxy, _):
        monkeypatch.setenv("http_proxy", proxy.removesuffix("/openapi.json"))
        site = site_of(make_site, "http://api.example.com/openapi.json").build()
    assert "it did not arrive within 1 seconds" in site.warnings[0]


PUBLIC = ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1"]
LOCAL = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet(address):
    assert is_public(address)


@pytest.mark.parametrize("address", LOCAL)
def test_addresses_that_are_none_of_the_internet(address):
    assert not is_public(address)
    assert not Hosts.of(["schemas.example"]).permits("schemas.example", address)


def test_what_the_option_takes_for_a_host():
    for entry in (
        "api.example.com",
        "localhost",
        "bücher.example",
        "10.0.0.1",
        "10.0.0.0/8",
        "::1",
        "[::1]",
        "fd00::/8",
    ):
        assert is_host(entry)
    for entry in ("https://api.example.com", "api.example.com/x", "api.example.com:8080", "jo@api.example.com", "a b"):
        assert not is_host(entry)
    assert "::1" in Hosts.of(["[::1]"])
    assert "api.example.com" in Hosts.of(["API.example.com"])
