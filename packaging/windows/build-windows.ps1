# Makes dist\CoopLedger-VERSION-setup.exe and a folder for a stick, on a release machine with
# Windows 10 or later, Python 3.11 to 3.14, git and NSIS 3. From the project's folder:
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build-windows.ps1 [-Sign THUMBPRINT]
# With -Sign, Windows' own signtool signs the programs and the installer by that certificate.
param([string]$Sign = "")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Invoke-Checked([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program failed" }
}

function Add-Signature([string[]]$Files) {
    if ($Sign) {
        Invoke-Checked "signtool" (@("sign", "/sha1", $Sign, "/fd", "SHA256") + $Files)
    }
}

Invoke-Checked "py" @("packaging\build.py", "folder")
Add-Signature @("dist\coopledger\coopledger.exe", "dist\coopledger\CoopLedger-window.exe")
Invoke-Checked "dist\coopledger\coopledger.exe" @("--version")

$line = Select-String -Path "coopledger\__init__.py" -Pattern '__version__ = "(.+)"'
$version = $line.Matches[0].Groups[1].Value
$setup = "dist\CoopLedger-$version-setup.exe"
$makensis = Get-Command "makensis" -ErrorAction SilentlyContinue
$nsis = if ($makensis) { $makensis.Source } else { "${env:ProgramFiles(x86)}\NSIS\makensis.exe" }
$folder = (Resolve-Path "dist\coopledger").Path
$icon = (Resolve-Path "build\icons\coopledger.ico").Path
Invoke-Checked $nsis @(
    "-V2", "-DVERSION=$version", "-DFOLDER=$folder", "-DICON=$icon",
    "-DOUT=$((Get-Location).Path)\$setup", "packaging\windows\coopledger.nsi"
)
Add-Signature @($setup)

# The folder runs from a stick as it is: double-click CoopLedger-window.exe in it.
$portable = "dist\CoopLedger-$version-windows.zip"
Compress-Archive -Force -Path "dist\coopledger" -DestinationPath $portable
Invoke-Checked "py" @("packaging\build.py", "checksums")
