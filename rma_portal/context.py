from django.conf import settings
from django.http import HttpRequest


def brand(_request: HttpRequest) -> dict[str, str]:
    return {
        "BRAND_ADDRESS": settings.BRAND_ADDRESS,
        "BRAND_NAME": settings.BRAND_NAME,
        "PORTAL_NAME": settings.PORTAL_NAME,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
    }
