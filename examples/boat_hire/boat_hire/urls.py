"""URLs of the boat hire."""

from boats.views import BoatViewSet, FreeBoatsView, opening_hours
from django.urls import include, path
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.include_root_view = False
router.register("boats", BoatViewSet)

urlpatterns = [
    path("api/", include(router.urls)),
    path("api/free-boats/", FreeBoatsView.as_view()),
    path("api/opening-hours/", opening_hours),
]
