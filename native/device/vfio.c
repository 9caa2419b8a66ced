/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A card (card.h) as the kernel's VFIO shows it: /dev/vfio/vfio is the container,
 * /dev/vfio/N the group of port N, and the device is a file in memory: its
 * registers at the offset of region 0, its configuration space at that of region
 * 7. So reading, writing and mapping it is the kernel's business; opening and
 * ioctl() are answered here, and mmap() is watched for where the registers are
 * mapped.
 *
 * Pages that the card wants to see cannot be accessed there: an access faults,
 * the handler opens the page and sets the trap flag, and after that one
 * instruction the card acts on it, and the page is closed again. Both handlers
 * pass on what is not theirs, to the agent as well.
 *
 * With --iova-mode=va what the program tells the card are its own addresses.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <linux/pci_regs.h>
#include <linux/vfio.h>

#include "card.h"

#define REGIONS 9
#define INTERRUPTS 5
#define REGION_OFFSET(index) ((uint64_t)(index) << 40)
#define CONFIGURATION_SIZE 4096
#define TRAP_FLAG 0x100
#define STRANGE_MOST 16
#define WRITE_ACCESS 2		/* in the error code of a page fault (Intel SDM vol. 3, 4.7) */

static struct {
	int group, device;	/* file descriptors; -1 if not opened */
	uint8_t *registers;	/* as the card sees them */
	uint8_t *mapped;	/* as the program does */
} ports[CARD_PORTS] = { [0 ... CARD_PORTS - 1] = { -1, -1, NULL, NULL } };

static int container = -1;
static bool plugged_in, released;

static uint32_t strangers[STRANGE_MOST];
static unsigned int stranger_count;

uint32_t *card_register(unsigned int port, uint32_t offset)
{
	if (port >= CARD_PORTS || !ports[port].registers)
		return NULL;
	return (uint32_t *)(ports[port].registers + offset);
}

struct device_part *card_add_strangers(struct device_part *part)
{
	char name[16];
	unsigned int i;

	for (i = 0; i < stranger_count; i++) {
		snprintf(name, sizeof(name), "0x%05x", strangers[i]);
		part = device_add(part, DEVICE_STRANGE, NULL, 0, 0, name);
	}
	return part;
}

/* ---- accesses to registers ---- */

/* The one that a thread is executing. */
static __thread struct {
	bool pending, writes;
	unsigned int port;
	uint32_t offset;
} access_ __attribute__((tls_model("initial-exec")));

static volatile int page_lock;
static struct sigaction others_fault, others_trap;

static void note_stranger(uint32_t offset)
{
	unsigned int i;

	for (i = 0; i < stranger_count; i++) {
		if (strangers[i] == offset)
			return;
	}
	if (stranger_count < STRANGE_MOST)
		strangers[stranger_count++] = offset;
}

static void protect(unsigned int port, uint32_t offset, int protection)
{
	syscall(SYS_mprotect, ports[port].mapped + (offset & -CARD_PAGE), CARD_PAGE, protection);
}

static void pass_on(const struct sigaction *to, int number, siginfo_t *info, void *context)
{
	struct sigaction by_default = { .sa_handler = SIG_DFL };

	if (to->sa_flags & SA_SIGINFO)
		to->sa_sigaction(number, info, context);
	else if (to->sa_handler == SIG_DFL)
		sigaction(number, &by_default, NULL);
	else if (to->sa_handler != SIG_IGN)
		to->sa_handler(number);
}

static void on_fault(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;
	const uint8_t *at = info->si_addr;
	unsigned int i;

	for (i = 0; i < CARD_PORTS; i++) {
		if (!ports[i].mapped || at < ports[i].mapped || at >= ports[i].mapped + card.size)
			continue;
		while (__atomic_exchange_n(&page_lock, 1, __ATOMIC_ACQUIRE))
			;
		access_.pending = true;
		access_.writes = context->uc_mcontext.gregs[REG_ERR] & WRITE_ACCESS;
		access_.port = i;
		access_.offset = (at - ports[i].mapped) & ~3u;
		protect(i, access_.offset, PROT_READ | PROT_WRITE);
		context->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
		return;
	}
	pass_on(&others_fault, number, info, argument);
}

static void on_trap(int number, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;

	if (!access_.pending || info->si_code != TRAP_TRACE)
		return pass_on(&others_trap, number, info, argument);
	access_.pending = false;
	context->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
	if (!card.has(access_.offset))
		note_stranger(access_.offset);
	else if (access_.writes)
		card.written(access_.port, access_.offset, *card_register(access_.port, access_.offset));
	if (!released)
		protect(access_.port, access_.offset, PROT_NONE);
	__atomic_store_n(&page_lock, 0, __ATOMIC_RELEASE);
}

/* Late, so that the program's own and the agent's come first; a card's accesses begin here. */
static void install_handlers(void)
{
	static bool installed;
	struct sigaction fault = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	struct sigaction trap = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	if (installed)
		return;
	installed = true;
	sigfillset(&fault.sa_mask);
	sigfillset(&trap.sa_mask);
	sigaction(SIGSEGV, &fault, &others_fault);
	sigaction(SIGTRAP, &trap, &others_trap);
}

