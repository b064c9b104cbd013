; The installer. Made by packaging/installer.py, which gives VERSION, NUMBERS, SOURCE, FILES, OUT, SIZE_KB, ICON and SIDE.
;
;   setup.exe                     asks; for this user alone, without an administrator's rights, unless told otherwise
;   setup.exe /S                  the same, asking nothing
;   setup.exe /S /ALLUSERS        for everyone; must be called by an administrator, as IT's tools do
;   setup.exe … /D=C:\some where  into this folder; the last word, without quotes
;   uninstall.exe /S              removes the program and keeps the user's settings
;   uninstall.exe /S /SETTINGS    removes them too
;
; An older version goes first, also from another folder than the one that is asked for now. FILES, an included script that
; packaging/installer.py makes, removes what was installed, name by name: a folder may hold things of other people.
;
; Exit codes: 0 done, 1 called off, 2 an administrator's rights are needed, 3 the program is running, 4 the folder is
; another program's.

Unicode true
; 64-bit, as the program is: a computer without 32-bit support can run it.
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include nsDialogs.nsh

!define PRODUCT "Handset Failover Wizard"
!define WINDOW "Handset Failover Wizard.exe"
!define CONSOLE "failover-wizard.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\HandsetFailoverWizard"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define CLASSES "Software\Classes"
!define LOG_CLASS "HandsetFailoverWizard.Log"
!define CASE_CLASS "HandsetFailoverWizard.Case"

Name "${PRODUCT}"
OutFile "${OUT}"
BrandingText "${PRODUCT} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=1033 ProductName "${PRODUCT}"
VIAddVersionKey /LANG=1033 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1033 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1033 FileDescription "${PRODUCT} setup"
VIAddVersionKey /LANG=1033 CompanyName "${PRODUCT} contributors"
VIAddVersionKey /LANG=1033 LegalCopyright "MIT licence; see the folder licenses for the parts of others"

Var ForAll   ; 1: for everyone on this computer
Var IsAdmin  ; 1: with an administrator's rights
Var Radio
Var Mine     ; the version that is installed for this user; empty: none
Var Ours     ; the one for everyone
Var Former   ; the folder of the version that this one takes the place of; empty: none

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
Page custom AskForWhom TakeForWhom
!define MUI_PAGE_HEADER_TEXT "Where to?"
!define MUI_PAGE_HEADER_SUBTEXT "The usual folder is right unless your IT has another one."
!define MUI_DIRECTORYPAGE_TEXT_TOP "The program goes into this folder. To take another one, click Browse."
!define MUI_DIRECTORYPAGE_TEXT_DESTINATION "Folder"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE GiveOwnFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_FINISHPAGE_TITLE "${PRODUCT} is installed"
!define MUI_FINISHPAGE_TEXT "You find it in the start menu, and under “Open with” of logs and saved cases.$\r$\n$\r$\n\
    It sends nothing to your network until you click."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "&Start ${PRODUCT}"
!insertmacro MUI_PAGE_FINISH
!define MUI_PAGE_HEADER_TEXT "Remove ${PRODUCT}?"
!define MUI_PAGE_HEADER_SUBTEXT "What you saved stays: cases, summaries, configurations and logs."
!define MUI_UNCONFIRMPAGE_TEXT_TOP "The program is removed from this folder, and from the start menu. \
    Before anything of your settings goes, you are asked."
!define MUI_UNCONFIRMPAGE_TEXT_LOCATION "Folder:"
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_INSTFILESPAGE_FINISHHEADER_TEXT "Removed"
!define MUI_INSTFILESPAGE_FINISHHEADER_SUBTEXT "${PRODUCT} is removed. You can install it again at any time."
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!macro LookForAdmin
    StrCpy $IsAdmin 0
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 == "Admin"
        StrCpy $IsAdmin 1
    ${EndIf}
!macroend

; A program that runs holds its file: nobody else may write into it. Asking for ${Errors} forgets the error.
!macro FindHeld FILE
    ${If} ${FileExists} "${FILE}"
        ClearErrors
        FileOpen $0 "${FILE}" a
        ${If} ${Errors}
            StrCpy $1 1
        ${Else}
            FileClose $0
        ${EndIf}
    ${EndIf}
!macroend

!macro StopIfRunning FOLDER
    ${Do}
        StrCpy $1 0
        !insertmacro FindHeld "${FOLDER}\${WINDOW}"
        !insertmacro FindHeld "${FOLDER}\${CONSOLE}"
        ${If} $1 == 0
            ${Break}
        ${EndIf}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
            "${PRODUCT} is running, or its folder may not be written to. Close its windows, then try again." \
            /SD IDCANCEL IDRETRY +3
        SetErrorLevel 3
        Quit
    ${Loop}
!macroend

; ---------------------------------------------------------------- installing

