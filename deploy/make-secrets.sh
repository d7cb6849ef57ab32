#!/bin/sh
# Makes the files of the service's secrets in a directory: deploy/make-secrets.sh secrets
#
# Existing files stay. The directory is readable by its owner alone; the files in it by all, as Compose shows them to the users of
# the containers, who are none of this machine. Keep a copy elsewhere: a backup of the database does not hold them.
set -eu

# Each gets a random value: 48 bytes in 64 letters, digits, - and _.
generated="secret_key database_password redis_password mfa_key notes_key token_pepper webhook_key"
# These are empty, which counts as not set, until you write a value into them: docs/configuration.md says what each is.
optional="chain_signing_key oidc_client_secret metrics_token sentry_dsn email_url extractor_token"

directory=${1:?"name the directory: deploy/make-secrets.sh secrets"}
umask 077
mkdir -p "$directory"
chmod 700 "$directory"
for name in $generated $optional; do
    file=$directory/$name
    if [ -e "$file" ]; then
        echo "$file exists"
        continue
    fi
    case " $generated " in
        *" $name "*) head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_' >"$file" ;;
        *) : >"$file" ;;
    esac
    chmod 644 "$file"
    echo "$file made"
done
