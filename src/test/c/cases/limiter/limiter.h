// The packet function of the limiter.
#pragma once
#include <stdint.h>
void limiter_init(void);
__attribute__((noinline)) int limiter_process(uint16_t port, uint8_t *packet, uint16_t length, uint64_t now);
