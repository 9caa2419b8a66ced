/** ELF, DWARF line tables and snapshots: the bytes, symbols and source lines of a process. Knows files, not instructions. */
package org.perfcontracts.image;