; Where it goes: the folder given with /D, else where an older version is, else the usual place.
Function TakeContext
    SetRegView 64
    ${If} $ForAll == 1
        SetShellVarContext all
        StrCpy $1 "$PROGRAMFILES64\${PRODUCT}"
    ${Else}
        SetShellVarContext current
        StrCpy $1 "$LOCALAPPDATA\Programs\${PRODUCT}"
    ${EndIf}
    ReadRegStr $2 SHCTX "${UNINSTALL}" "InstallLocation"
    ${If} $2 != ""
        StrCpy $1 $2
    ${EndIf}
    ${If} $R9 == ""
        StrCpy $INSTDIR $1
    ${EndIf}
FunctionEnd

Function .onInit
    !insertmacro LookForAdmin
    StrCpy $R9 $INSTDIR  ; empty unless /D was given
    StrCpy $ForAll 0
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/ALLUSERS" $1
    ${IfNot} ${Errors}
        StrCpy $ForAll 1
        ${If} $IsAdmin == 0
            MessageBox MB_OK|MB_ICONSTOP "To install for everyone, start this as an administrator." /SD IDOK
            SetErrorLevel 2
            Quit
        ${EndIf}
    ${EndIf}
    SetRegView 64
    ReadRegStr $Mine HKCU "${UNINSTALL}" "DisplayVersion"
    ReadRegStr $Ours HKLM "${UNINSTALL}" "DisplayVersion"
    ; What is here for everyone alone is upgraded for everyone, if the one who is asked agrees.
    ${IfNot} ${Silent}
    ${AndIf} $Ours != ""
    ${AndIf} $Mine == ""
        StrCpy $ForAll 1
    ${EndIf}
    Call TakeContext
FunctionEnd

Function AskForWhom
    !insertmacro MUI_HEADER_TEXT "For whom?" "Who on this computer is to use ${PRODUCT}?"
    nsDialogs::Create 1018
    Pop $0
    ${NSD_CreateRadioButton} 0 0 100% 12u "Only &me (needs no administrator)"
    Pop $1
    ${NSD_CreateRadioButton} 0 18u 100% 12u "&Everyone on this computer (Windows asks for an administrator)"
    Pop $Radio
    ${If} $ForAll == 1
        ${NSD_Check} $Radio
    ${Else}
        ${NSD_Check} $1
    ${EndIf}
    Call TellWhatIsThere
    ${NSD_CreateLabel} 0 46u 100% 40u $1
    Pop $0
    nsDialogs::Show
FunctionEnd

; In $1: what becomes of an older version, or what this will and will not change.
Function TellWhatIsThere
    StrCpy $0 "Your settings and your visits stay as they are."
    ${If} $Mine != ""
    ${AndIf} $Ours != ""
        StrCpy $1 "It is here twice: version $Mine for you and version $Ours for everyone. The one that you choose is replaced by version ${VERSION}. $0"
    ${ElseIf} $Mine == "${VERSION}"
    ${OrIf} $Ours == "${VERSION}"
        StrCpy $1 "This version is here already. To install it again puts back what is missing or damaged. $0"
    ${ElseIf} $Mine != ""
        StrCpy $1 "Version $Mine is here for you alone. If you keep to that, version ${VERSION} takes its place. $0"
    ${ElseIf} $Ours != ""
        StrCpy $1 "Version $Ours is here for everyone. If you keep to that, version ${VERSION} takes its place. $0"
    ${Else}
        StrCpy $1 "It adds itself to the start menu and to “Open with” of logs and saved cases. It changes nothing else, and Windows’ list of apps removes it again."
    ${EndIf}
FunctionEnd

Function TakeForWhom
    ${NSD_GetState} $Radio $0
    ${If} $0 == ${BST_CHECKED}
        ${If} $IsAdmin == 0
            ; Again with the rights; this one is done.
            ExecShell "runas" "$EXEPATH" "/ALLUSERS"
            ${IfNot} ${Errors}
                Quit
            ${EndIf}
            Abort  ; refused: back to the question
        ${EndIf}
        StrCpy $ForAll 1
    ${Else}
        StrCpy $ForAll 0
    ${EndIf}
    Call TakeContext
FunctionEnd

; Among other things, as on a drive or in Downloads, the program gets a folder of its own.
Function GiveOwnFolder
    ${GetFileName} $INSTDIR $0
    ${DirState} $INSTDIR $1  ; 1: there is something in it
    ${If} $1 == 1
    ${AndIf} $0 != "${PRODUCT}"
    ${AndIfNot} ${FileExists} "$INSTDIR\${WINDOW}"
        MessageBox MB_OKCANCEL|MB_ICONINFORMATION \
            "Other things are in $INSTDIR. The program goes into a folder of its own there, “${PRODUCT}”." \
            /SD IDOK IDOK +2
        Abort
        ; Into the field: the page reads it once more after this.
        SendMessage $mui.DirectoryPage.Directory ${WM_SETTEXT} 0 "STR:$INSTDIR\${PRODUCT}"
    ${EndIf}
FunctionEnd

; Other programs have an uninstall.exe too: it is ours where our window program lies beside it, or where Windows' list
; has us. To write over another's would leave nobody a way to remove that program.
Function LeaveOthersAlone
    ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ${AndIfNot} ${FileExists} "$INSTDIR\${WINDOW}"
    ${AndIf} $Former != $INSTDIR
        MessageBox MB_OK|MB_ICONSTOP "Another program is in $INSTDIR, and its uninstall.exe would be lost. \
            Start this again and choose another folder." /SD IDOK
        SetErrorLevel 4
        Quit
    ${EndIf}
