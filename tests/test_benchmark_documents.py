"""The documents that the benchmarks build."""

from __future__ import annotations

import json
import re
import sys

import pytest
from benchmarks.documents import resized
from benchmarks.peers import Output, Peer
from conftest import api, operation

SCHEMAS = {"A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}}, "B": {}, "C": {}}
CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
DOCUMENT = api(
    {
        f"/{n}": {"get": operation(f"op{n}", "tag", responses={"200": {"description": "", "content": CONTENT}})}
        for n in range(4)
    },
    components={"schemas": SCHEMAS},
    tags=[{"name": "tag"}],
)


@pytest.mark.parametrize("count", [1, 3, 4, 10])
def test_a_document_of_any_size_is_whole(count):
    document = resized(DOCUMENT, count)
    operations = [item["get"] for item in document["paths"].values()]
    assert len(operations) == count
    assert len({operation["operationId"] for operation in operations}) == count
    assert {tag for operation in operations for tag in operation["tags"]} == {tag["name"] for tag in document["tags"]}
    names = re.findall('"#/components/schemas/([^"]+)"', json.dumps(document))
    assert set(names) <= document["components"]["schemas"].keys()
    assert "C" not in document["components"]["schemas"]


def test_another_tool_is_measured_by_its_command(tmp_path):
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(DOCUMENT), "utf-8")
    script = "import shutil, sys; [shutil.copy(sys.argv[1], f'{sys.argv[2]}/{n}.html') for n in 'ab']"
    peer = Peer.read(f'copies={sys.executable} -c "{script}" {{document}} {{output}}')
    output = tmp_path / "out"
    run = peer.build(document, output)
    assert peer.name == "copies"
    assert run.seconds > 0
    (output / ".doctrees").mkdir()
    (output / ".doctrees/large").write_text("x" * 100_000)
    written = Output.of(output, without=[".doctrees"])
    assert written.pages == 2
    assert written.megabytes * 1e6 == 2 * document.stat().st_size
    with pytest.raises(RuntimeError, match="no such thing"):
        Peer.read(f"broken={sys.executable} -c \"raise SystemExit('no such thing')\"").build(document, output)
