from django.http import HttpRequest, HttpResponse
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("")
