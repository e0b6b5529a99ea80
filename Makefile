# SPDX-License-Identifier: GPL-3.0-or-later
#
# One Makefile for everything. `make help` lists the targets and the settings.
# Sources are found by folder: a new file in mft/, src/, tests/... needs no change here.
#
# Nothing in this file calls the compiler while it is being read: on a fresh machine the compiler is
# one of the packages that `make demo` and `make check` install first.

### Settings: give them on the command line (make CC=clang BUILD=/tmp/x) or in the environment

BUILD        ?= build
PREFIX       ?= /usr/local
DESTDIR      ?=
CFLAGS       ?= -O2 -g
CPPFLAGS     ?=
LDFLAGS      ?=
WERROR       ?=
SANITIZE     ?=
V            ?=
FUZZ_SECONDS ?= 60
FUZZ_SEED    ?= 0
CUTS         ?= 2000
TRIPS        ?= 20
KILLS        ?= 40
FUZZ_CC      ?= clang
NTFS3VM      ?= ../shared/tools/ntfs3vm.sh
JOBS         ?= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(origin CC),default)
CC           := gcc
endif
AR           ?= ar

# Where the image makers and the fixtures lie; the sanitizer configurations use those of the plain one.
PLAIN        ?= $(BUILD)

# One folder has one name: what an object depends on is kept by names.
override BUILD := $(patsubst $(CURDIR)/%,%,$(abspath $(BUILD)))

### Packages of Debian 12, by the target that needs them; `make TARGET` installs what is missing

DEPS_BUILD       := gcc libc6-dev libzstd-dev libssl-dev libsqlite3-dev libhivex-dev libxml2-dev libxxhash-dev zstd ntfs-3g ntfs-3g-dev
DEPS_CHECK       := $(DEPS_BUILD) libcriterion-dev sleuthkit 7zip attr jq scdoc mandoc sqlite3 openssl procps strace zsh fish

# A Node.js with npm that is there from elsewhere is left alone.
NODE              = $(shell command -v node >/dev/null && command -v npm >/dev/null || echo nodejs npm)

DEPS_demo         := $(DEPS_BUILD) sleuthkit
DEPS_check        := $(DEPS_CHECK)
DEPS_check-asan   := $(DEPS_CHECK)
DEPS_check-tsan   := $(DEPS_CHECK)
DEPS_check-crash  := $(DEPS_CHECK)
DEPS_check-duckdb = $(DEPS_BUILD) $(NODE)
DEPS_check-clickhouse = $(DEPS_BUILD) $(NODE)
DEPS_check-browser = $(DEPS_BUILD) $(NODE) chromium
DEPS_check-kernel := $(DEPS_CHECK) qemu-system-x86 busybox-static cpio kmod xz-utils
DEPS_fuzz         := $(DEPS_CHECK) clang libclang-rt-14-dev
DEPS_bench        := $(DEPS_CHECK) libfsntfs-utils linux-perf
DEPS_layers       := $(DEPS_BUILD)
DEPS_install      := $(DEPS_BUILD) scdoc
DEPS_deb          := $(DEPS_BUILD) scdoc dpkg-dev debhelper fakeroot
DEPS_check-deb    := $(DEPS_CHECK) $(DEPS_deb) lintian man-db
DEPS_lint         := $(DEPS_CHECK) clang clang-tidy cppcheck
DEPS_format       := clang-format
DEPS_format-check := clang-format
DEPS_deps         := $(sort $(foreach t,check check-duckdb check-browser check-kernel fuzz bench check-deb lint format,$(DEPS_$(t))))

PACKAGES := $(sort $(foreach goal,$(MAKECMDGOALS),$(DEPS_$(patsubst fuzz-%,fuzz,$(goal)))))

### Flags that the sources rely on

STD_CFLAGS    := -std=c17 -pthread
WARN_CFLAGS   := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
                 -Wundef -Wswitch-enum $(if $(WERROR),-Werror)
