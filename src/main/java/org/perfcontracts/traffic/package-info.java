/** Packets and the files that hold them. */
package org.perfcontracts.traffic;
