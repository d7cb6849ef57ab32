"""The URLs of sign-in, with django-allauth's names. Without those for signing up, e-mail and forgotten passwords."""

from allauth.account.views import login, logout, reauthenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from django.urls import path

from factcheck.signin import views

urlpatterns = [
    path("login/", login, name="account_login"),
    path("login/passkey/", views.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("login/second-factor/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("logout/", logout, name="account_logout"),
    path("again/", reauthenticate, name="account_reauthenticate"),
    path("again/code/", views.SecondFactorAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", views.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("set-up/", views.set_up, name="signin_set_up"),
    path("", views.Account.as_view(), name="mfa_index"),
    path("app/add/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("recovery-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/renew/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sessions/end/", views.end_one, name="signin_end_session"),
    path("login/oidc/", views.begin_oidc, name="signin_oidc"),
    path("login/oidc/callback/", views.finish_oidc, name="signin_oidc_callback"),
]
