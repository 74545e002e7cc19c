from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from rma_portal.celery import app as celery_app

__all__ = ["PortalAdminConfig", "PortalConfig", "celery_app"]


class PortalConfig(AppConfig):
    name = "rma_portal"
    verbose_name = "RMA portal"


class PortalAdminConfig(AdminConfig):
    default_site = "rma_portal.site.PortalAdminSite"
