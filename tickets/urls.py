"""The customer's pages."""

from django.urls import path

from tickets.views import case, case_changes, filed, report, report_parts, serial, track

app_name = "support"
urlpatterns = [
    path("support/new/", report.new_case, name="new"),
    path("support/new/unit/", report_parts.unit_row, name="unit_row"),
    path("support/new/serial/", report_parts.serial_hint, name="serial"),
    path("support/new/files/", report_parts.upload, name="upload"),
    path("support/serial/<str:secret>/", serial.ask, name="serial_wanted"),
    path("support/serial/<str:secret>/thanks/", serial.thanks, name="serial_thanks"),
    path("track/", track.track, name="track"),
    path("support/<str:secret>/", case.case, name="case"),
    path("support/<str:secret>/filed/", filed.filed, name="filed"),
    path("support/<str:secret>/solved/", case_changes.solved, name="solved"),
    path("support/<str:secret>/serial/", case_changes.serial, name="case_serial"),
    path("support/<str:secret>/colleague/", case_changes.colleague, name="colleague"),
    path("support/<str:secret>/cancel-links/", case_changes.cancel_links, name="cancel_links"),
    path("support/<str:secret>/upload/", case_changes.upload, name="case_upload"),
    path("support/<str:secret>/renew/", case.renew, name="renew"),
    path("support/<str:secret>/files/<uuid:file_id>/", case.attachment, name="file"),
]
