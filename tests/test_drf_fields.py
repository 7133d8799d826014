"""Responses that serializers write are right: those of all kinds of fields with all their flags.

A long run, each test with so many serializers:
``OPENAPI_PAGES_FUZZ=10000 pytest -p no:logging tests/test_drf_fields.py``
"""

from __future__ import annotations

import datetime
import re
import uuid
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from boats.models import Boat, Hire
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db.models.fields.files import FieldFile, FileField
from django.test import override_settings
from drf_spectacular.settings import spectacular_settings
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView
from test_fuzz import COUNT, fuzzed

from sphinxcontrib_openapi_pages.drf import ResponseValidationError, validated_request

numbers = count()

factory = APIRequestFactory()


def texts(minimum=0, maximum=20):
    return st.text(st.characters(exclude_categories=("Cs",)), min_size=minimum, max_size=maximum)


def flags(draw, *, blank=False):
    """Draw the arguments that all fields have."""
    kind = draw(st.sampled_from(["plain", "plain", "read_only", "write_only", "optional", "default", "made"]))
    given = {
        "plain": {}, "read_only": {"read_only": True}, "write_only": {"write_only": True}, "optional": {"required": False},
        "default": {"default": None}, "made": {"default": lambda: None},
    }[kind]  # fmt: skip
    given |= draw(st.sampled_from([{}, {"allow_null": True}]))
    given |= draw(st.sampled_from([{}, {"label": "A label"}, {"help_text": "Some help."}]))
    if blank:
        given |= draw(st.sampled_from([{}, {"allow_blank": True}]))
    return given


def bounds(draw, low, high, least="min_value", most="max_value"):
    """Draw bounds, none of which need be there, and the numbers that they are."""
    given = {}
    if draw(st.booleans()):
        given[least] = low = draw(st.integers(low, high))
    if draw(st.booleans()):
        given[most] = high = draw(st.integers(low, high))
    return given, low, high


def character_fields(draw):
    limits, low, high = bounds(draw, 1, 20, "min_length", "max_length")
    trim = draw(st.sampled_from([{}, {"trim_whitespace": False}]))
    return serializers.CharField(**flags(draw, blank=True), **limits, **trim), texts(low, high)


PATTERNS = [
    (r"^\w*$", st.from_regex(r"\A[a-z_]*\Z")),
    (r"\Aa+\Z", st.from_regex(r"\Aa+\Z")),
    (re.compile("^ahoy$", re.IGNORECASE), st.sampled_from(["ahoy", "AHOY"])),
    (re.compile("^ a $ # verbose", re.VERBOSE), st.just("a")),
    (r"^[é\x41]+$", st.sampled_from(["é", "A"])),
    (r"^\d{4}-\d\d$", st.from_regex(r"\A[0-9]{4}-[0-9]{2}\Z")),
]


def pattern_fields(draw):
    pattern, values = draw(st.sampled_from(PATTERNS))
    return serializers.RegexField(pattern, **flags(draw, blank=True)), values


def validated_fields(draw):
    avoided = RegexValidator("^forbidden$", inverse_match=True)
    return serializers.CharField(validators=[avoided], **flags(draw)), st.just("permitted")


def slug_fields(draw):
    return serializers.SlugField(**flags(draw, blank=True), allow_unicode=draw(st.booleans())), st.just("a-slug_1")


def address_fields(draw):
    kind = draw(st.sampled_from([serializers.EmailField, serializers.URLField]))
    values = {serializers.EmailField: "ada@example.org", serializers.URLField: "https://example.org/?a=b"}
    return kind(**flags(draw, blank=True)), st.just(values[kind])


def ip_fields(draw):
    protocol, version = draw(st.sampled_from([("both", None), ("ipv4", 4), ("ipv6", 6), ("IPv4", 4)]))
    return (
        serializers.IPAddressField(protocol=protocol, **flags(draw, blank=True)),
        st.ip_addresses(v=version).map(str),
    )


def uuid_fields(draw):
    form = draw(st.sampled_from(["hex_verbose", "hex", "int", "urn"]))
    return serializers.UUIDField(format=form, **flags(draw)), st.uuids()


def integer_fields(draw):
    limits, low, high = bounds(draw, -(2**70), 2**70)
    kind = draw(st.sampled_from([serializers.IntegerField, serializers.BigIntegerField]))
    return kind(**flags(draw), **limits), st.integers(low, high)


def float_fields(draw):
    limits, low, high = bounds(draw, -1000, 1000)
    return serializers.FloatField(**flags(draw), **limits), st.floats(low, high)


