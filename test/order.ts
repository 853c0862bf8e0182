/**
 * Which test files begin first. Vitest takes the longest of its last run, or the largest files where it has never run: in a fresh
 * checkout a short file that takes long would be left for the end, when all other cores have nothing more to do.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { TAKES_LONG } from './takes-long.ts';

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => TAKES_LONG.some((path) => moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
