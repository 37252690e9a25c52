@echo off
rem Starts the version that the file "current" names.
set /p VERSION=<"%~dp0current"
"%~dp0versions\%VERSION%\coopledger.exe" %*
