/** ELF, DWARF and snapshots: the bytes, symbols, source lines and parameters of a process. Knows files, not instructions. */
package org.perfcontracts.image;
