"""Rules that the database holds for us, so that no code path can get round them."""

from django.db.models import CheckConstraint, Q, TextChoices


def known_values(table: str, field: str, choices: type[TextChoices], *, blank: bool = False) -> CheckConstraint:
    """Field choices do not constrain the data; this does."""
    values = [*choices.values, *([""] if blank else [])]
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{table}_{field}_is_known")
