# The installer on real Windows: in silence for this user, then for all; each time tested and removed.
param([Parameter(Mandatory)] [string] $Setup)
$ErrorActionPreference = "Stop"
. "$PSScriptRoot/proving.ps1"
$name = "Handset Failover Wizard"
function Invoke-Quietly([string] $Program, [string[]] $Words) {
    $process = Start-Process $Program -ArgumentList $Words -PassThru -Wait
    if ($process.ExitCode) { throw "$Program $Words ended with $($process.ExitCode)" }
}
$forms = @(
    @{ Words = @("/S"); Place = "$env:LOCALAPPDATA\Programs\$name" },
    @{ Words = @("/S", "/ALLUSERS"); Place = "$env:ProgramFiles\$name" }
)
foreach ($form in $forms) {
    Invoke-Quietly $Setup $form.Words
    Test-Program "$($form.Place)\$name.exe" $env:SystemRoot "windows"
    Invoke-Quietly $Setup $form.Words  # over itself
    Invoke-Quietly "$($form.Place)\uninstall.exe" @("/S")
    # The uninstaller goes on from a copy of itself after it has returned.
    for ($i = 0; (Test-Path $form.Place) -and $i -lt 120; $i++) { Start-Sleep -Milliseconds 500 }
    if (Test-Path $form.Place) { throw "left after removal: $(Get-ChildItem $form.Place -Recurse)" }
}
