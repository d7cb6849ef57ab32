from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    name = "factcheck.signin"
    verbose_name = _("Sign-in")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 - models are not loaded before

        from factcheck.signin.visits import begin_visit  # noqa: PLC0415

        # Django announces every sign-in by this signal alone, whichever door it came through.
        user_logged_in.connect(begin_visit, dispatch_uid="factcheck.signin.begin_visit")
