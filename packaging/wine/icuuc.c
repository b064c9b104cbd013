/* Windows 10 has an icuuc.dll, Wine 8 has none, and Qt6Core asks for it when it loads.
 *
 * This one opens no converter, ever. Qt then takes its own codecs: UTF-8, UTF-16, UTF-32, Latin-1 and
 * the system's, which is all that the program uses. For tests under Wine; it is in nothing that is shipped.
 */
typedef int UErrorCode;
typedef unsigned short UChar;
enum { ILLEGAL_ARGUMENT = 1, FILE_ACCESS = 4, UNSUPPORTED = 16 };

#define EXPORT __declspec(dllexport)
#define FAIL(code) do { if (status) *status = (code); } while (0)

EXPORT void *ucnv_open(const char *name, UErrorCode *status) { FAIL(FILE_ACCESS); return 0; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT const char *ucnv_getName(void *converter, UErrorCode *status) { FAIL(ILLEGAL_ARGUMENT); return 0; }
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 1; }

EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int number) { return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, UErrorCode *status)
{
    FAIL(ILLEGAL_ARGUMENT);
    return 0;
}

EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(void *converter, void **action, void **context)
{
    if (action) *action = 0;
    if (context) *context = 0;
}
EXPORT void ucnv_getFromUCallBack(void *converter, void **action, void **context)
{
    if (action) *action = 0;
    if (context) *context = 0;
}
EXPORT void ucnv_setToUCallBack(void *c, void *a, void *b, void **o, void **p, UErrorCode *status) { FAIL(UNSUPPORTED); }
EXPORT void ucnv_setFromUCallBack(void *c, void *a, void *b, void **o, void **p, UErrorCode *status) { FAIL(UNSUPPORTED); }
EXPORT void ucnv_cbToUWriteUChars(void *a, const UChar *s, int n, int o, UErrorCode *status) { FAIL(UNSUPPORTED); }
EXPORT void ucnv_cbFromUWriteUChars(void *a, const UChar **s, const UChar *l, int o, UErrorCode *status) { FAIL(UNSUPPORTED); }
EXPORT void ucnv_toUnicode(void *c, UChar **t, const UChar *tl, const char **s, const char *sl, int *o, char f,
                           UErrorCode *status) { FAIL(UNSUPPORTED); }
EXPORT void ucnv_fromUnicode(void *c, char **t, const char *tl, const UChar **s, const UChar *sl, int *o, char f,
                             UErrorCode *status) { FAIL(UNSUPPORTED); }
EXPORT int ucnv_toUCountPending(void *converter, UErrorCode *status) { FAIL(UNSUPPORTED); return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, UErrorCode *status) { FAIL(UNSUPPORTED); return 0; }
