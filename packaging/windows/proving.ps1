# Sourced: how a built program proves itself. A window program is waited for, and must have written its result.
function Test-Program([string] $Program, [string] $From, [string] $Platform) {
    $report = Join-Path $env:RUNNER_TEMP ("self-test " + [guid]::NewGuid() + ".json")
    $env:QT_QPA_PLATFORM = $Platform
    $run = @{ FilePath = $Program; ArgumentList = @("self-test", "--out", "`"$report`""); WorkingDirectory = $From }
    $process = Start-Process @run -PassThru -WindowStyle Hidden
    $null = $process.Handle  # else its exit code is forgotten
    if (-not $process.WaitForExit(240000)) { $process.Kill(); throw "$Program did not end ($Platform)" }
    if (-not (Test-Path $report)) { throw "$Program wrote no result (exit code $($process.ExitCode), $Platform)" }
    $result = Get-Content $report -Raw | ConvertFrom-Json
    if ($process.ExitCode -or -not $result.passed) { Get-Content $report; throw "$Program failed ($Platform)" }
    "$Program passed ($Platform), from $From"
}
