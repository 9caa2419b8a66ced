/**
 * Traffic that drives a program to what is worst by its contract ({@link org.perfcontracts.search.WorstSearch}): packets that its paths allow, made to collide where its
 * memory is accessed at places that packets choose, and tried on the CPU. Knows paths, contracts and the CPU; nothing of any one program.
 */
package org.perfcontracts.search;
