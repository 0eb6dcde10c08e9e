"""The addresses of signing in, under the desk. The names are those by which allauth finds its own pages."""

from django.urls import path

from deontos.administration.web import step_up, views

urlpatterns = [
    path("sign-in/", views.account_login, name="account_login"),
    path("sign-out/", views.account_logout, name="account_logout"),
    path("password/", views.account_reauthenticate, name="account_reauthenticate"),
    path("second-factor/", views.mfa_authenticate, name="mfa_authenticate"),
    path("second-factor/set-up/", views.mfa_activate_totp, name="mfa_activate_totp"),
    path("second-factor/picture/", views.second_factor_picture, name="second_factor_picture"),
    path("prove/", step_up.prove_again, name="prove_again"),
    path("language/", views.language, name="language"),
]