def decimal_fields(draw):
    places = draw(st.integers(0, 4))
    limits, low, high = bounds(draw, -999, 999)
    options = draw(
        st.fixed_dictionaries(
            {},
            optional={"coerce_to_string": st.booleans(), "localize": st.booleans(), "normalize_output": st.booleans()},
        )
    )
    digits = draw(st.sampled_from([places + 3, None]))
    field = serializers.DecimalField(digits, draw(st.sampled_from([places, None])), **limits, **options, **flags(draw))
    return field, st.decimals(low, high, places=places)


def fraction_fields(draw):
    """Fields of numbers below one."""
    return serializers.DecimalField(2, 2, **flags(draw)), st.decimals("-0.99", "0.99", places=2)


def boolean_fields(draw):
    return serializers.BooleanField(**flags(draw)), st.booleans()


ZONES = [datetime.UTC, datetime.timezone(datetime.timedelta(hours=-3, minutes=-30))]


def date_time_fields(draw):
    options = draw(
        st.sampled_from(
            [{}, {}, {"format": None}, {"format": "iso-8601"}, {"format": "%d.%m.%Y"}, {"default_timezone": ZONES[1]}]
        )
    )
    zones = st.none() | st.sampled_from(ZONES) | st.timezones()
    return serializers.DateTimeField(**options, **flags(draw)), st.datetimes(
        datetime.datetime(1850, 1, 2), datetime.datetime(2100, 1, 2), timezones=zones
    )


def date_fields(draw):
    options = draw(st.sampled_from([{}, {"format": None}, {"format": "%d.%m.%Y"}]))
    return serializers.DateField(**options, **flags(draw)), st.dates()


def time_fields(draw):
    options = draw(st.sampled_from([{}, {"format": None}, {"format": "%H:%M"}]))
    return serializers.TimeField(**options, **flags(draw)), st.times()


def duration_fields(draw):
    least = draw(st.sampled_from([{}, {"min_value": datetime.timedelta(0), "max_value": datetime.timedelta(days=9)}]))
    return serializers.DurationField(**flags(draw), **least), st.timedeltas(
        datetime.timedelta(0), datetime.timedelta(days=9)
    )


CHOICES = [
    ["rowing", "punt"],
    [("rowing", "Rowing boat"), ("punt", "Punt")],
    [("Small", [("punt", "Punt")]), ("Large", [("raft", "Raft")])],
    ["", "punt"],
    [1, 2],
    [1.5, 2],
    [Decimal("1.1"), Decimal("2.2")],
    [True, False],
    Boat._meta.get_field("kind").choices,
]


def choices(draw):
    """Draw choices, and the keys of them."""
    drawn = draw(st.sampled_from(CHOICES))
    return drawn, list(serializers.ChoiceField(drawn).choices)


def choice_fields(draw):
    drawn, keys = choices(draw)
    return serializers.ChoiceField(drawn, **flags(draw, blank=True)), st.sampled_from(keys)


def several_choice_fields(draw):
    drawn, keys = choices(draw)
    options = {**flags(draw, blank=True), **draw(st.sampled_from([{}, {"allow_empty": False}]))}
    return serializers.MultipleChoiceField(choices=drawn, **options), st.lists(st.sampled_from(keys), min_size=1)


def path_fields(draw):
    folder = str(Path(__file__).parent)
    return (
        serializers.FilePathField(folder, match=r"test_drf.*\.py$", **flags(draw, blank=True)),
        st.just(__file__),
    )


def files(draw):
    storage = SimpleNamespace(url=lambda name: f"https://example.org/{name}?signed")
    validators = draw(st.sampled_from([[], [FileExtensionValidator(["pdf", "png"])]]))
    kind = draw(st.sampled_from([serializers.FileField, serializers.ImageField]))
    options = draw(st.sampled_from([{}, {"use_url": False}, {"max_length": 100}, {"allow_empty_file": True}]))
    field = kind(validators=validators, **options, **flags(draw))
    made = FieldFile(Hire(), FileField(storage=storage), "Plan.PDF")
    nothing = FieldFile(Hire(), FileField(storage=storage), None)
    return field, st.sampled_from([made, made] if field.required else [made, nothing])


def json_fields(draw):
    values = st.recursive(
        st.none() | st.booleans() | texts(), lambda inner: st.lists(inner) | st.dictionaries(texts(), inner)
    )
    options = draw(st.sampled_from([{}, {"binary": True}]))
    return serializers.JSONField(**options, **flags(draw)), values


def hints():
    knot = st.fixed_dictionaries({"name": texts(1)})
    return {
        "integer": (int, st.integers()),
        "number": (int | float, st.integers() | st.floats(-9, 9)),
        "nothing": (str | None, st.none() | texts()),
        "list": (list[str], st.lists(texts())),
        "map": (dict[str, int], st.dictionaries(texts(), st.integers())),
        "time": (datetime.datetime, st.datetimes(timezones=st.just(datetime.UTC))),
        "uuid": (uuid.UUID, st.uuids()),
        "decimal": (Decimal, st.decimals(-9, 9, places=2)),
        "duration": (datetime.timedelta, st.timedeltas()),
        "knot": (Knot, knot),
        "anything": (None, st.integers() | st.booleans() | knot),
    }


