"""What the service takes and answers."""

from django.core.validators import RegexValidator
from rest_framework import serializers

from .models import Boat, BoatKind, Hire


class BoatSerializer(serializers.ModelSerializer):
    """A boat."""

    is_out = serializers.SerializerMethodField(help_text="Whether it is on the water.")
    lock_code = serializers.CharField(
        write_only=True,
        max_length=4,
        validators=[RegexValidator(r"^\d{4}$")],
        help_text="Opens the chain at the landing stage. Never shown again.",
    )

    class Meta:
        model = Boat
        fields = ["id", "name", "kind", "seats", "hourly_rate", "is_out", "lock_code"]

    def get_is_out(self, boat: Boat) -> bool:
        return boat.hires.filter(back_at=None).exists()


class BoatQuerySerializer(serializers.Serializer):
    """Which boats to list."""

    kind = serializers.ChoiceField(BoatKind.choices, required=False, help_text="Only boats of this kind.")
    is_out = serializers.BooleanField(required=False, help_text="Only boats that are out, or only those that are not.")


class HireSerializer(serializers.ModelSerializer):
    """A hire."""

    class Meta:
        model = Hire
        fields = ["id", "boat", "hirer", "party", "out_since", "back_at"]
        read_only_fields = ["boat", "back_at"]


class PriceQuerySerializer(serializers.Serializer):
    """For how long to reckon."""

    hours = serializers.IntegerField(min_value=1, max_value=12, help_text="How long you will be out.")


class PriceSerializer(serializers.Serializer):
    """A price."""

    price = serializers.DecimalField(max_digits=7, decimal_places=2, help_text="In pounds.")


class FreeBoatsQuerySerializer(serializers.Serializer):
    """Who wants a boat."""

    party = serializers.IntegerField(min_value=1, help_text="How many people it has to carry.")
    kind = serializers.ListField(
        child=serializers.ChoiceField(BoatKind.choices), required=False, help_text="Kinds that will do; all without it."
    )


class FreeBoatsSerializer(serializers.Serializer):
    """What is left."""

    cheapest = BoatSerializer(required=False, help_text="Missing if there is none.")
    boats = BoatSerializer(many=True, help_text="All that would do.")


class OpeningHoursSerializer(serializers.Serializer):
    """When the landing stage is open on one day of the week."""

    day = serializers.CharField(help_text="In English.")
    opens = serializers.TimeField(help_text="First boat out.")
    closes = serializers.TimeField(help_text="Last boat in.")


class ProblemSerializer(serializers.Serializer):
    """Why it was not done."""

    detail = serializers.CharField(help_text="For people.")
