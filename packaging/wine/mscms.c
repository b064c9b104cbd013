/* Qt's windows platform asks for the screen's colour profile, and Wine 8 ends the process at that call.
 *
 * This one says that the screen has none. For tests under Wine; it is in nothing that is shipped.
 */
#define EXPORT __declspec(dllexport)

EXPORT void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
EXPORT void *OpenColorProfileA(void *profile, unsigned access, unsigned sharing, unsigned mode) { return 0; }
EXPORT void *OpenColorProfileW(void *profile, unsigned access, unsigned sharing, unsigned mode) { return 0; }
EXPORT void *WcsOpenColorProfileW(void *a, void *b, void *c, unsigned d, unsigned e, unsigned f, unsigned g) { return 0; }
EXPORT int CloseColorProfile(void *profile) { return 1; }
EXPORT int GetColorProfileFromHandle(void *profile, void *buffer, unsigned *size) { return 0; }
EXPORT int GetColorDirectoryA(void *machine, void *buffer, unsigned *size) { return 0; }
EXPORT int GetColorDirectoryW(void *machine, void *buffer, unsigned *size) { return 0; }
