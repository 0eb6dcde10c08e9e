"""The addresses of signing in, under the desk. The names are those by which allauth finds its own pages."""

from django.urls import path

from deontos.administration.web import (
    openid,
    passkeys,
    provider_settings,
    recovery_codes,
    security,
    set_up,
    step_up,
    views,
)

urlpatterns = [
    path("sign-in/", views.account_login, name="account_login"),
    path("sign-in/passkey/", passkeys.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/passkeys/", passkeys.passkeys, name="passkeys"),
    path("sign-in/passkeys/add/", passkeys.passkey_add, name="passkey_add"),
    path("sign-in/passkeys/<int:passkey>/", passkeys.passkey_rename, name="passkey_rename"),
    path("sign-in/passkeys/<int:passkey>/remove/", passkeys.passkey_remove, name="passkey_remove"),
    path("sign-in/recovery-codes/", recovery_codes.recovery_codes, name="recovery_codes"),
    path("second-factor/recovery/", recovery_codes.recovery_code, name="recovery_code"),
    path("sign-in/openid/", openid.openid_choose, name="openid_choose"),
    path("sign-in/openid/<slug:provider>/", openid.openid_sign_in, name="openid_sign_in"),
    path("sign-in/openid/<slug:provider>/back/", openid.openid_back, name="openid_back"),
    path("sign-in/organisation/", openid.openid_link, name="openid_link"),
    path("sign-in/organisation/unlink/", openid.openid_unlink, name="openid_unlink"),
    path("settings/sign-in/", provider_settings.provider_list, name="provider_list"),
    path("settings/sign-in/<slug:configured>/", provider_settings.provider_edit, name="provider_edit"),
    path("settings/sign-in/<slug:configured>/link/", provider_settings.provider_link, name="provider_link"),
    path("sign-out/", views.account_logout, name="account_logout"),
    path("password/", views.account_reauthenticate, name="account_reauthenticate"),
    path("second-factor/", views.mfa_authenticate, name="mfa_authenticate"),
    path("second-factor/set-up/", views.mfa_activate_totp, name="mfa_activate_totp"),
    path("second-factor/picture/", views.second_factor_picture, name="second_factor_picture"),
    path("cannot-get-in/", security.cannot_get_in, name="cannot_get_in"),
    path("security/", security.sign_in_and_security, name="sign_in_and_security"),
    path("security/password/", security.password_change, name="password_change"),
    path("security/sign-ins/", security.sign_in_list, name="sign_in_list"),
    path("security/sign-ins/end/", security.sign_ins_end, name="sign_ins_end"),
    path("security/sign-ins/<uuid:sign_in>/end/", security.sign_in_end, name="sign_in_end"),
    path("prove/", step_up.prove_again, name="prove_again"),
    path("settings/channel/setup/", set_up.channel_setup, name="channel_setup"),
    path("settings/channel/setup/follow/", set_up.set_up_follow, name="set_up_follow"),
    path("settings/members/", set_up.members_setup, name="members_setup"),
    path("language/", views.language, name="language"),
]
