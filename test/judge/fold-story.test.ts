/** A story is cut in the middle of its stem, and what is left out is counted to the line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldStory } from '../../src/judge/words/fold-story.ts';
import { storyLines } from '../../src/report/text/story-lines.ts';

const lines = (stem: number, cycle: number) =>
  Array.from({ length: stem + cycle }, (_, index) => ({
    atMs: index,
    at: String(index),
    sentences: [`look ${index}`],
    levels: {},
    inCycle: index >= stem,
  }));

const gaps = (story: readonly { readonly leftOut?: number | undefined }[]): number =>
  story.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0);

describe('a long story', () => {
  it('keeps how it begins, how it comes into the cycle, and the cycle', () => {
    const { story, omitted } = foldStory(lines(300, 4), 10);
    expect(story.map(({ at }) => at)).toEqual(['0', '1', '2', '297', '298', '299', '300', '301', '302', '303']);
    expect(story[3]).toMatchObject({ leftOut: 294 });
    expect(omitted).toBe(294);
  });

  it('is whole at the limit, and cut just over it', () => {
    expect(foldStory(lines(6, 4), 10)).toEqual({ story: lines(6, 4), omitted: 0 });
    expect(foldStory(lines(7, 4), 10)).toMatchObject({ omitted: 1 });
  });

  it('loses no line that is not counted, and may be cut again', () => {
    const size = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (stem, cycle, most, least) => {
          const first = foldStory(lines(stem, cycle), most);
          expect(first.story.length).toBe(Math.min(most, stem + cycle));
          expect(first.story.length + first.omitted).toBe(stem + cycle);
          expect(gaps(first.story)).toBeLessThanOrEqual(first.omitted);
          const second = foldStory(first.story, least);
          expect(second.story.length + second.omitted).toBe(first.story.length);
          // A gap tells how many lie between two lines that are told.
          second.story.forEach((line, index) => {
            if (line.leftOut === undefined) return;
            expect(line.atMs - second.story[index - 1]!.atMs - 1).toBe(line.leftOut);
          });
        },
      ),
    );
  });

  it('says in the terminal where something is left out, and how much', () => {
    const story = lines(300, 4);
    const told = storyLines(
      { story, omitted: 7, cycle: { fromMs: 300, durationMs: 4 } },
      { room: 60, instantsMax: 6 },
    ).map((line) => line.trim());
    expect(told).toEqual([
      expect.stringMatching(/^0 +look 0$/),
      expect.stringMatching(/^1 +look 1$/),
      '… 297 more instants …',
      expect.stringMatching(/^299 +look 299$/),
      'for ever, every 4 ms:',
      expect.stringMatching(/^300 +look 300$/),
      expect.stringMatching(/^301 +look 301$/),
      expect.stringMatching(/^302 +look 302$/),
      '… and 8 more instants',
    ]);
  });
});
