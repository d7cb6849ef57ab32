"""Sign-in: password, second factor, passkeys and OpenID Connect through django-allauth; sessions, and the sign-in log."""
