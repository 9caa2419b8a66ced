/** A contract or a comparison as text, Markdown or JSON for people and programs. */
package org.perfcontracts.report;
