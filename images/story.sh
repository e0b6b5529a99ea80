# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The refresh of one PC from Windows XP to 7, step by step, as commands. `make demo` tells it, tests/cli/story*.sh put it
# to the test: both take their commands from here, so that what is shown is what is tested.
#
#   . images/story.sh
#   story STEP        prints the command of a step, a line for the shell; nothing where the words have no such step
#
# Set before: words (mftlink, or usmt: the same by scanstate, loadstate and usmtutils), mftlink (the program), makers (the
# folder of recipe and windows), image (the volume), target (the same as mftlink is to name it: the image, or the folder
# where it is mounted), plans (a folder). None of them has blanks in it.
# shellcheck disable=SC2154,SC2016,SC2034

# In the order in which they are told.
story_steps='make before info scan report plan explain estimate apply links setup plan_restore restore links_restored
    save audit remove links_removed delete links_last attributes after compare'

# Those in which Windows or the teller has the volume, and no driver.
story_unmounted=' make before setup save delete attributes after compare '

story_store="--store 'C:\\migdata'"
story_rules='--rules builtin:user images/contoso.xml'
story_document='Documents\Managing_Shims.docx'
story_old='\Documents and Settings\JohnDoe\My '$story_document
story_new='\Users\JohnDoe\'$story_document

# Of all that the rules take, under the old Windows and under the new one.
story_taken="'*Documents/*' '*/Pictures/*' '*/Favorites/*' '*/Desktop/*' '*/Contoso/*'"

story()
{
    case $1 in
        make) echo "$makers/recipe story $image" ;;
        before | after) echo "images/hashes.sh $image $story_taken >$plans/$1" ;;
        info) echo "$mftlink info --users $target" ;;
        scan) echo "$mftlink scan $target" ;;
        report) echo "$mftlink report $target --under '\\Documents and Settings'" ;;
        explain) echo "$mftlink explain $target $story_rules '$story_old'" ;;
        links) echo "$mftlink links $target '$story_old'" ;;
        links_*) echo "$mftlink links $target '$story_new'" ;;
        setup) echo "$makers/windows setup $image" ;;
        save) echo "$makers/windows save $image Users/JohnDoe/Documents/Budget.xls" ;;
        delete) echo "$makers/windows delete $image Windows.old" ;;
        attributes) echo "$mftlink export --format csv --columns attributes,path $image | grep Contract.pdf" ;;
        compare) echo "comm -3 $plans/before $plans/after" ;;
        *) story_"$words" "$1" ;;
    esac
}

story_mftlink()
{
    case $1 in
        plan) echo "$mftlink plan save $target $story_store $story_rules --efs hardlink -o $plans/save.parquet" ;;
        estimate) echo "$mftlink estimate $target $story_rules --efs hardlink" ;;
        apply) echo "$mftlink apply --yes $plans/save.parquet $target" ;;
        plan_restore) echo "$mftlink plan restore $target $story_store -o $plans/restore.parquet" ;;
        restore) echo "$mftlink apply --yes $plans/restore.parquet $target" ;;
        audit) echo "$mftlink audit $target $story_store" ;;
        remove) echo "$mftlink remove --yes $target $story_store -o $plans/remove.parquet" ;;
    esac
}

story_usmt()
{
    rules='/i:builtin:user /i:images/contoso.xml /efs:hardlink'
    case $1 in
        estimate) echo "$mftlink scanstate 'C:\\migdata' /hardlink /nocompress $rules /p:$plans/price.xml -V C:=$target" ;;
        apply) echo "$mftlink scanstate 'C:\\migdata' /hardlink /nocompress $rules -V C:=$target" ;;
        restore) echo "$mftlink loadstate 'C:\\migdata' /hardlink /nocompress -V C:=$target" ;;
        audit) echo "$mftlink usmtutils /verify 'C:\\migdata' -V C:=$target" ;;
        remove) echo "$mftlink usmtutils /rd 'C:\\migdata' /y -V C:=$target" ;;
    esac
}
