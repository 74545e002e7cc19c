"""The mails that one machine would have sent, to look at."""

from django.urls import path

from mail import views

app_name = "dev_mail"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<str:name>/", views.mail_detail, name="detail"),
    path("<str:name>/html/", views.mail_html, name="html"),
    path("<str:name>/attachments/<int:position>/", views.mail_attachment, name="attachment"),
]
