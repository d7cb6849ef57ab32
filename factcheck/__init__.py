"""The service: settings, and what its apps share."""

#: The release, which backups name. CHANGELOG.md says what each brings.
RELEASE = "0.1.0"
