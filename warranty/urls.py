"""What the public may look up."""

from django.urls import path

from warranty import views

app_name = "warranty"
urlpatterns = [
    path("", views.check, name="check"),
    path("policy/", views.policy, name="policy"),
]
