#!/bin/sh
# Makes dist/CoopLedger-VERSION.dmg on a release machine with macOS 13 or later, Python 3.11 to
# 3.14 and git. From the project's folder:
#   sh packaging/macos/build.sh
# SIGNER, a "Developer ID Application" identity, signs the program; NOTARY, a profile that
# "xcrun notarytool store-credentials" has kept, has Apple's service check it. Without them the
# program starts only by its context menu, Open, the first time.
set -eu
cd "$(dirname "$0")/../.."
app=dist/CoopLedger.app
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' coopledger/__init__.py)
image=dist/CoopLedger-$version-$(uname -m).dmg

python3 packaging/build.py folder
if [ -n "${SIGNER:-}" ]; then
    codesign --force --deep --options runtime --timestamp --sign "$SIGNER" "$app"
else
    # Libraries of another signer are let in only by a signature that is made here.
    codesign --force --deep --sign - "$app"
fi
"$app/Contents/MacOS/coopledger" --version

stage=build/dmg
rm -rf "$stage" "$image"
mkdir -p "$stage"
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname CoopLedger -srcfolder "$stage" -format UDZO -ov "$image"
if [ -n "${NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY" --wait
    xcrun stapler staple "$image"
fi
python3 packaging/build.py checksums
