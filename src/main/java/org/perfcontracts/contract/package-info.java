/** From paths to a contract: input classes, coalescing, conditions in the words of network protocols, and the file format. */
package org.perfcontracts.contract;
