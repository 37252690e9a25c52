#!/bin/sh
# Puts CoopLedger on this laptop for whoever is logged in; needs no rights.
#   sh install.sh            puts it there, or a newer one in its place
#   sh install.sh --remove   takes it off; ledgers stay
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
# Not below the data folder: the ledgers lie there.
target=$HOME/.local/lib/coopledger
entry=$data/applications/coopledger.desktop
picture=$data/icons/hicolor/128x128/apps/coopledger.png

if [ "${1:-}" = --remove ]; then
    rm -rf -- "$target"
    rm -f -- "$entry" "$picture" "$HOME/.local/bin/coopledger"
    echo "CoopLedger is off this laptop. The ledgers are still there: $data/coopledger"
    exit 0
fi

mkdir -p -- "$(dirname -- "$target")" "$(dirname -- "$entry")" "$(dirname -- "$picture")" \
    "$HOME/.local/bin"
# Beside the old one, then in its place: a full disk leaves the old one as it was.
rm -rf -- "$target.new" "$target.old"
cp -R -- "$here/program" "$target.new"
chmod -R u+rwX,go+rX "$target.new"
chmod +x "$target.new/coopledger"
"$target.new/coopledger" --version || {
    rm -rf -- "$target.new"
    echo "CoopLedger cannot run on this laptop; nothing was changed." >&2
    exit 1
}
if [ -e "$target" ]; then mv -- "$target" "$target.old"; fi
mv -- "$target.new" "$target"
rm -rf -- "$target.old"
sed "s|^Exec=.*|Exec=\"$target/coopledger\"|" "$here/program/coopledger.desktop" >"$entry"
cp -- "$here/program/coopledger-128.png" "$picture"
ln -sf -- "$target/coopledger" "$HOME/.local/bin/coopledger"
echo "CoopLedger is on this laptop: look for it among the programs."