static void watch_pages(unsigned int port, uint8_t *mapped)
{
	uint32_t page;

	install_handlers();
	ports[port].mapped = mapped;
	for (page = 0; page < card.size; page += CARD_PAGE) {
		if (!card.is_free(page))
			protect(port, page, PROT_NONE);
	}
}

void card_release(void)
{
	unsigned int i;

	released = true;
	for (i = 0; i < CARD_PORTS; i++) {
		if (ports[i].mapped)
			syscall(SYS_mprotect, ports[i].mapped, (size_t)card.size, PROT_READ | PROT_WRITE);
	}
}

/* ---- what the kernel would tell ---- */

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	(void)!write(fd, text, strlen(text));
	close(fd);
}

static void write_number(const char *folder, const char *name, unsigned long number)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%lx\n", number);
	write_file(folder, name, text);
}

static void link_to(const char *folder, const char *name, const char *target)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	(void)!symlink(target, path);
}

/* One line a region: first and last address, and flags; of those that there are not, zeros (Documentation/PCI/sysfs-pci.rst). */
static void write_resources(const char *folder, unsigned int port)
{
	const unsigned long long memory = 0x40200, start = 0x80000000ULL + 0x1000000ULL * port;
	char text[1024];
	int i, used = snprintf(text, sizeof(text), "0x%016llx 0x%016llx 0x%016llx\n", start, start + card.size - 1, memory);

	for (i = 0; i < 6; i++)
		used += snprintf(text + used, sizeof(text) - used, "0x%016x 0x%016x 0x%016x\n", 0, 0, 0);
	write_file(folder, "resource", text);
}

static void describe(const char *folder, unsigned int port)
{
	char device[448], group[64];

	snprintf(device, sizeof(device), "%s/0000:%02x:00.0", folder, port + 1);
	mkdir(device, 0755);
	write_number(device, "vendor", card.vendor);
	write_number(device, "device", card.device);
	write_number(device, "subsystem_vendor", card.vendor);
	write_number(device, "subsystem_device", 0);
	write_number(device, "class", card.class_code);
	write_file(device, "numa_node", "0\n");
	write_file(device, "max_vfs", "0\n");
	write_resources(device, port);
	link_to(device, "driver", "../drivers/vfio-pci");
	snprintf(group, sizeof(group), "../../kernel/iommu_groups/%u", port);
	link_to(device, "iommu_group", group);
}

void card_plug_in(const char *folder)
{
	unsigned int i;

	for (i = 0; i < CARD_PORTS; i++)
		describe(folder, i);
	setenv("SYSFS_PCI_DEVICES", folder, 1);
	plugged_in = true;
}

/* Why a program that looked for cards has none is what its last line says. */
static void __attribute__((destructor)) explain(void)
{
	if (plugged_in && !ports[0].mapped)
		dprintf(STDERR_FILENO, "no driver of the program takes the %s that Bolt offers: link %s, and leave --no-pci out\n",
			card.name, card.driver);
}

/* ---- the functions that ask the kernel ---- */

static int memory_file(const char *name)
{
	return syscall(SYS_memfd_create, name, MFD_CLOEXEC);
}

/* Identity, the command register with bus mastering, and the class (PCI Local Bus Specification 3.0, 6.1); then capabilities (6.7). */
static bool configure(int fd)
{
	const uint64_t at = REGION_OFFSET(VFIO_PCI_CONFIG_REGION_INDEX);
	const uint16_t space[] = {
		card.vendor, card.device, 4, PCI_STATUS_CAP_LIST, card.class_code << 8, card.class_code >> 8,
	};
	const uint8_t list = CARD_CAPABILITIES;

	if (pwrite(fd, space, sizeof(space), at) < 0)
		return false;
	return !card.capabilities || (pwrite(fd, &list, sizeof(list), at + PCI_CAPABILITY_LIST) > 0 &&
				      pwrite(fd, card.capabilities, card.capabilities_size, at + CARD_CAPABILITIES) > 0);
}

static int open_device(unsigned int port)
{
	int fd = memory_file("bolt-device");
	void *registers;

	if (fd < 0 || ftruncate(fd, REGION_OFFSET(REGIONS)) < 0 || !configure(fd))
		return -1;
	registers = (void *)syscall(SYS_mmap, NULL, (size_t)card.size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0L);
	if (registers == MAP_FAILED)
		return -1;
	ports[port].registers = registers;
	ports[port].device = fd;
	card.reset(port);
	return fd;
}

static int container_request(unsigned long request, const void *argument)
{
	switch (request) {
	case VFIO_GET_API_VERSION:
		return VFIO_API_VERSION;
	case VFIO_CHECK_EXTENSION:
		return (uintptr_t)argument == VFIO_TYPE1_IOMMU;
	case VFIO_SET_IOMMU:
	case VFIO_IOMMU_MAP_DMA:
	case VFIO_IOMMU_UNMAP_DMA:
		return 0;
	}
	errno = EINVAL;
	return -1;
}

