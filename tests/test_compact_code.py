"""Highlighted code on pages of APIs, without elements that have no look."""

from __future__ import annotations

from conftest import api, operation
from pygments.styles import get_style_by_name

from sphinxcontrib_openapi_pages.outputs.compact_code import plain_classes, shortened


def test_blanks_have_no_elements_and_punctuation_one():
    html = '<span class="p">{</span>\n<span class="w">  </span><span class="nt">"a"</span><span class="p">:</span>'
    html += '<span class="w"> </span><span class="p">[],</span> <span class="p">{}</span>\n<span class="p">}</span>'
    assert shortened(html) == (
        '<span class="p">{</span>\n  <span class="nt">"a"</span><span class="p">: [], {}</span>\n<span class="p">}</span>'
    ), "only within a line, where the script folds nothing"


def test_tokens_without_a_look_have_no_elements_but_brackets():
    html = '<span class="p">{</span><span class="nt">"a"</span><span class="p">:</span> <span class="nx">b</span>'
    assert shortened(html, ["n", "nx", "p"]) == '<span class="p">{</span><span class="nt">"a"</span>: b'


def test_a_token_with_a_look_in_light_or_dark_keeps_its_element():
    light = get_style_by_name("a11y-high-contrast-light")
    assert set(plain_classes(light, "native")) == {"n", "nx", "p"}
    assert set(plain_classes(light, "monokai")) == {"n", "p"}, "monokai has a colour for names in JavaScript"


def test_code_on_pages_says_the_same(make_site):
    value = {"ports": [{"name": "Hull", "depth": 7.5}, {"name": "Whitby"}]}
    answer = {"200": {"description": "", "content": {"application/json": {"example": value}}}}
    site = make_site(
        api({"/a": {"get": operation("a", "g", responses=answer)}}),
        {"own.md": '# Own\n\n```json\n{"a": 1}\n```\n', "index.md": "# Home\n\n```{toctree}\nown\napi/index\n```\n"},
    ).build()
    (block,) = [pre for pre in site.body("api/g/a").select(".highlight-json pre") if "Hull" in pre.get_text()]
    assert '"ports": [\n    {\n      "name": "Hull",' in block.get_text()
    assert block.find("span", class_="w") is None
    assert site.body("own").find("span", class_="w") is not None, "documents of the author are left as they are"
