"""The doors of an account: an invitation, a forgotten password, a new one. No GET changes anything."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.forms.desk import PreferencesForm
from accounts.forms.doors import ChoosePasswordForm, ResetForm
from accounts.limits import CHOOSE_CALLER, check_reset
from accounts.models import AccountLink, LinkPurpose, User
from accounts.selectors import find_open_link
from accounts.services import choose_password, set_preferences, start_password_reset
from common.clients import network_of
from common.errors import DomainError, ThrottledError
from common.pace import steady_pace

ANSWER_SECONDS = 0.3


@method_decorator([never_cache], name="dispatch")
class ResetView(FormView[ResetForm]):
    """Asks for a new password; says the same, after the same time, whether the address is known or not."""

    template_name = "accounts/reset.html"
    form_class = ResetForm

    def form_valid(self, form: ResetForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        with steady_pace(ANSWER_SECONDS):
            try:
                check_reset(email, network_of(self.request))
                start_password_reset(email=email)
            except ThrottledError as error:
                form.add_error(None, str(error))
                return self._refusal(form, HTTPStatus.TOO_MANY_REQUESTS)
        return render(self.request, "accounts/reset_sent.html", {"email": email})

    def form_invalid(self, form: ResetForm) -> HttpResponse:
        return self._refusal(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _refusal(self, form: ResetForm, status: HTTPStatus) -> HttpResponse:
        return render(self.request, self.template_name, self.get_context_data(form=form), status=status)


@never_cache
def my_page(request: HttpRequest) -> HttpResponse:
    """What members of staff choose for themselves, whatever their role: name, language, mail about new cases."""
    assert isinstance(request.user, User)  # the desk lets nobody else through
    user = User.objects.get(pk=request.user.pk)  # a form writes into what it is given, refused or not
    form = PreferencesForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        user = set_preferences(user=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Your choice is kept."))
        return redirect("admin:me")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {**admin.site.each_context(request), "title": _("My page"), "form": form}
    return render(request, "admin/me.html", context, status=status)


@method_decorator([never_cache, csrf_exempt, sensitive_post_parameters()], name="dispatch")
class ChoosePasswordView(FormView[ChoosePasswordForm]):
    """Behind a mailed link: choose a password.

    A page without a referrer posts without an origin, which Django's check would take for another site's. The secret
    in the address is what no other site knows, and it does the same service.
    """

    template_name = "accounts/choose_password.html"
    form_class = ChoosePasswordForm
    purpose = LinkPurpose.INVITATION
    link: AccountLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = find_open_link(self.purpose, kwargs["secret"], at=timezone.now())
        if link is None:
            return _private(render(request, "accounts/link_over.html", status=HTTPStatus.NOT_FOUND))
        self.link = link
        return _private(super().dispatch(request, *args, **kwargs))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.link.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(link=self.link, is_invitation=self.purpose == LinkPurpose.INVITATION, **kwargs)

    def form_valid(self, form: ChoosePasswordForm) -> HttpResponse:
        try:
            CHOOSE_CALLER.check(network_of(self.request))
            choose_password(link=self.link, password=form.cleaned_data["new_password1"])
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Your password is saved. You can log in with it now."))
        return redirect("admin:login")

    def form_invalid(self, form: ChoosePasswordForm) -> HttpResponse:
        context = self.get_context_data(form=form)
        return render(self.request, self.template_name, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """The address of this page is a password: it goes to no other page."""
    response["Referrer-Policy"] = "no-referrer"
    return response
