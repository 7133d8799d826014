import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Boat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="As painted on the bow.", max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("rowing", "Oars"), ("pedalo", "Feet"), ("punt", "A pole")],
                        help_text="What moves it.",
                        max_length=10,
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        help_text="How many people it carries.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                ("hourly_rate", models.DecimalField(decimal_places=2, help_text="In pounds.", max_digits=5)),
                (
                    "lock_code",
                    models.CharField(
                        help_text="Opens the chain at the landing stage. Never shown again.", max_length=4
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Hire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hirer", models.CharField(help_text="Who answers for the boat.", max_length=80)),
                (
                    "party",
                    models.PositiveSmallIntegerField(
                        help_text="How many people are aboard.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                ("out_since", models.DateTimeField(auto_now_add=True)),
                ("back_at", models.DateTimeField(help_text="Null while the boat is on the water.", null=True)),
                (
                    "boat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hires", to="boats.boat"
                    ),
                ),
            ],
        ),
    ]
