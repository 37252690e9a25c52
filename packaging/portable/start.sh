#!/bin/sh
# Starts CoopLedger from this folder, also from a stick. Ledgers stay on the laptop.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
program=$here/program/coopledger
if [ -x "$program" ]; then
    exec "$program" "$@"
fi
# A stick may not let its files be run; the system's loader runs them all the same.
for loader in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do
    if [ -x "$loader" ]; then
        exec "$loader" "$program" "$@"
    fi
done
echo "CoopLedger could not be started from this stick. Put it on the laptop: sh install.sh" >&2
exit 1
