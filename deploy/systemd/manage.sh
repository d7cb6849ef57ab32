#!/bin/sh
# Runs a command of manage.py with the variables, secrets and limits of the units: deploy/systemd/manage.sh doctor
#
# As root: systemd shows the secrets to the command, which runs as the user factcheck.
set -eu
unit=${UNIT:-/etc/systemd/system/factcheck-migrate.service}
kinds='User|Group|WorkingDirectory|EnvironmentFile|LoadCredential|StateDirectory|ProtectSystem|NoNewPrivileges|PrivateTmp'
terminal=--pipe
[ -t 0 ] && terminal=--pty
# Each is one word, as none of these lines has a space.
# shellcheck disable=SC2046
exec systemd-run --quiet "$terminal" --wait --collect \
    $(sed -nE "s/^(($kinds)=.*)\$/--property=\1/p" "$unit") \
    /bin/sh -c 'for file in "$CREDENTIALS_DIRECTORY"/*; do
        export "$(basename "$file" | tr a-z A-Z)_FILE=$file"
    done
    exec .venv/bin/python manage.py "$@"' manage.py "$@"
