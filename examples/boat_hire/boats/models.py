"""Boats and their hires."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class BoatKind(models.TextChoices):
    """What a boat is moved by."""

    ROWING = "rowing", "Oars"
    PEDALO = "pedalo", "Feet"
    PUNT = "punt", "A pole"


class Boat(models.Model):
    """Something to hire."""

    name = models.CharField(max_length=40, unique=True, help_text="As painted on the bow.")
    kind = models.CharField(max_length=10, choices=BoatKind, help_text="What moves it.")
    seats = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(12)], help_text="How many people it carries."
    )
    hourly_rate = models.DecimalField(max_digits=5, decimal_places=2, help_text="In pounds.")
    lock_code = models.CharField(max_length=4, help_text="Opens the chain at the landing stage. Never shown again.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Hire(models.Model):
    """A boat that somebody has, or had."""

    boat = models.ForeignKey(Boat, on_delete=models.CASCADE, related_name="hires")
    hirer = models.CharField(max_length=80, help_text="Who answers for the boat.")
    party = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(12)], help_text="How many people are aboard."
    )
    out_since = models.DateTimeField(auto_now_add=True)
    back_at = models.DateTimeField(null=True, help_text="Null while the boat is on the water.")

    def __str__(self) -> str:
        return f"{self.boat} to {self.hirer}"
