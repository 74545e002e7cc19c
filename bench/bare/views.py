"""What the figures are measured against: nothing, one committed INSERT, one page of 25 rows."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WORDS = "La borne ne charge plus depuis lundi, voyant rouge. " * 4


def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def insert(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (name, words) VALUES (%s, %s)", ["Camille Durand", WORDS])
    return HttpResponse("")


def rows(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, words FROM bench_row ORDER BY id DESC LIMIT 25")
        found = cursor.fetchall()
    return render(request, "rows.html", {"rows": found})
