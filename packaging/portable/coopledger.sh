#!/bin/sh
# Starts the version that the file "current" names.
here=$(dirname "$(readlink -f "$0")")
exec "$here/versions/$(cat "$here/current")/coopledger" "$@"
