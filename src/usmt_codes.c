/* SPDX-License-Identifier: GPL-3.0-or-later */
/* USMT's return codes: see usmt_codes.h. */
#include "src/usmt_codes.h"

#include <assert.h>
#include <stddef.h>

static const struct usmt_codes_row rows[] = {
    {USMT_SUCCESS, "USMT_SUCCESS", "done"},
    {USMT_DISPLAY_HELP, "USMT_DISPLAY_HELP", "the help was shown"},
    {USMT_STATUS_CANCELED, "USMT_STATUS_CANCELED",
     "stopped by an encrypted file (/efs:abort), by a signal, or by a no"},
    {USMT_WOULD_HAVE_FAILED, "USMT_WOULD_HAVE_FAILED",
     "done, but for what /c passed over: the log names it"},
    {USMT_INVALID_PARAMETERS, "USMT_INVALID_PARAMETERS", "the command line makes no sense"},
    {USMT_ERROR_OPTION_PARAM_TOO_LARGE, "USMT_ERROR_OPTION_PARAM_TOO_LARGE",
     "a value or the store's path has more than 256 characters"},
    {USMT_INIT_LOGFILE_FAILED, "USMT_INIT_LOGFILE_FAILED", "the log cannot be written"},
    {USMT_ERROR_USE_LAC, "USMT_ERROR_USE_LAC", "a local account is not there, and no /lac"},
    {USMT_INIT_ERROR, "USMT_INIT_ERROR",
     "rules have errors, Config.xml came by /i, or the Windows is not there"},
    {USMT_INVALID_STORE_LOCATION, "USMT_INVALID_STORE_LOCATION",
     "the store cannot be there, is there already (/o), or is not there"},
    {USMT_UNABLE_GET_SCRIPTFILES, "USMT_UNABLE_GET_SCRIPTFILES", "a file of /i cannot be read"},
    {USMT_FAILED_MIGSTARTUP, "USMT_FAILED_MIGSTARTUP",
     "less than 250 MB would be free, or the volume cannot be written as it is"},
    {USMT_UNABLE_FINDMIGUNITS, "USMT_UNABLE_FINDMIGUNITS",
     "what the rules mean on these volumes cannot be found out"},
    {USMT_FAILED_SETMIGRATIONTYPE, "USMT_FAILED_SETMIGRATIONTYPE",
     "never: there is no type of migration to be set"},
    {USMT_UNABLE_READKEY, "USMT_UNABLE_READKEY", "the file of /keyfile cannot be read or is empty"},
    {USMT_ERROR_INSUFFICIENT_RIGHTS, "USMT_ERROR_INSUFFICIENT_RIGHTS",
     "a volume may not be read or written by this user"},
    {USMT_UNABLE_DELETE_STORE, "USMT_UNABLE_DELETE_STORE",
     "the store, or something of it, cannot be removed"},
    {USMT_ERROR_UNSUPPORTED_PLATFORM, "USMT_ERROR_UNSUPPORTED_PLATFORM",
     "/offline while a store is restored"},
    {USMT_ERROR_NO_INVALID_KEY, "USMT_ERROR_NO_INVALID_KEY", "never: no store here has a key"},
    {USMT_ERROR_CORRUPTED_NOTENCRYPTED_STORE, "USMT_ERROR_CORRUPTED_NOTENCRYPTED_STORE",
     "a manifest of the store, or something in it, cannot be read"},
    {USMT_UNABLE_TO_READ_CONFIG_FILE, "USMT_UNABLE_TO_READ_CONFIG_FILE",
     "the file of /config cannot be read, or makes no sense"},
    {USMT_ERROR_UNABLE_CREATE_PROGRESS_LOG, "USMT_ERROR_UNABLE_CREATE_PROGRESS_LOG",
     "the progress log cannot be written"},
    {USMT_PREFLIGHT_FILE_CREATION_FAILED, "USMT_PREFLIGHT_FILE_CREATION_FAILED",
     "the file of /p cannot be written"},
    {USMT_ERROR_CORRUPTED_STORE, "USMT_ERROR_CORRUPTED_STORE",
     "files of the store are missing, changed or damaged"},
    {USMT_MIGRATION_STOPPED_NONFATAL, "USMT_MIGRATION_STOPPED_NONFATAL",
     "something cannot be taken, and no /c: nothing was written"},
    {USMT_INIT_OPERATING_ENVIRONMENT_FAILED, "USMT_INIT_OPERATING_ENVIRONMENT_FAILED",
     "a volume cannot be opened, or memory ran out"},
    {USMT_UNABLE_DOMIGRATION, "USMT_UNABLE_DOMIGRATION",
     "a failure while writing: the same command goes on"},
};

enum { NROWS = sizeof rows / sizeof rows[0] };

const struct usmt_codes_row *usmt_codes_at(unsigned no)
{
    return no < NROWS ? &rows[no] : NULL;
}

const struct usmt_codes_row *usmt_codes_of(enum usmt_code code)
{
    unsigned i = 0;

    while (i < NROWS && rows[i].code != code)
        i++;
    assert(i < NROWS); /* every code has a row */
    return &rows[i];
}