SAN_CFLAGS    := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
FUZZ_CFLAGS   := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=address,undefined
# Debug information does not tell where the tree lay, so that two builds are alike.
REPRO_CFLAGS  := -ffile-prefix-map=$(CURDIR)=.

ALL_CPPFLAGS   = -I. $(LIBXML2_CPPFLAGS) $(CPPFLAGS)
ALL_CFLAGS    := $(STD_CFLAGS) $(WARN_CFLAGS) $(REPRO_CFLAGS) $(CFLAGS) $(SAN_CFLAGS)
ALL_LDFLAGS   := -pthread $(SAN_CFLAGS) $(LDFLAGS)

# libntfs-3g's headers read the configuration of its own build; these are Debian's answers.
NTFS3G_CPPFLAGS := -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -DHAVE_ERRNO_H -DHAVE_STDARG_H -DHAVE_STDINT_H \
                   -DHAVE_STDLIB_H -DHAVE_STRING_H -DHAVE_SYS_STAT_H -DHAVE_SYS_TYPES_H -DHAVE_TIME_H

# Where Debian has libxml2's headers; as those of a system, their warnings are not ours.
LIBXML2_CPPFLAGS := -isystem /usr/include/libxml2

MFTLINK_LIBS := -lzstd -lcrypto -lsqlite3 -lhivex -lxml2 -lxxhash -lntfs-3g
IMAGES_LIBS  := -lntfs-3g -lzstd -lhivex
TEST_LIBS    := -lcriterion
ORACLE_LIBS  := -lcriterion

### Sources and what becomes of them

MFT_SOURCES     := $(wildcard mft/*.c)
PLANNER_SOURCES := $(wildcard planner/*.c)
SRC_SOURCES     := $(wildcard src/*.c src/*/*.c)
IMAGES_SOURCES  := $(wildcard images/*.c)
SUPPORT_SOURCES := $(wildcard tests/support/*.c)
UNIT_SOURCES    := $(wildcard tests/mft/*.c tests/planner/*.c tests/src/*.c)
ORACLE_SOURCES  := $(wildcard tests/oracle/*.c)
THREAD_SOURCES  := $(wildcard tests/thread/*.c)
FUZZ_SOURCES    := $(wildcard tests/fuzz/*.c)
TOOL_SOURCES    := $(wildcard tests/tool/*.c)
OTHER_SOURCES   := $(wildcard tests/bench/*.c tests/kernel/*.c)
ALL_SOURCES     := $(MFT_SOURCES) $(PLANNER_SOURCES) $(SRC_SOURCES) $(IMAGES_SOURCES) $(SUPPORT_SOURCES) \
                   $(UNIT_SOURCES) $(ORACLE_SOURCES) $(THREAD_SOURCES) $(FUZZ_SOURCES) $(TOOL_SOURCES) $(OTHER_SOURCES)
# The page of `mftlink report --html`; its scripts in the order in which they stand in it.
PAGE_HTML       := src/page/report.html
PAGE_STYLE      := src/page/report.css
PAGE_SCRIPTS    := $(patsubst %,src/page/%.js,format model treemap table charts report)
ALL_HEADERS     := $(wildcard mft/*.h planner/*.h src/*.h src/*/*.h images/*.h tests/*/*.h)

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
fuzzobj = $(patsubst %.c,$(BUILD)/fuzz/obj/%.o,$(1))

IMAGES_MAINS   := $(filter images/mkvolume.c images/recipe.c images/windows.c,$(IMAGES_SOURCES))
IMAGES_SHARED  := $(filter-out $(IMAGES_MAINS),$(IMAGES_SOURCES))
FUZZ_MAINS     := $(filter tests/fuzz/fuzz_%,$(FUZZ_SOURCES))
FUZZ_SHARED    := $(filter-out $(FUZZ_MAINS),$(FUZZ_SOURCES))

