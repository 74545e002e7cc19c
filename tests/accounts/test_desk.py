import pytest

from accounts.models import Partner, User
from accounts.roles import Role, give_role, role_of, sync_roles
from mail.models import Delivery
from tests.factories import DistributorFactory, ResellerFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = {"email": "New@Maker.example", "name": "New Person", "role": "engineer", "language": "fr", "new_case_mail": "all"}


@pytest.fixture
def admin_role(db) -> User:
    sync_roles()
    user = UserFactory(email="adam@maker.example")
    give_role(user, Role.ADMIN)
    return User.objects.get(pk=user.pk)


def test_adding_a_person_invites_them(client, admin_role):
    client.force_login(admin_role)

    answer = client.post("/admin/accounts/user/add/", NEW)

    assert answer.status_code == 302
    user = User.objects.get(email="new@maker.example")
    assert (role_of(user), user.language, user.new_case_mail) == (Role.ENGINEER, "fr", "all")
    assert Delivery.objects.get().address == "new@maker.example"


def test_an_address_stands_once(client, admin_role):
    UserFactory(email="new@maker.example")
    client.force_login(admin_role)

    answer = client.post("/admin/accounts/user/add/", NEW)

    assert "There is an account with this address already." in answer.content.decode()
    assert Delivery.objects.exists() is False


def test_another_role_and_off(client, admin_role):
    user = UserFactory(email="tom@maker.example")
    give_role(user, Role.TECHNICIAN)
    client.force_login(admin_role)
    form = {"name": "Tom", "role": "manager", "language": "sv", "new_case_mail": "safety"}

    client.post(f"/admin/accounts/user/{user.pk}/change/", form)

    user = User.objects.get(pk=user.pk)
    assert (role_of(user), user.is_active, user.name) == (Role.MANAGER, False, "Tom")


def test_nobody_raises_or_shuts_out_themselves(client, admin_role):
    client.force_login(admin_role)
    form = {"name": "Adam", "role": "engineer", "language": "en", "new_case_mail": "safety"}

    client.post(f"/admin/accounts/user/{admin_role.pk}/change/", form)

    user = User.objects.get(pk=admin_role.pk)
    assert (role_of(user), user.is_active, user.name) == (Role.ADMIN, True, "Adam")


def test_an_administrator_does_not_touch_the_owner(client, admin_role, administrator):
    client.force_login(admin_role)
    page = f"/admin/accounts/user/{administrator.pk}/change/"

    answer = client.post(page, {"name": "x", "role": "engineer", "language": "en", "new_case_mail": "safety"})

    assert answer.status_code == 403
    assert client.post(f"/admin/accounts/user/{administrator.pk}/link/").status_code == 403
    assert User.objects.get(pk=administrator.pk).is_superuser


def test_a_link_is_mailed_by_one_press_and_not_by_looking(client, admin_role):
    user = UserFactory(email="tom@maker.example")
    give_role(user, Role.TECHNICIAN)
    client.force_login(admin_role)
    page = f"/admin/accounts/user/{user.pk}/link/"

    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 302
    assert Delivery.objects.get().address == "tom@maker.example"


@pytest.mark.parametrize("path", ["/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/auth/group/"])
def test_an_engineer_keeps_no_accounts(client, engineer, path):
    client.force_login(engineer)

    assert client.get(path).status_code in {403, 404}


def test_pages_open_for_the_owner(client, administrator):
    client.force_login(administrator)
    reseller = ResellerFactory()

    for path in (
        "user/",
        f"user/{administrator.pk}/change/",
        "partner/",
        f"partner/{reseller.pk}/change/",
        "partner/add/",
    ):
        assert client.get(f"/admin/accounts/{path}").status_code == 200


def test_only_a_reseller_has_a_distributor(client, administrator):
    client.force_login(administrator)
    form = {"code": "D9", "name": "Nine", "kind": "distributor", "country": "SE", "language": "sv", "is_active": "on"}

    answer = client.post("/admin/accounts/partner/add/", {**form, "distributor": DistributorFactory().pk})
    assert "Only a reseller has a distributor." in answer.content.decode()

    assert client.post("/admin/accounts/partner/add/", form).status_code == 302
    assert Partner.objects.get(code="D9").name == "Nine"


def test_a_distributor_with_resellers_stays_one(client, administrator):
    client.force_login(administrator)
    distributor = ResellerFactory().distributor
    form = {"code": "D9", "name": "Nine", "kind": "reseller", "country": "SE", "language": "sv"}

    answer = client.post(f"/admin/accounts/partner/{distributor.pk}/change/", form)

    assert "stays a distributor" in answer.content.decode()