def method_fields(draw):
    hint, values = draw(st.sampled_from(list(hints().values())))
    return ("method", hint), values


class Position(serializers.Field):
    """A field of its own, of which nothing is known."""

    def to_representation(self, value):
        return {"x": value, "y": 0}


def other_fields(draw):
    kind = draw(st.sampled_from(["own", "read-only", "hidden"]))
    if kind == "own":
        return Position(**flags(draw)), st.integers()
    if kind == "hidden":
        return serializers.HiddenField(default=1), st.integers()
    return serializers.ReadOnlyField(), st.integers() | st.dictionaries(texts(), st.integers())


class Knot(serializers.Serializer):
    name = serializers.CharField()


BOAT = Boat(pk=3, name="Isis", kind="punt", seats=5, hourly_rate=Decimal("18.50"))
RELATIONS = {
    "key": lambda **options: serializers.PrimaryKeyRelatedField(queryset=Boat.objects, **options),
    "key as text": lambda **options: serializers.PrimaryKeyRelatedField(
        queryset=Boat.objects, pk_field=serializers.CharField(), **options
    ),
    "text": lambda **options: serializers.SlugRelatedField("name", queryset=Boat.objects, **options),
    "decimal": lambda **options: serializers.SlugRelatedField("hourly_rate", queryset=Boat.objects, **options),
    "words": lambda **options: serializers.StringRelatedField(**options),
}


def relations(draw):
    options = {name: value for name, value in flags(draw).items() if name != "read_only"}
    make = RELATIONS[kind := draw(st.sampled_from(list(RELATIONS)))]
    if kind == "words":
        options = {name: value for name, value in options.items() if name in ("label", "help_text")}
    if draw(st.booleans()):
        return make(many=True, **options), st.lists(st.just(BOAT), max_size=3)
    return make(**options), st.just(BOAT)


def model_serializers(draw):
    """Serializers of a model, whose fields have what the model has."""
    names = draw(st.lists(st.sampled_from(list(HIRE_FIELDS)), min_size=1, unique=True))
    as_they_are = [name for name in names if draw(st.booleans())]
    members = {name: serializers.ReadOnlyField() for name in as_they_are if name != "boat"}
    meta = type("Meta", (), {"model": Hire, "fields": names, "ref_name": f"Hire{next(numbers)}"})
    kind = type("HireSerializer", (serializers.ModelSerializer,), {**members, "Meta": meta})
    values = st.fixed_dictionaries({"pk": st.integers(1), **HIRE_FIELDS}).map(lambda given: Hire(**given))
    return kind(**flags(draw)), values


HIRE_FIELDS = {
    "boat": st.just(BOAT),
    "hirer": texts(1),
    "party": st.integers(1, 12),
    "out_since": st.datetimes(timezones=st.just(datetime.UTC)),
    "back_at": st.none() | st.datetimes(timezones=st.just(datetime.UTC)),
}


def nested(draw):
    fields, values = draw(field_sets(depth=2))
    kind = made_serializer("Nested", fields)
    form = draw(st.sampled_from(["one", "many", "list", "map"]))
    options = flags(draw)
    if form == "one":
        return kind(**options), values
    if form == "many":
        return kind(many=True, **options), st.lists(values, max_size=3)
    child = kind(**draw(st.sampled_from([{}, {"allow_null": True}])))
    items = values | st.none() if child.allow_null else values
    if form == "list" or not any(not field.write_only for field in fields.values() if not isinstance(field, tuple)):
        return serializers.ListField(child=child, **options), st.lists(items, max_size=3)
    return serializers.DictField(child=child, **options), st.dictionaries(texts(), items, max_size=3)


def list_fields(draw):
    child, values = draw(st.sampled_from(SIMPLE))(draw)
    limits, low, high = bounds(draw, 0, 4, "min_length", "max_length")
    child = bare(child)
    items = values | st.none() if child.allow_null else values
    return serializers.ListField(child=child, **limits, **flags(draw)), st.lists(items, min_size=low, max_size=high)


def map_fields(draw):
    child, values = draw(st.sampled_from(SIMPLE))(draw)
    child = bare(child)
    items = values | st.none() if child.allow_null else values
    kind = draw(st.sampled_from([serializers.DictField, serializers.HStoreField]))
    if kind is serializers.HStoreField:
        return kind(**flags(draw)), st.dictionaries(texts(), st.none() | texts(), max_size=3)
    return kind(child=child, **flags(draw)), st.dictionaries(texts(), items, max_size=3)


