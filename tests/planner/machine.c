/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to a computer that is not running. */
#include "planner/machine.h"

#include <criterion/criterion.h>

#include "tests/support/estate.h"

static struct estate estate;

static void end(void)
{
    estate_free(&estate);
}

TestSuite(machine, .fini = end, .timeout = 60);

static uint32_t drive_of(const char *path)
{
    return machine_drive(&estate.machine, str_of(path));
}

Test(machine, a_path_is_on_the_drive_that_it_begins_with)
{
    estate_begin(&estate, ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    estate_drive(&estate, "\\\\?\\Volume{1}", MACHINE_FIXED);
    estate_finish(&estate);
    cr_expect_eq(drive_of("C:"), 0);
    cr_expect_eq(drive_of("c:\\x"), 0);
    cr_expect_eq(drive_of("D:/x"), 1);
    cr_expect_eq(drive_of("\\\\?\\Volume{1}\\x"), 2);
    cr_expect_eq(drive_of("E:\\x"), MACHINE_NONE);
    cr_expect_eq(drive_of("C:x"), MACHINE_NONE);
    cr_expect_eq(drive_of("\\Users"), MACHINE_NONE);
    cr_expect_eq(drive_of(""), MACHINE_NONE);
}

Test(machine, a_path_leads_to_its_name)
{
    uint32_t drive = 9, name = 9;

    estate_begin(&estate, ESTATE_VISTA);
    estate_drive(&estate, "D:", MACHINE_FIXED);
    uint32_t file = estate_add(&estate, 1, "Data\\a.txt");
    estate_finish(&estate);
    cr_assert(machine_find(&estate.machine, str_of("d:\\DATA\\A.TXT"), &drive, &name));
    cr_expect_eq(drive, 1);
    cr_expect_eq(estate.drives[1].index->names.file[name], file);
    cr_assert(machine_find(&estate.machine, str_of("C:\\"), &drive, &name));
    cr_expect_eq(estate.drives[0].index->names.file[name], GROVE_ROOT);
    drive = name = 9;
    cr_expect(!machine_find(&estate.machine, str_of("C:\\Data\\a.txt"), &drive, &name));
    cr_expect(!machine_find(&estate.machine, str_of("E:\\Data\\a.txt"), &drive, &name));
    cr_expect(drive == 9 && name == 9, "outputs are untouched where nothing is found");
}

Test(machine, the_registry_tells_the_generation)
{
    estate_begin(&estate, ESTATE_XP);
    estate_add(&estate, 0, "Users\\");
    estate_finish(&estate);
    cr_expect(machine_is_xp(&estate.machine));
    estate.profiles.version = str_of("5.2");
    cr_expect(machine_is_xp(&estate.machine));
    estate.profiles.version = str_of("6.1");
    cr_expect(!machine_is_xp(&estate.machine));
    estate.profiles.version = str_of("50.1");
    cr_expect(!machine_is_xp(&estate.machine));
}

Test(machine, without_a_registry_its_folders_tell_the_generation)
{
    estate_begin(&estate, ESTATE_XP);
    estate_finish(&estate);
    estate.profiles.version = str_of("");
    cr_expect(machine_is_xp(&estate.machine));
    estate_free(&estate);

    /* Vista has Documents and Settings as a junction, and Users. */
    estate_begin(&estate, ESTATE_VISTA);
    uint32_t link = estate_add(&estate, 0, "Documents and Settings\\");
    estate_finish(&estate);
    estate.profiles.version = str_of("");
    cr_expect(!machine_is_xp(&estate.machine));
    estate_free(&estate);

    estate_begin(&estate, ESTATE_NOTHING);
    link = estate_add(&estate, 0, "Documents and Settings\\");
    estate_finish(&estate);
    cr_expect(machine_is_xp(&estate.machine));
    estate.groves[0].index.files.flags[link] |= FILE_REPARSE;
    cr_expect(!machine_is_xp(&estate.machine));
}

Test(machine, syswow64_is_what_64_bits_have)
{
    estate_begin(&estate, ESTATE_VISTA);
    estate_finish(&estate);
    cr_expect(machine_is_64bit(&estate.machine));
    estate.profiles.windows = INDEX_NONE;
    cr_expect(!machine_is_64bit(&estate.machine));
    estate_free(&estate);
    estate_begin(&estate, ESTATE_XP);
    estate_add(&estate, 0, "SysWOW64\\");
    estate_add(&estate, 0, "Windows\\syswow64"); /* a file */
    estate_finish(&estate);
    cr_expect(!machine_is_64bit(&estate.machine));
}
