"""Staff and partners at the desk."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.desk import PartnerForm, StaffForm
from accounts.models import Partner, User
from accounts.roles import Role, role_of
from accounts.services import Person, change_role, invite_staff, send_password_link, switch_account
from common.errors import DomainError
from common.stock_forms import StockForms

# Roles are fixed sets of permissions (accounts.roles); by hand they would drift apart.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Members of staff: adding one is inviting one; nobody is deleted, their name stands under what they wrote."""

    form = StaffForm
    change_form_template = "admin/accounts/user/change_form.html"
    list_display = ("email", "name", "role", "language", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("Role"))
    def role(self, user: User) -> str:
        role = role_of(user)
        return _("Owner") if user.is_superuser else str(role.label if role else "")

    def get_fields(self, _request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        fields = ("email", "name", "role", "language", "new_case_mail")
        return (*fields, "is_active", "last_login", "date_joined") if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        known = ("email", "last_login", "date_joined")
        if obj == request.user:
            return (*known, "role", "is_active")
        return (*known, "role") if obj.is_superuser else known

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or _user(request).is_superuser)

    def has_delete_permission(self, _request: HttpRequest, _obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:  # noqa: FBT001
        if not change:
            person = Person(email=obj.email, name=obj.name, language=obj.language, new_case_mail=obj.new_case_mail)
            obj.pk = invite_staff(person=person, role=Role(form.cleaned_data["role"])).pk
            return
        obj.save(update_fields=["name", "language", "new_case_mail"])
        if "role" in form.changed_data:
            change_role(user=obj, role=Role(form.cleaned_data["role"]), actor=_user(request))
        if "is_active" in form.changed_data:
            switch_account(user=obj, actor=_user(request), on=obj.is_active)

    def get_urls(self) -> list[URLPattern]:
        link = path("<int:pk>/link/", self.admin_site.admin_view(self.mail_link), name="accounts_user_link")
        return [link, *super().get_urls()]

    def mail_link(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Mail the person a link to choose a password: an invitation, or a reset for those who have one."""
        user = get_object_or_404(User, pk=pk)
        if request.method != "POST" or not self.has_change_permission(request, user):
            raise PermissionDenied
        try:
            send_password_link(user=user)
            messages.success(
                request, _("A link to choose a password is on its way to %(email)s.") % {"email": user.email}
            )
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("admin:accounts_user_change", user.pk)


@admin.register(Partner)
class PartnerAdmin(StockForms, admin.ModelAdmin[Partner]):
    """Distributors and their resellers."""

    form = PartnerForm
    list_display = ("code", "name", "kind", "distributor", "country", "is_active")
    list_filter = ("kind", "is_active", "country")
    list_select_related = ("distributor",)
    search_fields = ("code", "name", "email", "city")
    autocomplete_fields = ("distributor",)
    ordering = ("name",)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
