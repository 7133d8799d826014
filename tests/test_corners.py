"""What few documents have, and every reader of them needs: rare parts of the specification on the page."""

from __future__ import annotations

import json

from conftest import api, operation

PAGE = "api/g/op"


def body(schema, **members):
    return {"content": {"application/json": {"schema": schema}}, **members}


def answer(schema):
    return {"200": {"description": "Fine.", "content": {"application/json": {"schema": schema}}}}


def text(site):
    return " ".join((site.outdir / f"{PAGE}.txt").read_text("utf-8").split())


def test_what_is_said_of_fields_is_in_text_too(make_site):
    closed = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
    kind = {"enum": ["s", "m"], "x-enumDescriptions": {"s": "It is *small*.", "m": "It is larger."}}
    schema = {
        "type": "object",
        "properties": {"kind": kind, "closed": closed, "gone": {"$ref": "#/components/schemas/Gone"}},
    }
    site = make_site(api({"/a": {"post": operation("op", "g", requestBody=body(schema))}}), builder="text").build()
    assert 'Allowed values: "s" It is *small*. "m" It is larger.' in text(site)
    assert "No other properties are permitted." in text(site)
    assert "#/components/schemas/Gone" in text(site)


def test_anchors_are_followed(make_site):
    schemas = {"Flag": {"$anchor": "banner", "type": "object", "properties": {"colour": {"type": "string"}}}}
    spec = api(
        {"/a": {"get": operation("op", "g", responses=answer({"$ref": "#banner"}))}}, components={"schemas": schemas}
    )
    site = make_site(spec).build()
    assert site.warnings == []
    assert "colour" in site.text(PAGE)


def test_samples_in_languages_that_cannot_be_highlighted_are_shown_as_they_are(make_site):
    samples = [{"lang": "Klingon", "label": "Klingon", "source": "Qapla' /a"}]
    site = make_site(api({"/a": {"get": operation("op", "g", **{"x-codeSamples": samples})}})).build()
    assert site.warnings == []
    assert "Qapla' /a" in site.text(PAGE)


def test_markup_of_descriptions_that_is_rare(make_site):
    words = "7. Seven\n8. Eight\n\n<dl><dt>Bee</dt><dd>Has *six* legs.</dd></dl>\n\n[a [b](https://b.example) c](https://a.example)"
    site = make_site(api({"/a": {"get": operation("op", "g", description=words)}})).build()
    page = site.body(PAGE)
    assert page.find("ol")["start"] == "7"
    assert page.find("dt", string="Bee").find_next_sibling("dd").get_text(strip=True) == "Has *six* legs."
    assert page.find("a", string="b")["href"] == "https://b.example"


def test_webhooks_and_vendor_words_of_openapi_2(make_site):
    pet = {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string", "x-nullable": True}}}
    spec = {
        "swagger": "2.0",
        "info": {"title": "Old", "version": "1"},
        "paths": {},
        "x-webhooks": {
            "petLost": {"post": operation("op", "g", responses={"200": {"description": "", "schema": pet}})}
        },
    }
    site = make_site(spec).build()
    assert site.warnings == []
    assert "string or null" in site.text("api/webhooks/op")


def test_bodies_that_come_and_go_are_changes(make_site):
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}
    old = api({"/a": {"post": operation("gains", "g"), "put": operation("loses", "g", requestBody=body(pet))}})
    new = api(
        {"/a": {"post": operation("gains", "g", requestBody=body(pet, required=True)), "put": operation("loses", "g")}}
    )
    news = "---\norphan: true\n---\n# News\n\n```{openapi-changes} old.yaml\n```\n"
    words = make_site(new, {"old.yaml": old, "news.md": news}).build().text("news")
    assert "Gains breaking POST /a Request body: added, required" in words
    assert "Loses breaking PUT /a Request body: removed" in words


def test_alternatives_are_compared_with_their_like(make_site):
    def version(*names):
        cat = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
        dog = {"type": "object", "properties": {"bark": {"type": "string"}}}
        return api({"/a": {"get": operation("op", "g", responses=answer({"oneOf": [cat, dog]}))}})

    news = "---\norphan: true\n---\n# News\n\n```{openapi-changes} old.yaml\n```\n"
    site = make_site(version("meow", "purr"), {"old.yaml": version("meow"), "news.md": news}).build()
    words = site.text("news")
    assert "purr" in words
    assert "meow" not in words
    assert "bark" not in words


def test_an_answer_that_is_default_alone_counts_as_success(make_site):
    spec = api({"/a": {"get": operation("op", "g", responses={"default": answer({"type": "string"})["200"]})}})
    site = make_site(spec, builder="openapi-coverage").build()
    coverage = json.loads((site.outdir / "coverage.json").read_text("utf-8"))
    (entry,) = coverage["apis"]["api"]["operations"]
    assert entry["aspects"]["responses"] is True
    assert entry["aspects"]["errors"] is False