def bare(field):
    """Return *field* as the child of another, which has none of the flags that the other has."""
    kept = {
        name: value
        for name, value in field._kwargs.items()
        if name not in ("read_only", "write_only", "required", "default")
    }
    return type(field)(*field._args, **kept)


SIMPLE = [
    character_fields, pattern_fields, validated_fields, slug_fields, address_fields, ip_fields, uuid_fields,
    integer_fields, float_fields, decimal_fields, fraction_fields, boolean_fields, date_time_fields, date_fields,
    time_fields, duration_fields, choice_fields, several_choice_fields, path_fields, json_fields,
]  # fmt: skip
KINDS = [*SIMPLE, files, relations, model_serializers, list_fields, map_fields, nested, method_fields, other_fields]


def made_serializer(name, fields):
    """Return a class of a serializer with *fields*."""
    members = {}
    for field_name, field in fields.items():
        if isinstance(field, tuple):

            def get(self, value, name=field_name):
                return value[name]

            if field[1] is not None:
                get.__annotations__ = {"return": field[1]}
            members |= {field_name: serializers.SerializerMethodField(), f"get_{field_name}": get}
        else:
            members[field_name] = field
    # drf-spectacular takes two serializers of one name for the same, and warns of it.
    return type(f"{name}{next(numbers)}Serializer", (serializers.Serializer,), members)


@st.composite
def field_sets(draw, depth=1):
    """Draw fields by name, and a strategy for objects that have values of them."""
    fields, values = {}, {}
    kinds = KINDS if depth == 1 else SIMPLE
    for number in range(draw(st.integers(1, 4))):
        name = f"field_{number}"
        fields[name], strategy = draw(st.sampled_from(kinds))(draw)
        field = fields[name]
        if getattr(field, "allow_null", False):
            strategy |= st.none()
        if getattr(field, "allow_blank", False) and not isinstance(field, serializers.MultipleChoiceField):
            strategy |= st.just("")
        values[name] = strategy
    # An object may lack what need not be there.
    lacking = {
        name: values.pop(name)
        for name, field in fields.items()
        if not isinstance(field, (tuple, serializers.HiddenField))
        and not (field.required or field.read_only)
        and not callable(field.default)
    }
    return fields, st.fixed_dictionaries(values, optional=lacking)


@st.composite
def answers(draw):
    """Draw a serializer and an object that it is to render."""
    fields, values = draw(field_sets())
    assume(not all(isinstance(field, serializers.HiddenField) for field in fields.values()))  # there is no body then
    return made_serializer("Drawn", fields), draw(values)


def answered(declared, data):
    class Drawn(APIView):
        @validated_request(responses={200: declared}, strict_response_validation=True)
        def get(self, request):
            return Response(data)

    return Drawn.as_view()(factory.get("/"))


drawn = settings(fuzzed, max_examples=COUNT or 300)


@drawn
@given(answers(), st.sampled_from(["3.0.3", "3.1.1"]), st.booleans(), st.booleans())
def test_what_a_serializer_renders_is_right(answer, version, split, zones):
    declared, value = answer
    with (
        mock.patch.object(spectacular_settings, "OAS_VERSION", version),
        mock.patch.object(spectacular_settings, "COMPONENT_SPLIT_REQUEST", split),
        override_settings(USE_TZ=zones),
    ):
        assert answered(declared, declared(value).data).status_code == 200
        assert answered(declared(many=True), declared([value, value], many=True).data).status_code == 200


@st.composite
def single_fields(draw):
    """Draw a serializer of one field that writes a text, a number or a list of choices, and what it is to render."""
    field, values = draw(st.sampled_from([kind for kind in SIMPLE if kind not in (json_fields, uuid_fields)]))(draw)
    return made_serializer("Single", {"only": field}), {"only": draw(values)}


@drawn
@given(single_fields(), st.sampled_from(["3.0.3", "3.1.1"]), st.booleans())
def test_another_value_than_a_serializer_renders_is_wrong(answer, version, split):
    declared, value = answer
    rendered = declared(value).data
    field = declared().fields["only"]
    wrong = [{"only": {"other": "value"}}]
    if field.required:
        wrong.append({})
    if not field.allow_null and field.default is not None:
        wrong.append({"only": None})
    if field.write_only:
        wrong = [{"only": value["only"]}]
    with (
        mock.patch.object(spectacular_settings, "OAS_VERSION", version),
        mock.patch.object(spectacular_settings, "COMPONENT_SPLIT_REQUEST", split),
    ):
        for data in wrong:
            with pytest.raises(ResponseValidationError, match=r"write-only" if field.write_only else r"only"):
                answered(declared, {**rendered, **data} if data else data)
