#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def require_settings() -> None:
    """Whoever mistyped a setting needs the sentence, not where it was raised."""
    try:
        _ = settings.INSTALLED_APPS
    except (ImproperlyConfigured, ValueError) as error:
        sys.exit(f"Wrong setting: {error}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rma_portal.settings.local")
    require_settings()
    execute_from_command_line(sys.argv)
