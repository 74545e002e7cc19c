from django.contrib.admin import AdminSite


class PortalAdminSite(AdminSite):
    """The desk."""
