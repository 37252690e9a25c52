; The installer for Windows. build-windows.ps1 runs it; by hand:
;   makensis -DVERSION=0.1.0 -DFOLDER=dist\coopledger -DICON=build\icons\coopledger.ico -DOUT=dist\setup.exe ^
;     packaging\windows\coopledger.nsi
; For whoever is logged in: it asks for no rights. Ledgers lie in %LOCALAPPDATA%\coopledger, the
; program in %LOCALAPPDATA%\Programs\CoopLedger; nothing here writes to the ledgers' folder.

Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"

!ifndef VERSION | FOLDER | ICON | OUT
  !error "VERSION, FOLDER, ICON and OUT are needed"
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CoopLedger"

Name "CoopLedger"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\CoopLedger"
InstallDirRegKey HKCU "Software\CoopLedger" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave on
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "CoopLedger"
VIAddVersionKey "FileDescription" "CoopLedger"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\CoopLedger-window.exe"
!define MUI_LANGDLL_ALWAYSSHOW
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Portuguese"
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "Hindi"

LangString InUse ${LANG_ENGLISH} "CoopLedger is open. Close it, then try again."
LangString InUse ${LANG_FRENCH} "CoopLedger est ouvert. Fermez-le, puis réessayez."
LangString InUse ${LANG_PORTUGUESE} "O CoopLedger está aberto. Feche-o e tente de novo."
LangString InUse ${LANG_ARABIC} "CoopLedger مفتوح. أغلقه ثم حاول من جديد."
LangString InUse ${LANG_HINDI} "CoopLedger खुला है। उसे बंद करें, फिर कोशिश करें।"

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

; A program that runs cannot be opened for writing: ask before anything is changed.
!macro WAIT_UNTIL_CLOSED PREFIX FILE
  ${PREFIX}again_${FILE}:
  IfFileExists "$INSTDIR\${FILE}.exe" 0 ${PREFIX}free_${FILE}
  ClearErrors
  FileOpen $0 "$INSTDIR\${FILE}.exe" a
  IfErrors 0 ${PREFIX}close_${FILE}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(InUse)" /SD IDCANCEL IDRETRY ${PREFIX}again_${FILE}
  Abort
  ${PREFIX}close_${FILE}:
  FileClose $0
  ${PREFIX}free_${FILE}:
!macroend

; Only what the installer put there: a ledger that somebody saved beside the program stays.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\coopledger.exe"
  Delete "$INSTDIR\CoopLedger-window.exe"
!macroend

Section
  !insertmacro WAIT_UNTIL_CLOSED in_ coopledger
  !insertmacro WAIT_UNTIL_CLOSED in_ CoopLedger-window
  ; A newer version must not find older libraries beside its own.
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$PROFILE"
  CreateShortcut "$SMPROGRAMS\CoopLedger.lnk" "$INSTDIR\CoopLedger-window.exe"
  WriteRegStr HKCU "Software\CoopLedger" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "CoopLedger"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\CoopLedger-window.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_UNTIL_CLOSED un_ coopledger
  !insertmacro WAIT_UNTIL_CLOSED un_ CoopLedger-window
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\CoopLedger.lnk"
  DeleteRegKey HKCU "Software\CoopLedger"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
