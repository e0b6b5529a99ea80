/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives on the command line. */
#include "src/drivechoice.h"

#include <criterion/criterion.h>

static void expect(const char *text, char letter, uint32_t partition, const char *source)
{
    struct drivechoice choice;

    cr_assert(drivechoice_parse(text, &choice), "%s", text);
    cr_expect_eq(choice.letter, letter, "%s", text);
    cr_expect_eq(choice.partition, partition, "%s", text);
    cr_expect_str_eq(choice.source, source, "%s", text);
}

Test(drivechoice, all_forms)
{
    expect("C:=disk.img", 'C', 0, "disk.img");
    expect("c=disk.img", 'C', 0, "disk.img");
    expect("z:2=a=b", 'Z', 2, "a=b");
    expect("D:4294967295==", 'D', UINT32_MAX, "=");
}

Test(drivechoice, anything_else_is_refused)
{
    static const char *const texts[] = {"",
                                        "C",
                                        "C:",
                                        "C:=",
                                        "=x",
                                        "CC=x",
                                        "1=x",
                                        "C2=x",
                                        "C:0=x",
                                        "C:4294967296=x",
                                        "C:-1=x",
                                        "C:2x=y",
                                        " C:=x",
                                        "C: =x",
                                        "C:\\=x",
                                        "\xC3=x",
                                        "C:99999999999999999999=x"};
    struct drivechoice choice;

    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_expect_not(drivechoice_parse(texts[i], &choice), "%s", texts[i]);
}
