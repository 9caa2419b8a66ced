/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of the standard output. */
#include <stdio.h>

#include "calibrate.h"

void tell_figure(const char *key, const char *what, double value, double spread)
{
	printf("figure %s.%s %.10g %.4f\n", key, what, value, spread);
}

void tell_fallback(const char *key, const char *why)
{
	printf("fallback %s %s\n", key, why);
}

void tell_progress(int done, int of)
{
	printf("progress %d %d\n", done, of);
	fflush(stdout);
}
