/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the agent share: agent.c stops the target and serves it,
 * start.c puts the agent there, place.c knows where the entry is, threads.c stops
 * the other threads, link.c talks to whoever asks, replay.c steps, entry.c keeps
 * the registers, and arrival.c has a device deliver packets.
 *
 * Nothing here allocates or uses the target's stack: all of it runs in a signal
 * handler.
 */
#ifndef BOLT_AGENT_H
#define BOLT_AGENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <ucontext.h>

#include "device/device.h"
#include "wire.h"

#define TRAP_FLAG 0x100

enum phase {
	IDLE,			/* the entry was not reached yet */
	SERVING,
	STEPPING,
	RUNNING,		/* a sequence, outside of the handler */
};

extern struct agent {
	enum phase phase;
	pid_t pid;		/* a forked child has another */
	pid_t owner;		/* the thread that stands at the entry; 0: none yet */
	uint64_t bias;
	uint64_t entry;
	uint64_t vdso_start, vdso_end;
	uint64_t fs_base, gs_base;
} agent;

/* ---- agent.c ---- */

/* Puts the breakpoint on the entry, or waits for the object that holds it, and says so. */
void agent_plant(void);

/* There is no entry: the target runs on, to be looked at from outside. */
void agent_watch(void);

/* ---- place.c ---- */

/* Finds where the program was loaded. */
void place_program(void);

/*
 * Which entry is wanted: the object's file (NULL: the program itself), the
 * link-time address there, and the values that the first argument must have one
 * of (NULL: any will do), and the number of the arrival there, from 1 on (NULL:
 * the first); numbers are hexadecimal, separated by commas.
 */
void place_want(const char *object, const char *address, const char *firsts, const char *arrival);

/* The entry in memory; false if its object is not loaded. */
bool place_find(uint64_t *entry);

/* The function that the loader calls when it has mapped something. */
uint64_t place_of_loader(void);

/* Whether an arrival at the entry, with this first argument, is one that counts. */
bool place_is_wanted(uint64_t first_argument);

/* Whether the first argument is a queue of DPDK at each arrival that counts. */
bool place_names_queues(void);

/* Counts such an arrival; whether it is the one that the analysis begins at. */
bool place_is_awaited(void);

/* ---- arrival.c ---- */

/*
 * Before the program starts: the device's folder (NULL: there is no device), the
 * port at which packets arrive, the longest packet in bytes, and how many arrive together when the
 * analysis begins, hexadecimal; the device's properties.
 */
void arrival_set_up(const char *folder, const char *port, const char *longest, const char *together, const char *properties);

/* The entry was reached, for a queue, and packets go on arriving: what was sent is gone, and the next packet waits. */
void arrival_feed(uint64_t queue);

/* Likewise, and the analysis begins: where the packets lie, in how many parts. */
unsigned int arrival_offer(uint64_t queue, const struct device_part **parts);

/* The analysis has begun: what was sent is gone, and was told of. */
void arrival_take(void (*tell)(enum wire_kind kind, const void *from, uint32_t length));

/* Has the device choose what is its choice whether or not packets wait, in the order of the parts. */
void arrival_stand(const uint64_t *values, uint64_t count);

/* One more packet waits for a queue, with what the device chooses for it in the order of the parts; whether it does. */
bool arrival_next(uint64_t queue, const uint8_t *packet, uint64_t length, const uint64_t *values, uint64_t count);

/* Tells what the device would choose for a frame, of the first packet's parts in their order: its length in bytes, and these. */
void arrival_tell(const uint64_t *frame, void (*tell)(enum wire_kind kind, const void *from, uint32_t length));

/* How much the time stamp counter has grown since the analysis began; 0 without a device. */
uint64_t arrival_since(void);

/* By how much the time stamp counter grows in so many nanoseconds, as far as that is known from the time since the start. */
uint64_t arrival_ticks(uint64_t nanoseconds);

/* ---- threads.c ---- */

/* For another thread than the owner, from a handler that blocks all signals: never goes on. */
void __attribute__((noreturn)) threads_park(void);

/* For the owner: returns when all other threads are parked, but for those that block SIGTRAP. */
void threads_stop(void);

/* ---- link.c ---- */

/* The socket; -1 if nobody listens at the path. */
int link_open(const char *path);

/* Ends the process: there is nobody to serve, or no way to. */
void __attribute__((noreturn)) link_leave(void);

void link_send(const void *from, uint64_t length);
void link_send_block(enum wire_kind kind, const void *from, uint32_t length);

/* The next request, in memory of the agent's own, valid until the one after it. */
const uint64_t *link_receive_request(void);

/* Words of the trace, sent when there are many. */
void trace_add(const uint64_t *words, unsigned int count);
void trace_flush(void);

/* ---- entry.c ---- */

/* The places of the registers of struct wire_registers in gregset_t. */
extern const int register_names[16];

void registers_copy(struct wire_registers *to, const gregset_t from);

/* The registers as they are at the entry, and back to them. */
void entry_save(const ucontext_t *context);
void entry_restore(ucontext_t *context);
void entry_registers(struct wire_registers *to);
void entry_vectors(uint8_t to[32][64]);

/* k0 to k7 at the entry. */
void entry_masks(uint64_t to[8]);

/* MXCSR at the entry. */
uint32_t entry_float_control(void);

/* The vectors at the entry as the kernel left them, aligned to 64: by XSAVE if it says so, else by FXSAVE. */
const uint8_t *entry_frame(bool *extended);

/* ---- replay.c ---- */

/* Once, when the target has stopped; 0, or -1 if there is no memory for it. */
int replay_open(void);

/* Begins the replay that a request describes; ends it at once if it cannot be. */
void replay_start(ucontext_t *context, const uint64_t *words);

/* The instruction that was let go has been executed, or it raised a signal. */
void replay_stepped(ucontext_t *context);
void replay_faulted(ucontext_t *context, int signal_number);

#endif
