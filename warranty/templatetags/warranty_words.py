"""Terms in words, for templates."""

from django import template
from django_countries import countries

from warranty.explanations import phrases
from warranty.public_terms.sale_periods import SalePeriod
from warranty.public_terms.words import beginning_in_words, sold_in_words
from warranty.terms import PolicyTerms

register = template.Library()


@register.filter
def span(months: int) -> str:
    """So many months as years where they are whole ones."""
    return phrases.span(months)


@register.filter
def sold(period: SalePeriod) -> str:
    """When a unit of this period was sold."""
    return sold_in_words(period)


@register.filter
def beginning(terms: PolicyTerms) -> list[tuple[str, str]]:
    """With which day the cover begins, and beyond which it does not go."""
    return beginning_in_words(terms)


@register.filter
def country_name(code: str) -> str:
    """The country in the reader's language."""
    return str(countries.name(code))
