// Extension headers of GTP-U, of which one of length 0 leads to itself.
#include <stdint.h>
#include "bolt.h"
int nf(uint8_t *p, uint16_t len)
{
	uint32_t off = 12, next, n;
	if (len < 12) { bolt_class("short"); return -1; }
	next = p[11];
	while (next) {
		if (off >= len) { bolt_class("truncated"); return -2; }
		bolt_pcv("extension-headers");
		n = p[off] * 4;
		if (off + n > len) { bolt_class("too long"); return -3; }
		off += n;
		next = p[off - 1];
	}
	bolt_class("decapsulated");
	return off;
}
