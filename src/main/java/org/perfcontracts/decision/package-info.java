/**
 * What people decide with a contract: the cost at given values of its PCVs ({@link org.perfcontracts.decision.Prediction}), under a mix of
 * traffic ({@link org.perfcontracts.decision.WorkloadPrediction}), between two contracts ({@link org.perfcontracts.decision.Comparison}), and of traffic that was run ({@link
 * org.perfcontracts.decision.Distillation}). Knows contracts and formulas, and nothing of how they are derived, of files, or of how results are written.
 */
package org.perfcontracts.decision;
