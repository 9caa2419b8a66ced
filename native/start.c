/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The start of the agent, when the target is loaded and nothing of it was
 * executed yet; see agent.h.
 *
 * Environment: BOLT_AGENT_SOCKET is the path of the socket to connect to;
 * without it the agent does nothing. BOLT_AGENT_ENTRY is the link-time address of
 * the entry, BOLT_AGENT_OBJECT, BOLT_AGENT_FIRST and BOLT_AGENT_ARRIVAL are what
 * else place_want() takes. Without an entry the target runs on. With
 * BOLT_DEVICE_FOLDER a device is preloaded behind the agent; that,
 * BOLT_DEVICE_PORT, BOLT_DEVICE_LONGEST, BOLT_DEVICE_TOGETHER and
 * BOLT_DEVICE_PROPERTIES are what arrival_set_up() takes.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "agent.h"
#include "memory.h"

static void find_vdso(void)
{
	const uint8_t *start = (const uint8_t *)getauxval(AT_SYSINFO_EHDR);
	const Elf64_Ehdr *header = (const Elf64_Ehdr *)start;
	const Elf64_Phdr *segment = (const Elf64_Phdr *)(start + (start ? header->e_phoff : 0));
	int i;

	for (i = 0; start && i < header->e_phnum; i++) {
		if (segment[i].p_type != PT_LOAD)
			continue;
		agent.vdso_start = (uint64_t)start;
		agent.vdso_end = agent.vdso_start + ((segment[i].p_memsz + 4095) & ~4095ULL);
	}
}

/* Addresses are to be the same in every run: starts the program over if they were randomised. */
static void fix_addresses(char **argv, char **envp)
{
	static char path[PATH_MAX];
	int persona = personality(0xffffffff);
	ssize_t length;

	if (persona < 0 || (persona & ADDR_NO_RANDOMIZE))
		return;
	if (personality(persona | ADDR_NO_RANDOMIZE) < 0)
		return;
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length > 0)
		execve(path, argv, envp);
}

/* Children are not to be stopped, and see the environment as the user set it. */
static void hide(void)
{
	const char *preload = getenv("LD_PRELOAD");
	const char *rest = preload ? strchr(preload, ':') : NULL;

	if (rest && getenv("BOLT_DEVICE_FOLDER"))
		rest = strchr(rest + 1, ':');
	if (rest)
		setenv("LD_PRELOAD", rest + 1, 1);
	else
		unsetenv("LD_PRELOAD");
	unsetenv("BOLT_AGENT_SOCKET");
	unsetenv("BOLT_AGENT_ENTRY");
	unsetenv("BOLT_AGENT_OBJECT");
	unsetenv("BOLT_AGENT_FIRST");
	unsetenv("BOLT_AGENT_ARRIVAL");
	unsetenv("BOLT_DEVICE_FOLDER");
	unsetenv("BOLT_DEVICE_PORT");
	unsetenv("BOLT_DEVICE_LONGEST");
	unsetenv("BOLT_DEVICE_TOGETHER");
	unsetenv("BOLT_DEVICE_PROPERTIES");
}

static void __attribute__((constructor)) load(int argc, char **argv, char **envp)
{
	const char *path = getenv("BOLT_AGENT_SOCKET");
	const char *address = getenv("BOLT_AGENT_ENTRY");

	(void)argc;
	if (!path)
		return;
	fix_addresses(argv, envp);
	/* Whoever started us must not be outlived; nor is the terminal's Ctrl-C for the target. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	if (link_open(path) < 0)
		link_leave();
	agent.pid = getpid();
	place_program();
	if (address)
		place_want(getenv("BOLT_AGENT_OBJECT"), address, getenv("BOLT_AGENT_FIRST"),
			   getenv("BOLT_AGENT_ARRIVAL"));
	find_vdso();
	map_objects();
	arrival_set_up(getenv("BOLT_DEVICE_FOLDER"), getenv("BOLT_DEVICE_PORT"),
		       getenv("BOLT_DEVICE_LONGEST"), getenv("BOLT_DEVICE_TOGETHER"), getenv("BOLT_DEVICE_PROPERTIES"));
	hide();
	if (address)
		agent_plant();
	else
		agent_watch();
}
