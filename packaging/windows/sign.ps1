# Signs files where there is a certificate: CERTIFICATE is a PFX in base64, PASSWORD its password. Else says so.
$ErrorActionPreference = "Stop"
if (-not $env:CERTIFICATE) { "There is no certificate: nothing is signed."; exit 0 }
$pfx = Join-Path $env:RUNNER_TEMP "signing.pfx"
try {
    [IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:CERTIFICATE))
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" | Select-Object -Last 1
    foreach ($file in $args | Get-Item) {
        & $tool sign /fd SHA256 /td SHA256 /tr http://timestamp.digicert.com /f $pfx /p $env:PASSWORD $file.FullName
        if ($LASTEXITCODE) { throw "$file could not be signed" }
    }
} finally {
    Remove-Item $pfx -ErrorAction SilentlyContinue
}