static int group_request(unsigned int port, unsigned long request, void *argument)
{
	switch (request) {
	case VFIO_GROUP_GET_STATUS:
		((struct vfio_group_status *)argument)->flags = VFIO_GROUP_FLAGS_VIABLE;
		return 0;
	case VFIO_GROUP_SET_CONTAINER:
	case VFIO_GROUP_UNSET_CONTAINER:
		return 0;
	case VFIO_GROUP_GET_DEVICE_FD:
		return open_device(port);
	}
	errno = EINVAL;
	return -1;
}

static void tell_region(struct vfio_region_info *info)
{
	const uint32_t readable = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE;

	info->offset = REGION_OFFSET(info->index);
	info->size = 0;
	info->flags = 0;
	if (info->index == VFIO_PCI_BAR0_REGION_INDEX) {
		info->size = card.size;
		info->flags = readable | VFIO_REGION_INFO_FLAG_MMAP;
	} else if (info->index == VFIO_PCI_CONFIG_REGION_INDEX) {
		info->size = CONFIGURATION_SIZE;
		info->flags = readable;
	}
}

static int device_request(unsigned int port, unsigned long request, void *argument)
{
	struct vfio_device_info *device = argument;
	struct vfio_irq_info *interrupt = argument;

	switch (request) {
	case VFIO_DEVICE_GET_INFO:
		device->flags = VFIO_DEVICE_FLAGS_PCI | VFIO_DEVICE_FLAGS_RESET;
		device->num_regions = REGIONS;
		device->num_irqs = INTERRUPTS;
		return 0;
	case VFIO_DEVICE_GET_REGION_INFO:
		tell_region(argument);
		return 0;
	case VFIO_DEVICE_GET_IRQ_INFO:
		interrupt->flags = VFIO_IRQ_INFO_EVENTFD;
		interrupt->count = 1;
		return 0;
	case VFIO_DEVICE_SET_IRQS:
		return 0;
	case VFIO_DEVICE_RESET:
		card.reset(port);
		return 0;
	}
	errno = EINVAL;
	return -1;
}

#define EXPORTED __attribute__((visibility("default")))

static bool has_mode(int flags)
{
	return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

static int open_any(const char *path, int flags, mode_t mode)
{
	unsigned int port;
	char rest;

	if (plugged_in && strcmp(path, "/dev/vfio/vfio") == 0)
		return container = memory_file("bolt-container");
	if (plugged_in && sscanf(path, "/dev/vfio/%u%c", &port, &rest) == 1 && port < CARD_PORTS)
		return ports[port].group = memory_file("bolt-group");
	return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

EXPORTED int open(const char *path, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = has_mode(flags) ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open_any(path, flags, mode);
}

EXPORTED int open64(const char *path, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = has_mode(flags) ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open_any(path, flags, mode);
}

/* Whether the modules are loaded is asked by their folders. */
static const char *standing_for(const char *path)
{
	return plugged_in && (strcmp(path, "/sys/module/vfio") == 0 || strcmp(path, "/sys/module/vfio_pci") == 0) ? "/sys" : path;
}

EXPORTED int stat(const char *restrict path, struct stat *restrict result)
{
	return syscall(SYS_newfstatat, AT_FDCWD, standing_for(path), result, 0);
}

EXPORTED int stat64(const char *restrict path, struct stat64 *restrict result)
{
	return syscall(SYS_newfstatat, AT_FDCWD, standing_for(path), result, 0);
}

EXPORTED int ioctl(int fd, unsigned long request, ...)
{
	va_list more;
	void *argument;
	unsigned int i;

	va_start(more, request);
	argument = va_arg(more, void *);
	va_end(more);
	if (fd >= 0 && fd == container)
		return container_request(request, argument);
	for (i = 0; fd >= 0 && i < CARD_PORTS; i++) {
		if (fd == ports[i].group)
			return group_request(i, request, argument);
		if (fd == ports[i].device)
			return device_request(i, request, argument);
	}
	return syscall(SYS_ioctl, fd, request, argument);
}

static void *map_any(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	void *result = (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
	unsigned int i;

	for (i = 0; fd >= 0 && result != MAP_FAILED && i < CARD_PORTS; i++) {
		if (fd == ports[i].device && offset == 0)
			watch_pages(i, result);
	}
	return result;
}

/* Its number may be another file's from now on. */
EXPORTED int close(int fd)
{
	unsigned int i;

	container = fd >= 0 && fd == container ? -1 : container;
	for (i = 0; fd >= 0 && i < CARD_PORTS; i++) {
		ports[i].group = fd == ports[i].group ? -1 : ports[i].group;
		ports[i].device = fd == ports[i].device ? -1 : ports[i].device;
	}
	return syscall(SYS_close, fd);
}

EXPORTED void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	return map_any(address, length, protection, flags, fd, offset);
}

EXPORTED void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	return map_any(address, length, protection, flags, fd, offset);
}
