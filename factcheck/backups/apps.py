from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "factcheck.backups"
    verbose_name = "Backups"
