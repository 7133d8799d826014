"""Highlighted code on pages of APIs, without elements that have no look."""

from __future__ import annotations

from conftest import api, operation

from sphinxcontrib_openapi_pages.outputs.compact_code import shortened


def test_blanks_have_no_elements_and_punctuation_one():
    html = '<span class="p">{</span>\n<span class="w">  </span><span class="nt">"a"</span><span class="p">:</span>'
    html += '<span class="w"> </span><span class="p">[],</span> <span class="p">{}</span>\n<span class="p">}</span>'
    assert shortened(html) == (
        '<span class="p">{</span>\n  <span class="nt">"a"</span><span class="p">: [],</span> '.replace(
            ": [],</span> ", ": [], {}\n}</span>"
        )
    )


def test_code_on_pages_says_the_same(make_site):
    value = {"ports": [{"name": "Hull", "depth": 7.5}, {"name": "Goole"}]}
    answer = {"200": {"description": "", "content": {"application/json": {"example": value}}}}
    site = make_site(
        api({"/a": {"get": operation("a", "g", responses=answer)}}),
        {"own.md": '# Own\n\n```json\n{"a": 1}\n```\n', "index.md": "# Home\n\n```{toctree}\nown\napi/index\n```\n"},
    ).build()
    (block,) = [pre for pre in site.body("api/g/a").select(".highlight-json pre") if "Hull" in pre.get_text()]
    assert '"ports": [\n    {\n      "name": "Hull",' in block.get_text()
    assert block.find("span", class_="w") is None
    assert site.body("own").find("span", class_="w") is not None, "documents of the author are left as they are"
