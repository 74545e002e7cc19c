"""Settings from the environment, where a mistyped one is named instead of shown as a failed conversion."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Env(environ.Env):  # type: ignore[misc]
    def get_value(self, var: str, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        try:
            return super().get_value(var, *arguments, **options)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} can't be “{self.ENVIRON.get(var)}”: {error}.") from error
