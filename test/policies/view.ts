/** A view for tests that try one answer. */
import type { AdmissionView } from '../../src/sim/policy.ts';

export function viewAt(levelGrains: number, over: Partial<AdmissionView> = {}): AdmissionView {
  return { levelGrains, capacityGrains: 300, priority: 0, user: 0, waiting: [0], priorities: [0], ...over };
}
