"""The addresses of a person's vault, under the desk."""

from django.urls import path

from deontos.keyring.web import views
from deontos.keyring.web.recovery import own
from deontos.keyring.web.recovery import stewards as recovery
from deontos.keyring.web.stewards import alarms, founding, history, overview

urlpatterns = [
    path("vault/", views.vault, name="vault"),
    path("vault/make/", views.vault_make, name="vault_make"),
    path("vault/make/words/", views.vault_words, name="vault_words"),
    path("vault/lock/", views.vault_lock, name="vault_lock"),
    path("vault/passphrase/", own.vault_passphrase, name="vault_passphrase"),
    path("vault/new-keys/", own.vault_new_keys, name="vault_new_keys"),
    path("vault/lost/", own.vault_lost, name="vault_lost"),
    path("vault/recovery/", own.vault_recovery, name="vault_recovery"),
    path("keys/recovery/", recovery.recovery_list, name="recovery_list"),
    path("keys/recovery/of/<slug:home>/", recovery.recovery_switch, name="recovery_switch"),
    path("keys/recovery/<uuid:ceremony>/", recovery.recovery_detail, name="recovery_detail"),
    path("keys/", overview.key_overview, name="key_overview"),
    path("keys/founding/", founding.key_founding, name="key_founding"),
    path("keys/alarms/", alarms.key_alarms, name="key_alarms"),
    path("keys/alarms/<uuid:alarm>/", alarms.key_alarm, name="key_alarm"),
    path("keys/history/", history.key_history, name="key_history"),
    path("keys/of/<str:office>/<uuid:holder>/", overview.key_detail, name="key_detail"),
]
