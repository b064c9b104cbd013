"""What an installed program leaves in Windows' registry, as JSON. Runs in the lab's Windows Python."""

import contextlib
import json
import winreg

ROOTS = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
KEYS = (
    r"Software\Microsoft\Windows\CurrentVersion\Uninstall\HandsetFailoverWizard",
    r"Software\Microsoft\Windows\CurrentVersion\App Paths\failover-wizard.exe",
    r"Software\Classes\.log",
    r"Software\Classes\.log\OpenWithProgids",
    r"Software\Classes\.json",
    r"Software\Classes\.json\OpenWithProgids",
    r"Software\Classes\HandsetFailoverWizard.Log\shell\open\command",
    r"Software\Classes\HandsetFailoverWizard.Case\shell\open\command",
    r"Software\Classes\Applications\Handset Failover Wizard.exe",
)


def values(root, key):
    with winreg.OpenKey(root, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
        count = winreg.QueryInfoKey(opened)[1]
        return {name: value for name, value, _ in (winreg.EnumValue(opened, i) for i in range(count))}


found = {}
for name, root in ROOTS.items():
    for key in KEYS:
        with contextlib.suppress(OSError):
            found[f"{name}\\{key}"] = values(root, key)
print(json.dumps(found))
