/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptors and SIDs. */
#include "mft/security.h"

#include <assert.h>
#include <stdlib.h>

#include "tests/support/forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct bytes sid)
{
    char *text = malloc(SECURITY_SID_TEXT_MAX);

    if (security_sid_text(sid, text)) {
        assert(strncmp(text, "S-1-", 4) == 0 && strlen(text) < SECURITY_SID_TEXT_MAX);
        assert(sid.n <= SECURITY_SID_BYTES_MAX);
    } else {
        assert(text[0] == '\0');
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *exact = forge_copy(data, size);
    struct bytes owner = security_descriptor_owner((struct bytes){exact, size});

    if (owner.n > 0) {
        assert(owner.at >= exact && owner.at + owner.n <= exact + size);
        check_text(owner);
    }
    check_text((struct bytes){exact, size});
    free(exact);
    return 0;
}