FunctionEnd

; An older version goes by what it knows of itself: none of its files stay among the new ones.
!macro RemoveOlder FOLDER
    ${If} ${FileExists} "${FOLDER}\uninstall.exe"
    ${AndIf} ${FileExists} "${FOLDER}\${WINDOW}"
        ExecWait '"${FOLDER}\uninstall.exe" /S /UPGRADE _?=${FOLDER}'
    ${EndIf}
!macroend

Section
    ReadRegStr $Former SHCTX "${UNINSTALL}" "InstallLocation"
    Call LeaveOthersAlone
    ${If} $Former == $INSTDIR
        StrCpy $Former ""
    ${EndIf}
    !insertmacro StopIfRunning "$INSTDIR"
    ${If} $Former != ""
        !insertmacro StopIfRunning "$Former"
        ; Windows' list has one entry: nobody could remove what would stay there.
        !insertmacro RemoveOlder $Former
        Delete "$Former\uninstall.exe"
        RMDir "$Former"
    ${EndIf}
    !insertmacro RemoveOlder $INSTDIR
    SetOutPath "$INSTDIR"
    File /r "${SOURCE}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${WINDOW}"

    WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${PRODUCT}"
    WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
    WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${PRODUCT} contributors"
    WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
    WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1

    ; Found by name in Windows' Run box and by `start`; the search path stays as it is.
    WriteRegStr SHCTX "${APP_PATHS}\${CONSOLE}" "" "$INSTDIR\${CONSOLE}"

    ; An entry under "Open with", no more: what opened logs and .json files before still opens them.
    WriteRegStr SHCTX "${CLASSES}\${LOG_CLASS}" "" "Handset log"
    WriteRegStr SHCTX "${CLASSES}\${LOG_CLASS}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    WriteRegStr SHCTX "${CLASSES}\${CASE_CLASS}" "" "Handset Failover Wizard case"
    WriteRegStr SHCTX "${CLASSES}\${CASE_CLASS}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    WriteRegStr SHCTX "${CLASSES}\.log\OpenWithProgids" "${LOG_CLASS}" ""
    WriteRegStr SHCTX "${CLASSES}\.json\OpenWithProgids" "${CASE_CLASS}" ""
    WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "${PRODUCT}"
    WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".log" ""
    WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".json" ""
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; ---------------------------------------------------------------- removing

Function un.onInit
    SetRegView 64
    SetShellVarContext current
    StrCpy $ForAll 0
    ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
    ${If} $0 == $INSTDIR
        SetShellVarContext all
        StrCpy $ForAll 1
        !insertmacro LookForAdmin
        ${If} $IsAdmin == 0
            ${IfNot} ${Silent}
                ExecShell "runas" "$INSTDIR\uninstall.exe"
            ${EndIf}
            SetErrorLevel 2
            Quit
        ${EndIf}
    ${EndIf}
FunctionEnd

Section "Uninstall"
    !insertmacro StopIfRunning "$INSTDIR"
    Delete "$SMPROGRAMS\${PRODUCT}.lnk"
    !include "${FILES}"
    Delete "$INSTDIR\uninstall.exe"

    DeleteRegKey SHCTX "${UNINSTALL}"
    DeleteRegKey SHCTX "${APP_PATHS}\${CONSOLE}"
    DeleteRegKey SHCTX "${CLASSES}\${LOG_CLASS}"
    DeleteRegKey SHCTX "${CLASSES}\${CASE_CLASS}"
    DeleteRegKey SHCTX "${CLASSES}\Applications\${WINDOW}"
    DeleteRegValue SHCTX "${CLASSES}\.log\OpenWithProgids" "${LOG_CLASS}"
    DeleteRegKey /ifempty SHCTX "${CLASSES}\.log\OpenWithProgids"
    DeleteRegKey /ifempty SHCTX "${CLASSES}\.log"
    DeleteRegValue SHCTX "${CLASSES}\.json\OpenWithProgids" "${CASE_CLASS}"
    DeleteRegKey /ifempty SHCTX "${CLASSES}\.json\OpenWithProgids"
    DeleteRegKey /ifempty SHCTX "${CLASSES}\.json"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/UPGRADE" $1
    ${IfNot} ${Errors}
        Return
    ${EndIf}
    RMDir "$INSTDIR"
    ; Settings are this user's; those of others stay with them.
    SetShellVarContext current
    ClearErrors
    ${GetOptions} $0 "/SETTINGS" $1
    ${If} ${Errors}
        ${IfNot} ${FileExists} "$APPDATA\failover-wizard\*"
            Return
        ${EndIf}
        MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 \
            "Remove your settings too? With them go the program's own log and the visits that you never saved. Cases and summaries that you saved stay." \
            /SD IDNO IDYES +2
        Return
    ${EndIf}
    RMDir /r "$APPDATA\failover-wizard"
SectionEnd
