from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from django.views.i18n import set_language

from rma_portal.health import healthz, metrics, readyz

urlpatterns = [
    path("", TemplateView.as_view(template_name="pages/home.html"), name="home"),
    path("help/", TemplateView.as_view(template_name="pages/help.html"), name="help"),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
    # The worst that another site could do here is to change the language; case pages send no origin to check.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("", include("tickets.urls")),
    path("warranty/", include("warranty.urls")),
    path("accounts/", include("accounts.urls")),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("dev/mail/", include("mail.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "rma_portal.errors.bad_request"
handler403 = "rma_portal.errors.forbidden"
handler404 = "rma_portal.errors.not_found"
handler500 = "rma_portal.errors.server_error"