LIBMFT         := $(BUILD)/libmft.a
LIBPLANNER     := $(if $(PLANNER_SOURCES),$(BUILD)/libplanner.a)
LIBSUPPORT     := $(if $(SUPPORT_SOURCES),$(BUILD)/tests/libsupport.a)
LIBFUZZ        := $(BUILD)/fuzz/libmftlink.a
LIBS           := $(LIBPLANNER) $(LIBMFT)
PROGRAM        := $(if $(SRC_SOURCES),$(BUILD)/mftlink)
IMAGES         := $(patsubst %.c,$(BUILD)/%,$(IMAGES_MAINS))
UNIT           := $(if $(UNIT_SOURCES),$(BUILD)/tests/unit)
ORACLE         := $(if $(ORACLE_SOURCES),$(BUILD)/tests/oracle)
THREADS        := $(patsubst tests/thread/%.c,$(BUILD)/tests/thread/%,$(THREAD_SOURCES))
TOOLS          := $(patsubst tests/tool/%.c,$(BUILD)/tests/tool/%,$(TOOL_SOURCES))
FUZZERS        := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(FUZZ_MAINS))
FUZZ_RUNS      := $(patsubst tests/fuzz/fuzz_%.c,fuzz-%,$(FUZZ_MAINS))
SHELL_TESTS    := $(sort $(wildcard tests/cli/*.sh))
# Those that take half a minute: make check-crash runs them.
LONG_TESTS     := $(patsubst %,tests/cli/%.sh,diff_chance hostile signals)
KERNEL_TESTS   := $(sort $(wildcard tests/kernel/*.sh))

# All of the program but its main(), for the tests.
MFTLINK_OBJECTS_NO_MAIN := $(call objects,$(filter-out src/main.c,$(SRC_SOURCES))) $(BUILD)/obj/pagetext.o

### How make itself behaves

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif
# The words of a list in their order, each where it comes first.
once  = $(if $(1),$(firstword $(1)) $(call once,$(filter-out $(firstword $(1)),$(1))))
quiet = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(2)';)

.PHONY: help all deps demo check check-asan check-tsan check-crash check-duckdb check-clickhouse check-browser check-kernel \
        fuzz $(FUZZ_RUNS) bench layers lint format format-check install uninstall deb check-deb clean packages FORCE

### Help

define HELP
Targets
  all           the program $(BUILD)/mftlink and the image makers in $(BUILD)/images/ (default)
  demo          the refresh of one PC from Windows XP to 7, told step by step
  check         build and run all tests: unit, oracle, threads, command line
  check-asan    the same with AddressSanitizer, LeakSanitizer and UBSan, in $(BUILD)/asan/
  check-tsan    thread tests and the scan command under ThreadSanitizer, in $(BUILD)/tsan/
  check-crash   let the power fail CUTS times in a large plan; TRIPS trees by chance into stores and back;
                KILLS times kill -9 on a mounted volume; every allocation fails; it says how many they were;
                and the scripts that take half a minute: hostile files, signals, changes by chance
  check-duckdb  hold inventories, plans and the queries of docs/fleet against DuckDB; npm fetches it into $(BUILD)/duckdb/
  check-clickhouse  the main figures and those queries by ClickHouse, too: npm fetches 543 MB into $(BUILD)/clickhouse/
  check-browser  hold the page of report against --json in Chromium; npm fetches its driver into $(BUILD)/browser/
  check-kernel  compare with Linux's ntfs3 driver in a virtual machine (NTFS3VM=script)
  fuzz          every fuzz target for FUZZ_SECONDS; fuzz-NAME runs tests/fuzz/fuzz_NAME.c alone
  bench         measure speed and memory beside other programs, write docs/BENCHMARKS.md
  layers        prove the laws of the layers (docs/ARCHITECTURE.md), and that each can fail
  lint          clang-tidy and cppcheck
  format        clang-format all sources; format-check only looks
  install       program, man pages and completions to DESTDIR/PREFIX; uninstall removes them again
  deb           a Debian package in $(BUILD)/deb/; check-deb also looks at it with lintian, installs and removes it
  deps          install the Debian packages of every target; each target also installs its own
  clean         remove $(BUILD)/

Settings (now)
  BUILD=$(BUILD)  PREFIX=$(PREFIX)  DESTDIR=$(DESTDIR)  JOBS=$(JOBS)
  CC=$(CC)  CFLAGS=$(CFLAGS)  CPPFLAGS=$(CPPFLAGS)  LDFLAGS=$(LDFLAGS)
  WERROR=1 makes warnings errors, V=1 shows the commands, SANITIZE=LIST builds with -fsanitize=LIST
  CUTS=$(CUTS)  TRIPS=$(TRIPS)  KILLS=$(KILLS)  FUZZ_SECONDS=$(FUZZ_SECONDS)  FUZZ_SEED=$(FUZZ_SEED) (0: another each time)  FUZZ_CC=$(FUZZ_CC)  NTFS3VM=$(NTFS3VM)
A changed setting rebuilds what depends on it.
endef

help: export HELP := $(HELP)
help:
	@printf '%s\n' "$$HELP"

### Packages

# Installs what is missing of PACKAGES, and touches neither network nor privileges when nothing is.
define INSTALL_PACKAGES
missing=
for package in $(PACKAGES); do
    dpkg-query -W -f '$${Status}\n' $$package 2>/dev/null | grep -q ' ok installed$$' ||
        missing="$$missing $$package"
done
[ -n "$$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "This is not Debian: what its packages$$missing hold must be here already."
    exit 0
fi
if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi
echo "installing:$$missing"
if command -v $${as_root:-apt-get} >/dev/null &&
    $$as_root apt-get -qq update &&
    $$as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends $$missing >$(BUILD)/apt.log 2>&1; then
    exit 0
fi
[ ! -e $(BUILD)/apt.log ] || tail -n 5 $(BUILD)/apt.log >&2
echo "Could not install them; as root, run: apt-get install$$missing" >&2
exit 1
endef

packages deps: export INSTALL_PACKAGES := $(INSTALL_PACKAGES)
packages deps:
	@mkdir -p $(BUILD)
	@sh -c "$$INSTALL_PACKAGES"

### Compiling

all: $(PROGRAM) $(LIBS) $(IMAGES)

# The settings of the last build with the compiler's version, and its list of sources: files that change
# when those do, and then make anew what depends on them.
$(BUILD)/settings: export TEXT = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(AR) $(NTFS3G_CPPFLAGS) \
    $(MFTLINK_LIBS) $(IMAGES_LIBS) $(FUZZ_CC) $(FUZZ_CFLAGS)
$(BUILD)/sources: export TEXT = $(ALL_SOURCES)
$(BUILD)/settings $(BUILD)/sources: FORCE | packages
	@mkdir -p $(@D)
	@{ printf '%s\n' "$$TEXT"; $(CC) -dumpfullversion -dumpversion 2>/dev/null || true; } >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(call objects,$(IMAGES_SOURCES) $(ORACLE_SOURCES)): private ALL_CPPFLAGS += $(NTFS3G_CPPFLAGS)

$(BUILD)/obj/%.o: %.c $(BUILD)/settings
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/fuzz/obj/%.o: %.c $(BUILD)/settings
	@mkdir -p $(@D)
	$(call quiet,FUZZCC,$<)$(FUZZ_CC) $(ALL_CPPFLAGS) $(STD_CFLAGS) $(WARN_CFLAGS) $(FUZZ_CFLAGS) \
	    -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

# $(1): the name of a constant; $(2): the files that are its text
text_as_c = { echo 'const unsigned char $(1)[] = {'; cat $(2) | od -An -v -tu1 | sed 's/[0-9][0-9]*/&,/g'; echo '0};'; }

$(BUILD)/pagetext.c: $(PAGE_HTML) $(PAGE_STYLE) $(PAGE_SCRIPTS) $(BUILD)/settings
	$(call quiet,PAGE,$@){ echo '#include "src/pagetext.h"'; $(call text_as_c,pagetext_html,$(PAGE_HTML)); \
	    $(call text_as_c,pagetext_style,$(PAGE_STYLE)); $(call text_as_c,pagetext_script,$(PAGE_SCRIPTS)); } >$@

$(BUILD)/obj/pagetext.o: $(BUILD)/pagetext.c src/pagetext.h
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/fuzz/obj/pagetext.o: $(BUILD)/pagetext.c src/pagetext.h
	@mkdir -p $(@D)
	$(call quiet,FUZZCC,$<)$(FUZZ_CC) $(ALL_CPPFLAGS) $(STD_CFLAGS) $(WARN_CFLAGS) $(FUZZ_CFLAGS) -c -o $@ $<

-include $(patsubst %.o,%.d,$(call objects,$(ALL_SOURCES)) $(call fuzzobj,$(ALL_SOURCES)))

### Linking

$(LIBMFT):                $(call objects,$(MFT_SOURCES))
$(BUILD)/libplanner.a:    $(call objects,$(PLANNER_SOURCES))
$(BUILD)/tests/libsupport.a: $(call objects,$(SUPPORT_SOURCES))
$(LIBFUZZ):               $(call fuzzobj,$(MFT_SOURCES) $(PLANNER_SOURCES) $(filter-out src/main.c,$(SRC_SOURCES)) \
                              $(SUPPORT_SOURCES) $(FUZZ_SHARED)) $(BUILD)/fuzz/obj/pagetext.o

%.a: $(BUILD)/sources
	@mkdir -p $(@D)
	$(call quiet,AR,$@)rm -f $@ && $(AR) rcsD $@ $(filter %.o,$^)

# $(1): the libraries of the system that the program needs
link = $(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(1)

$(BUILD)/mftlink: $(call objects,src/main.c) $(MFTLINK_OBJECTS_NO_MAIN) $(LIBS) $(BUILD)/sources
	$(call quiet,LINK,$@)$(call link,$(MFTLINK_LIBS))

$(UNIT): $(call objects,$(UNIT_SOURCES)) $(MFTLINK_OBJECTS_NO_MAIN) $(LIBSUPPORT) $(LIBS) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(call link,$(MFTLINK_LIBS) $(TEST_LIBS))

$(ORACLE): $(call objects,$(ORACLE_SOURCES)) $(MFTLINK_OBJECTS_NO_MAIN) $(LIBSUPPORT) $(LIBS) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(call link,$(MFTLINK_LIBS) $(ORACLE_LIBS))

$(THREADS): $(BUILD)/tests/thread/%: $(BUILD)/obj/tests/thread/%.o $(LIBSUPPORT) $(LIBS) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(call link,$(THREAD_LIBS))

# What scripts do with the program's files, where no command does it.
$(TOOLS): $(BUILD)/tests/tool/%: $(BUILD)/obj/tests/tool/%.o $(MFTLINK_OBJECTS_NO_MAIN) $(LIBS) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(call link,$(MFTLINK_LIBS))

# These use the program's files, and stand between all that allocates and its memory.
SCARCE  := $(filter %/scarceapply %/scarcedifference %/scarcefiles %/scarceinventory %/scarceredo %/scarcerestore %/scarcerules \
               %/scarcestores,$(THREADS))
WRAPPED := malloc calloc realloc aligned_alloc ZSTD_createCCtx ZSTD_createDCtx ZSTD_compress2
$(SCARCE): $(MFTLINK_OBJECTS_NO_MAIN)
$(SCARCE): private THREAD_LIBS := $(MFTLINK_LIBS) $(WRAPPED:%=-Wl,--wrap=%)

# These stand between our objects and the calls that write, and ask the oracle's witnesses.
TAPPED  := $(filter %/powercut %/failingwrites,$(THREADS))
WRITING := open write pwrite ftruncate fsync rename renameat2 unlink
WITNESS := $(filter %/witness.c %/oracle.c %/view.c %/viewinode.c %/viewlibrary.c %/viewscan.c %/sameindex.c \
               %/toolrun.c,$(ORACLE_SOURCES))
$(TAPPED): $(MFTLINK_OBJECTS_NO_MAIN) $(call objects,$(WITNESS))
$(TAPPED): private THREAD_LIBS := $(MFTLINK_LIBS) $(ORACLE_LIBS) $(WRITING:%=-Wl,--wrap=%)

$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/fuzz/obj/tests/fuzz/%.o $(LIBFUZZ)
	$(call quiet,LINK,$@)$(FUZZ_CC) -pthread $(FUZZ_CFLAGS) -fsanitize=fuzzer -o $@ $^ $(MFTLINK_LIBS)

# A sanitizer configuration borrows the image makers: what they do is libntfs-3g's work, and the
# volumes that they made are shared.
ifeq ($(abspath $(PLAIN)),$(abspath $(BUILD)))
$(IMAGES): $(BUILD)/images/%: $(BUILD)/obj/images/%.o $(call objects,$(IMAGES_SHARED)) $(LIBMFT) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call quiet,LINK,$@)$(call link,$(IMAGES_LIBS))
else
$(IMAGES): $(BUILD)/images
$(BUILD)/images: $(BUILD)/settings
	@ln -sfn $(abspath $(PLAIN))/images $@
endif

### Running

# What every test, demonstration and measurement finds in its environment.
export MFTLINK_BUILD    := $(abspath $(BUILD))
export MFTLINK_FIXTURES := $(abspath $(PLAIN))/fixtures
export MFTLINK          := $(abspath $(BUILD))/mftlink
# mkntfs lies where only root's PATH leads.
export PATH             := $(PATH):/usr/sbin:/sbin

demo: all
	@images/demo.sh

# Criterion aborts at its start under ThreadSanitizer: the plain programs and the scanning commands remain.
ifeq ($(SANITIZE),thread)
CHECKS = --program $(THREADS) --beside $(filter tests/cli/scan%,$(SHELL_TESTS))
check: $(PROGRAM) $(IMAGES) $(THREADS)
else
# What takes longest begins first, so that neither of the two stands idle at the end.
BESIDE = $(filter %/sqlite.sh %/applymounted.sh %/undo.sh,$(SHELL_TESTS)) $(SCARCE) $(SHELL_TESTS)
CHECKS = --criterion $(UNIT) $(ORACLE) --program $(filter-out $(SCARCE),$(THREADS)) \
         --beside $(call once,$(filter-out $(if $(SANITIZE),,$(LONG_TESTS)),$(BESIDE)))
check: $(PROGRAM) $(IMAGES) $(UNIT) $(ORACLE) $(THREADS) $(TOOLS)
endif
check:
	@tests/run $(CHECKS)

check-asan: $(IMAGES)
	@$(MAKE) --no-print-directory check PLAIN=$(BUILD) BUILD=$(BUILD)/asan SANITIZE=address,undefined

check-tsan: $(IMAGES)
	@$(MAKE) --no-print-directory check PLAIN=$(BUILD) BUILD=$(BUILD)/tsan SANITIZE=thread

check-crash: $(PROGRAM) $(IMAGES) $(TOOLS) $(BUILD)/tests/thread/powercut $(BUILD)/tests/thread/scarcestores $(ORACLE)
	@MFTLINK_CUTS=$(CUTS) $(BUILD)/tests/thread/powercut
	@MFTLINK_STRIDE=1 $(BUILD)/tests/thread/scarcestores
	@MFTLINK_TRIPS=$(TRIPS) $(ORACLE) --filter 'roundtrip/*'
	@MFTLINK_KILLS=$(KILLS) $(ORACLE) --filter 'mountedvolume/killed*'
	@MFTLINK_SEEDS='1 2 3 4' tests/run --beside $(LONG_TESTS)

# Readers of Parquet that others wrote, and a driver of Chromium. npm puts them into the build folder, once for each package.json.
$(BUILD)/duckdb/fetched $(BUILD)/clickhouse/fetched $(BUILD)/browser/fetched: $(BUILD)/%/fetched: tests/%/package.json | packages
	@mkdir -p $(@D)
	@cp $< $(@D)/package.json
	$(call quiet,NPM,$<)npm install --prefix $(@D) --no-package-lock --no-audit --no-fund --ignore-scripts \
	    >$(@D)/npm.log 2>&1 || { \
	    why=$$(sed -n 's/^npm [a-zA-Z!]* code //p' $(@D)/npm.log); \
	    echo "npm could not install what $< names ($${why:-see $(@D)/npm.log}): it needs its registry."; exit 1; }
	@touch $@

check-duckdb check-clickhouse check-browser: check-%: all $(BUILD)/%/fetched
	@tests/run --program tests/$*/$*.js

check-kernel: all
	@test -x $(NTFS3VM) || { echo 'NTFS3VM=$(NTFS3VM) is not there: name the script that boots a kernel.'; exit 1; }
	@NTFS3VM=$(abspath $(NTFS3VM)) tests/run --beside $(KERNEL_TESTS)

fuzz: $(FUZZ_RUNS)

# Runs with a corpus that stays in the build folder, beginning from tests/fuzz/seeds/NAME/.
$(FUZZ_RUNS): fuzz-%: $(BUILD)/fuzz/fuzz_%
	@mkdir -p $(BUILD)/fuzz/corpus/$* $(BUILD)/fuzz/crashes
	@echo "  FUZZ    $* for $(FUZZ_SECONDS) s"
	@$< -max_total_time=$(FUZZ_SECONDS) -seed=$(FUZZ_SEED) -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=$(BUILD)/fuzz/crashes/$*- \
	    $(BUILD)/fuzz/corpus/$* $(wildcard tests/fuzz/seeds/$*) >$(BUILD)/fuzz/$*.log 2>&1 || { \
	    tail -n 60 $(BUILD)/fuzz/$*.log; echo "fuzz $*: failed; the whole log is $(BUILD)/fuzz/$*.log"; \
	    sed -n 's/.*Test unit written to /fuzz $*: the input is /p' $(BUILD)/fuzz/$*.log; exit 1; }
	@sed -n 's/^stat::number_of_executed_units: */  ok      $*, executions: /p' $(BUILD)/fuzz/$*.log

bench: all
	@BUILD=$(abspath $(BUILD)) tests/bench/run

### Looking at the code

layers: $(call objects,$(MFT_SOURCES) $(PLANNER_SOURCES) $(SRC_SOURCES) $(IMAGES_SOURCES))
	@CC='$(CC)' tests/layers --self-test
	@tests/layers $(BUILD)/obj

# What Criterion's macros unfold to is not ours to tidy.
TIDY_SOURCES := $(filter-out $(UNIT_SOURCES) $(ORACLE_SOURCES),$(ALL_SOURCES))
# cppcheck does not see what they unfold to, and needs functions in their place.
CPPCHECK_TESTS := '-DTest(suite,name,...)=void suite\#\#_\#\#name(void)' '-DTestSuite(suite,...)=extern int suite\#\#_suite'
lint: | packages
	@mkdir -p $(BUILD)
	@status=0; echo '  TIDY'; \
	printf '%s\n' $(TIDY_SOURCES) | xargs -P$(JOBS) -I{} clang-tidy --quiet --warnings-as-errors='*' {} -- \
	    $(ALL_CPPFLAGS) $(STD_CFLAGS) $(NTFS3G_CPPFLAGS) 2>$(BUILD)/tidy.log || \
	    { status=1; grep -v 'warnings\? generated' $(BUILD)/tidy.log; }; \
	echo '  CPPCHECK'; \
	cppcheck -q -j$(JOBS) --std=c11 --enable=warning,style,performance,portability --inline-suppr \
	    --error-exitcode=1 -I. $(CPPCHECK_TESTS) $(ALL_SOURCES) || status=1; \
	exit $$status

format: | packages
	@clang-format -i $(ALL_SOURCES) $(ALL_HEADERS)

format-check: | packages
	@clang-format --dry-run --Werror $(ALL_SOURCES) $(ALL_HEADERS)

### Installing

# The program's other names: it acts as USMT's programs do when it is called so.
FRONTS    := scanstate loadstate usmtutils
MAN_PAGES := $(patsubst docs/%.scd,$(BUILD)/%,$(wildcard docs/*.1.scd)) $(FRONTS:%=$(BUILD)/%.1)
SHELLS    := $(addprefix $(BUILD)/completion/,mftlink _mftlink mftlink.fish)

# Where shells look. What Debian packages bring along for zsh lies in vendor-completions.
BASHDIR   ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR    ?= $(PREFIX)/share/zsh/site-functions
FISHDIR   ?= $(PREFIX)/share/fish/vendor_completions.d

scdoc = scdoc | awk -f docs/man.awk >$@.part && test -s $@.part && mv $@.part $@

$(BUILD)/%.1: docs/%.1.scd docs/man.awk | packages
	<$< $(scdoc)

$(FRONTS:%=$(BUILD)/%.1): $(BUILD)/%.1: $(BUILD)/mftlink docs/man.awk
	$< man-page $* | $(scdoc)

$(BUILD)/completion/mftlink: SHELL_NAME = bash
$(BUILD)/completion/_mftlink: SHELL_NAME = zsh
$(BUILD)/completion/mftlink.fish: SHELL_NAME = fish
$(SHELLS): $(BUILD)/mftlink
	@mkdir -p $(@D)
	$< completion $(SHELL_NAME) >$@.part && mv $@.part $@

# Shells look for a file by the name of the program that is called.
install: $(BUILD)/mftlink $(MAN_PAGES) $(SHELLS)
	install -D -m 755 $(BUILD)/mftlink $(DESTDIR)$(PREFIX)/bin/mftlink
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 $(MAN_PAGES)
	install -D -m 644 -t $(DESTDIR)$(BASHDIR) $(BUILD)/completion/mftlink
	install -D -m 644 -t $(DESTDIR)$(ZSHDIR) $(BUILD)/completion/_mftlink
	install -D -m 644 -t $(DESTDIR)$(FISHDIR) $(BUILD)/completion/mftlink.fish
	for name in $(FRONTS); do \
	    ln -sf mftlink $(DESTDIR)$(PREFIX)/bin/$$name && \
	    ln -sf mftlink $(DESTDIR)$(BASHDIR)/$$name && \
	    ln -sf mftlink.fish $(DESTDIR)$(FISHDIR)/$$name.fish || exit 1; \
	done

uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,mftlink $(FRONTS))
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/share/man/man1/,$(notdir $(MAN_PAGES)))
	rm -f $(addprefix $(DESTDIR)$(BASHDIR)/,mftlink $(FRONTS)) $(DESTDIR)$(ZSHDIR)/_mftlink
	rm -f $(addprefix $(DESTDIR)$(FISHDIR)/,$(addsuffix .fish,mftlink $(FRONTS)))

### The Debian package

# Built in a copy of the tree, since there its folder must be called debian/.
DEB := $(BUILD)/deb
deb: | packages
	@rm -rf $(DEB)
	@mkdir -p $(DEB)/mftlink
	@cp -r Makefile README.md LICENSE mft planner src images tests docs $(DEB)/mftlink/
	@cp -r .debian $(DEB)/mftlink/debian
	$(call quiet,DEB,$(DEB))cd $(DEB)/mftlink && env -u MAKEFLAGS -u MAKELEVEL -u CFLAGS DEB_BUILD_OPTIONS=parallel=$(JOBS) \
	    dpkg-buildpackage -us -uc -b >../build.log 2>&1 || { tail -n 40 ../build.log; exit 1; }
	@rm -rf $(DEB)/mftlink
	@ls $(DEB)/*.deb

check-deb: all deb
	@tests/run --beside tests/package/deb.sh

clean:
	rm -rf $(BUILD)
