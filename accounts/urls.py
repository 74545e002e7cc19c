from django.urls import path

from accounts.models import LinkPurpose
from accounts.views import ChoosePasswordView, ResetView

app_name = "accounts"

urlpatterns = [
    path("reset/", ResetView.as_view(), name="reset"),
    path("reset/<str:secret>/", ChoosePasswordView.as_view(purpose=LinkPurpose.RESET), name="reset_confirm"),
    path("invitation/<str:secret>/", ChoosePasswordView.as_view(purpose=LinkPurpose.INVITATION), name="invitation"),
]
