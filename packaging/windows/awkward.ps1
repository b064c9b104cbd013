# The built folder where people put it: under a name with a space and an umlaut, read-only, from another folder.
param([Parameter(Mandatory)] [string] $Folder)
$ErrorActionPreference = "Stop"
. "$PSScriptRoot/proving.ps1"
$umlaut, $other = [char]0xFC, [char]0xE4  # this file stays ASCII, whatever reads it
$place = Join-Path $env:RUNNER_TEMP "Pr${umlaut}fung am Ger${other}t"
Copy-Item $Folder $place -Recurse
foreach ($name in "failover-wizard.exe", "Handset Failover Wizard.exe") {
    foreach ($platform in "offscreen", "windows") { Test-Program "$place\$name" $env:SystemRoot $platform }
}
# Nobody may write there: neither files nor settings nor caches beside the program.
icacls $place /deny "${env:USERNAME}:(OI)(CI)(WD,AD,WEA,WA)" /T /Q
if ($LASTEXITCODE) { throw "the folder could not be made read-only" }
$written = $true
try { "x" | Set-Content "$place\x.txt" } catch { $written = $false }
if ($written) { throw "the folder can still be written to" }
foreach ($name in "failover-wizard.exe", "Handset Failover Wizard.exe") { Test-Program "$place\$name" $place "offscreen" }
