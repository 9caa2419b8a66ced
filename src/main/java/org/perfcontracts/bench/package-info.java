/** Benchmarks of Bolt itself: what it is held against, beside the targets that come with it. */
package org.perfcontracts.bench;
