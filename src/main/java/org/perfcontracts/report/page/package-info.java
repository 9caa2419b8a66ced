/**
 * Pages of HTML that open from disk and need no network: their frame, style and script, and the figures of contracts that the script reads. {@code Page} is the
 * entry. Knows contracts, but no reports: what a page says without its script is written by those that use it.
 */
package org.perfcontracts.report.page;
