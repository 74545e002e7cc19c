import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rma_portal.settings import rules


def all_settings() -> dict[str, object]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def test_what_we_run_with_is_fine():
    rules.check(all_settings())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LINK_DAYS", 0, "LINK_DAYS must be at least 1"),
        ("UPLOAD_MAX_BYTES", -1, "UPLOAD_MAX_BYTES must be at least 1"),
        ("SMTP_PORT", 70_000, "SMTP_PORT must lie between"),
        ("SUPPORT_EMAIL", "support", "SUPPORT_EMAIL must be an e-mail address"),
        ("SUPPORT_EMAIL", "a@b.example, c@d.example", "SUPPORT_EMAIL must be an e-mail address"),
        ("BOUNCE_ADDRESS", "x", "BOUNCE_ADDRESS"),
        ("PORTAL_BASE_URL", "support.example.com", "PORTAL_BASE_URL must be an address"),
        ("PORTAL_BASE_URL", "ftp://support.example.com", "PORTAL_BASE_URL"),
        ("TIME_ZONE", "Mars/Phobos", "TIME_ZONE must be like"),
        ("TRUSTED_PROXIES", -1, "TRUSTED_PROXIES"),
        ("METRICS_TOKEN", "short", "METRICS_TOKEN"),
        ("CLAMD_ADDRESS", "somewhere", "CLAMD_ADDRESS"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(name, value, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        rules.check({**all_settings(), name: value})
